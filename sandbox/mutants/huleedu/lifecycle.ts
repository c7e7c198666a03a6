import { randomUUID } from 'node:crypto';
import { topics } from '../../huleedu/payloads/names.ts';
import type { Applied } from '../rule.ts';
import { confirmed, cut, data, failed, initiated, provided, silent, slots, undone } from './lifecycle-rule.ts';
import { given, rule, told, toldData, worked, type Data, type Rule } from './rule.ts';

/** Faults of a batch's completion, and of what essay lifecycle makes of events 3 and 6 (contract d.5). */
export const lifecycleRules: Rule[] = [
  silent('completion-not-told', 'A batch that is complete is not told.', provided, topics.provisioningCompleted),
  data(
    'completion-in-part',
    'Event 2 names the first essay only.',
    provided,
    topics.provisioningCompleted,
    cut('essays_for_processing'),
  ),
  data('completion-course', 'Event 2 is of ENG5.', provided, topics.provisioningCompleted, (data) =>
    data['course_code'] === 'ENG5' ? undefined : { ...data, course_code: 'ENG5' },
  ),
  rule('completion-correlation', 'Event 2 has a correlation id of its own.', provided, (applied) =>
    told(applied, 'essayLifecycle', topics.provisioningCompleted, (message) => ({
      ...message,
      correlationId: randomUUID(),
    })),
  ),
  slots('completion-unmarked', 'A batch that is complete is not marked in Redis.', provided, (applied) => ({
    complete: undone(applied),
  })),
  slots('failures-do-not-count', 'A file that failed keeps its slot.', failed, (applied) => ({
    failures: () => () => {
      applied();
      return Promise.resolve([]);
    },
  })),
  silent('failures-not-told', 'Files that failed are not told.', failed, topics.batchValidationErrors),
  silent('matching-not-requested', 'Event 3 sets nothing off.', initiated, topics.matchingRequested),
  data(
    'request-in-part',
    'Event 4 names the first essay only.',
    initiated,
    topics.matchingRequested,
    cut('essays_to_process'),
  ),
  data('request-course', 'Event 4 is of ENG5.', initiated, topics.matchingRequested, (data) =>
    data['course_code'] === 'ENG5' ? undefined : { ...data, course_code: 'ENG5' },
  ),
  data('request-class', 'Event 4 is of another class.', initiated, topics.matchingRequested, (data) => ({
    ...data,
    class_id: randomUUID(),
  })),
  rule('request-correlation', 'Event 4 has a correlation id of its own.', initiated, (applied) =>
    told(applied, 'essayLifecycle', topics.matchingRequested, (message) => ({
      ...message,
      correlationId: randomUUID(),
    })),
  ),
  silent('ready-not-told', 'Event 6 sets nothing off.', confirmed, topics.essaysReady),
  data('ready-in-part', 'Event 7 names the first essay only.', confirmed, topics.essaysReady, cut('ready_essays')),
  data('ready-language', 'Event 7 is always in English.', confirmed, topics.essaysReady, (data) =>
    data['course_language'] === 'en' ? undefined : { ...data, course_language: 'en' },
  ),
  data('ready-of-guest', 'Event 7 is told as a guest’s.', confirmed, topics.essaysReady, (data) => ({
    ...data,
    class_type: 'GUEST',
  })),
  rule('ready-course-of-batch', 'Event 7 is of ENG5, whatever event 6 says.', confirmed, (applied) =>
    given(applied, 'essayLifecycle', topics.associationsConfirmed, (data) =>
      data['course_code'] === 'ENG5' ? undefined : { ...data, course_code: 'ENG5' },
    ),
  ),
  rule('ready-of-confirmed-only', 'Event 7 names only essays that were confirmed.', confirmed, confirmedOnly),
  rule('associations-kept', 'Event 6 is kept in the states of the essays.', confirmed, associationsKept),
  slots('batch-not-forgotten', 'A batch is not forgotten after event 7.', confirmed, (applied) => ({
    forget: undone(applied),
  })),
  slots('unknown-batch-ready', 'Event 6 of an unknown batch sets event 7 off.', confirmed, (applied) => ({
    metadata: (original) => async (id) => {
      const found = await original(id);
      if (found) return found;
      applied();
      return {
        ...{ batch_id: id, course_code: 'ENG5', essay_instructions: '', user_id: '', correlation_id: randomUUID() },
        ...{ expected_count: '0', class_type: 'REGULAR', created_at: new Date().toISOString() },
      };
    },
  })),
];

/** Event 6 decides which essays are ready. */
function confirmedOnly(applied: Applied): ReturnType<Rule['decorate']> {
  const batches = new Map<string, string[]>();
  return {
    essayLifecycle: {
      ...worked('essayLifecycle', topics.associationsConfirmed, (work, { data }) => {
        const { batch_id, associations } = data as { batch_id: string; associations: Data[] };
        batches.set(
          batch_id,
          associations.map(({ essay_id }) => String(essay_id)),
        );
        return work();
      }).essayLifecycle,
      ...toldData(applied, 'essayLifecycle', topics.essaysReady, (data) => {
        const essays = data['ready_essays'] as Data[];
        const ids = batches.get(String(data['batch_id'])) ?? [];
        const kept = essays.filter(({ essay_id }) => ids.includes(String(essay_id)));
        return kept.length === essays.length ? undefined : { ...data, ready_essays: kept };
      }).essayLifecycle,
    },
  };
}

function associationsKept(applied: Applied): ReturnType<Rule['decorate']> {
  return {
    essayLifecycle: {
      outbox: {
        add: (original) => async (client, message) => {
          await original(client, message);
          if (message.topic !== topics.essaysReady) return;
          const statement = "UPDATE essay_states SET association_method = 'human' WHERE batch_id = $1";
          if ((await client.query(statement, [message.aggregateId])).rowCount !== 0) applied();
        },
      },
    },
  };
}
