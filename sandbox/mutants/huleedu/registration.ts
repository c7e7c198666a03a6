import { randomUUID } from 'node:crypto';
import { topics } from '../../huleedu/payloads/names.ts';
import { reread, revalue } from '../sql.ts';
import { rule, told, toldData, type Data, type Rule } from './rule.ts';

const where = { operations: ['POST /v1/batches/register'] };
const status = {
  operations: ['GET /v1/batches/{batch_id}/status', 'GET /internal/v1/batches/{batch_id}/pipeline-state'],
};
const topic = topics.essaysRegistered;

/** `$1` id, `$2` correlation, `$3` name, `$4` description, `$5` class, `$6` pipelines, `$7` state, `$8` count, `$9` registration. */
const stored = (name: string, description: string, at: number, change: (value: unknown) => unknown): Rule =>
  rule(name, description, where, (applied) => ({
    batchOrchestrator: revalue(applied, 'INSERT INTO batches', (values) => values.with(at - 1, change(values[at - 1]))),
  }));

const event = (name: string, description: string, change: (data: Data) => Data | undefined): Rule =>
  rule(name, description, where, (applied) => toldData(applied, 'batchOrchestrator', topic, change));

/** The registration as it is kept, or the pipelines' state, in other words. */
const inJson =
  (change: (value: Data) => object) =>
  (text: unknown): string =>
    JSON.stringify(change(JSON.parse(String(text)) as Data));

/** Faults of the registration of a batch (contract d.3, d.4). */
export const registrationRules: Rule[] = [
  rule('registration-not-told', 'A registration is not told.', where, (applied) =>
    told(applied, 'batchOrchestrator', topic, () => null),
  ),
  rule('registration-correlation', 'Event 0 has another correlation id than the caller’s.', where, (applied) =>
    told(applied, 'batchOrchestrator', topic, (message) => ({ ...message, correlationId: randomUUID() })),
  ),
  event('one-slot-less', 'Event 0 has one essay less.', (data) => {
    const ids = data['essay_ids'] as string[];
    return ids.length > 1 ? { ...data, essay_ids: ids.slice(1), expected_essay_count: ids.length - 1 } : undefined;
  }),
  event('essays-of-one-id', 'Event 0 names one id for all essays.', (data) => {
    const ids = data['essay_ids'] as string[];
    return ids.length > 1 ? { ...data, essay_ids: ids.map(() => ids[0]) } : undefined;
  }),
  event('class-not-told', 'Event 0 tells no class.', (data) =>
    data['class_id'] === null ? undefined : { ...data, class_id: null },
  ),
  event('instructions-not-told', 'Event 0 has no instructions.', (data) => ({ ...data, essay_instructions: '' })),
  stored('batch-without-correlation', 'A batch keeps another correlation id.', 2, () => randomUUID()),
  stored('batch-name', 'A batch is named after its course only.', 3, (name) => String(name).split(' - ')[0]),
  stored('batch-description', 'A batch does not keep its instructions.', 4, () => ''),
  stored('batch-class', 'A batch does not keep its class.', 5, () => null),
  stored('batch-pipelines', 'A batch asks for no pipeline.', 6, () => '[]'),
  stored(
    'batch-state',
    'The spelling of a new batch is skipped.',
    7,
    inJson((state) => ({
      ...state,
      spellcheck: { ...(state['spellcheck'] as object), status: 'skipped_by_user_config' },
    })),
  ),
  stored('batch-count', 'A batch counts one essay more.', 8, (count) => Number(count) + 1),
  stored(
    'batch-course',
    'A batch keeps ENG5 as its course.',
    9,
    inJson((kept) => ({ ...kept, course_code: 'ENG5' })),
  ),
  stored(
    'batch-user',
    'A batch keeps another user.',
    9,
    inJson((kept) => ({ ...kept, user_id: 'somebody' })),
  ),
  stored(
    'registration-in-part',
    'A batch does not keep what the assessment is to be.',
    9,
    inJson((kept) => ({
      ...kept,
      enable_cj_assessment: false,
    })),
  ),
  rule('state-of-another', 'The state of the pipelines is told as done.', status, (applied) => ({
    batchOrchestrator: reread(applied, 'SELECT id, status, processing_metadata', ([row]) => {
      const state = row?.['pipeline'] as Data | undefined;
      const spelling = state?.['spellcheck'] as object | undefined;
      return row && [{ ...row, pipeline: { ...state, spellcheck: { ...spelling, status: 'completed_successfully' } } }];
    }),
  })),
];
