import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Envelope } from '../../huleedu/library/envelope.ts';
import type { OutgoingRecord } from '../../huleedu/library/producer.ts';
import { courses } from '../../huleedu/payloads/common.ts';
import { topics } from '../../huleedu/payloads/names.ts';
import { published, type PublishedTopic } from './published.ts';
import { everywhere, publishes, type Applied, type Data, type Decoration, type Rule } from './rule.ts';

type Change = (record: OutgoingRecord) => OutgoingRecord[];

/** What is sent in the place of a record; the same record counts as no change. */
const sent = (applied: Applied, topic: string, change: Change): Decoration =>
  everywhere({
    sender: {
      send: (original) => async (record) => {
        if (record.topic !== topic) return original(record);
        const changed = change(record);
        if (!isDeepStrictEqual(changed, [record])) applied();
        for (const each of changed) await original(each);
      },
    },
  });

const enveloped =
  (change: (envelope: Envelope & { data: Data }) => object): Change =>
  (record) => [{ ...record, value: JSON.stringify(change(JSON.parse(record.value) as Envelope & { data: Data })) }];

const respelled = (source: string): string =>
  source.includes('-') ? source.replaceAll('-', '_') : source.replaceAll('_', '-');

/** What the topic is called inside `data`. */
const shortType = (type: string): string => type.replace(/^huleedu\./, '').replace(/\.v1$/, '');

const isCourse = (value: unknown): boolean => (courses as readonly unknown[]).includes(value);

/** Another value of the same kind. */
function other(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (Array.isArray(value)) return value.length > 0 ? value.slice(1) : ['other'];
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0 ? {} : { other: true };
  if (typeof value !== 'string') return 'other';
  if (isCourse(value)) return value === 'SV3' ? 'ENG6' : 'SV3';
  if (/^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(value)) return randomUUID();
  return `${value} other`;
}

const elsewhere = (topic: string): string =>
  topic === topics.excessContent ? topics.phaseOutcome : topics.excessContent;

/** What can happen to any record on its way. */
const operators: readonly (readonly [name: string, what: string, change: Change])[] = [
  ['lost', 'is marked as published and never sent', () => []],
  ['doubled', 'is sent twice', (record) => [record, record]],
  ['wrong-key', 'has another key', (record) => [{ ...record, key: randomUUID() }]],
  ['wrong-topic', 'goes to another topic', (record) => [{ ...record, topic: elsewhere(record.topic) }]],
  [
    'correlation-renewed',
    'has a correlation id of its own',
    enveloped((envelope) => ({ ...envelope, correlation_id: randomUUID() })),
  ],
  [
    'source-respelled',
    'spells its source with the other of hyphen and underscore',
    enveloped((envelope) => ({ ...envelope, source_service: respelled(envelope.source_service) })),
  ],
  [
    'short-type',
    'has the short name as its event_type',
    enveloped((envelope) => ({ ...envelope, event_type: shortType(envelope.event_type) })),
  ],
];

const eventRule = (
  { short, topic }: PublishedTopic,
  [operator, what, change]: readonly [string, string, Change],
  place?: string,
): Rule => ({
  name: [short, operator, ...(place === undefined ? [] : [place])].join(':'),
  description: `A record of ${topic} ${what}.`,
  operations: [],
  touches: [publishes(topic)],
  onTheWay: true,
  decorate: (applied) => sent(applied, topic, change),
});

/** One fault a member: what may have any value is dropped, the rest gets another value. */
function memberRule(topic: PublishedTopic, field: string): Rule {
  const drops = field === 'timestamp';
  const change = enveloped((envelope) => {
    const { [field]: value, ...rest } = envelope.data;
    return { ...envelope, data: drops || value === undefined ? rest : { ...envelope.data, [field]: other(value) } };
  });
  const [name, what] = drops ? ['dropped', `lacks ${field}`] : ['changed', `has another ${field}`];
  return eventRule(topic, [name, what, change], field);
}

const english: Change = enveloped((envelope) => ({ ...envelope, data: { ...envelope.data, course_code: 'ENG5' } }));

/** Long enough for the next pass of a relay; milliseconds. */
const heldBack = 250;

/** A record goes after the next one that has its key, if that comes in time: others are in no order that was promised. */
function overtaken(applied: Applied, topic: string): Decoration {
  const held = new Map<string, OutgoingRecord>();
  return everywhere({
    sender: {
      send: (original) => async (record) => {
        const key = record.key ?? '';
        if (record.topic !== topic) return original(record);
        const earlier = held.get(key);
        if (earlier !== undefined) {
          held.delete(key);
          applied();
          await original(record);
          return original(earlier);
        }
        held.set(key, record);
        void delay(heldBack).then(() => {
          if (held.get(key) !== record) return undefined;
          held.delete(key);
          return original(record);
        });
      },
    },
  });
}

const reordered = ({ short, topic }: PublishedTopic): Rule => ({
  ...eventRule({ short, topic, fields: [] }, [
    'reordered',
    'is overtaken by the next one that has its key',
    (record) => [record],
  ]),
  decorate: (applied) => overtaken(applied, topic),
});

/** Faults of every topic: lost, doubled, out of order, under a wrong key, on a wrong topic, with a wrong envelope, with wrong data. */
export const recordRules: Rule[] = published.flatMap((topic) => [
  ...operators.map((operator) => eventRule(topic, operator)),
  reordered(topic),
  ...(topic.fields.includes('course_code') ? [eventRule(topic, ['course-defaulted', 'is of ENG5', english])] : []),
  ...topic.fields.map((field) => memberRule(topic, field)),
]);
