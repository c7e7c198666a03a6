import type { EnvelopeFields } from '../events/envelope.ts';
import { topics } from './topics/index.ts';
import type { Matches } from './topics/matching.ts';

type Loose = Record<string, unknown>;

const envelopeOf = (data: unknown): EnvelopeFields & { data: unknown } => ({
  event_id: crypto.randomUUID(),
  event_type: topics.matchesSuggested.name,
  event_timestamp: '2025-08-10T09:15:00.000000Z',
  source_service: 'nlp-service',
  schema_version: 1,
  correlation_id: crypto.randomUUID(),
  data_schema_uri: null,
  metadata: null,
  data,
});

const without = (value: object, name: string): Loose =>
  Object.fromEntries(Object.entries(value).filter(([each]) => each !== name));

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/** An event with one essay, whose suggestion is changed. */
const suggesting = (data: Matches, change: Loose): Buffer => {
  const match_results = data.match_results.map((result) => ({
    ...result,
    suggestions: result.suggestions.map((suggestion) => ({ ...suggestion, ...change })),
  }));
  return json(envelopeOf({ ...data, match_results }));
};

/** Records of which class management can store nothing, each made of a good event (contract a.1, a.3, b.4.1, b.4.8). */
export const brokenMatches: readonly (readonly [what: string, record: (data: Matches) => Buffer])[] = [
  ['no JSON', () => Buffer.from('{"event_id": ')],
  ['bytes that are no UTF-8', () => Buffer.from([0xff, 0xfe, 0x7b, 0x7d])],
  ['no bytes at all', () => Buffer.alloc(0)],
  ['a list in place of an envelope', (data) => json([envelopeOf(data)])],
  ['an event_id that is no UUID', (data) => json({ ...envelopeOf(data), event_id: 'event-1' })],
  ['a correlation_id that is no UUID', (data) => json({ ...envelopeOf(data), correlation_id: 'one' })],
  ['a time that is none', (data) => json({ ...envelopeOf(data), event_timestamp: 'yesterday' })],
  ['no event_type', (data) => json(without(envelopeOf(data), 'event_type'))],
  ['no source_service', (data) => json(without(envelopeOf(data), 'source_service'))],
  ['no data', (data) => json(without(envelopeOf(data), 'data'))],
  ['data that are null', () => json(envelopeOf(null))],
  ['no batch_id', (data) => json(envelopeOf(without(data, 'batch_id')))],
  ['no class_id', (data) => json(envelopeOf(without(data, 'class_id')))],
  ['a batch_id that is no UUID', (data) => json(envelopeOf({ ...data, batch_id: 'batch-1' }))],
  ['a class_id that is no UUID', (data) => json(envelopeOf({ ...data, class_id: 'class-1' }))],
  ['no match_results', (data) => json(envelopeOf(without(data, 'match_results')))],
  ['no processing_summary', (data) => json(envelopeOf(without(data, 'processing_summary')))],
  ['no course_code', (data) => json(envelopeOf(without(data, 'course_code')))],
  ['a course that there is not', (data) => json(envelopeOf({ ...data, course_code: 'ENG4' }))],
  ['a score above 1', (data) => suggesting(data, { confidence_score: 1.01 })],
  ['a score below 0', (data) => suggesting(data, { confidence_score: -0.01 })],
  ['a score that is no number', (data) => suggesting(data, { confidence_score: 'high' })],
  ['reasons that are no list', (data) => suggesting(data, { match_reasons: 'name_exact' })],
  ['a student without a name', (data) => suggesting(data, { student_name: undefined })],
  ['another event’s type', (data) => json({ ...envelopeOf(data), event_type: 'huleedu.class.created.v1' })],
];

/** The least that an envelope must say, and what nobody knows beside it (contract a.1). */
export const minimalEnvelope = (data: Matches): Buffer =>
  json({ event_type: topics.matchesSuggested.name, source_service: 'nlp-service', data });

export const roomyEnvelope = (data: Matches): Buffer =>
  json({ ...envelopeOf({ ...data, mood: 'good' }), weather: { sky: 'blue' }, tags: [1, null] });

/** Class management knows the event under its short name as well (contract a.2). */
export const shortlyNamed = (data: Matches): Buffer =>
  json({ ...envelopeOf(data), event_type: 'batch.author.matches.suggested' });
