import { randomUUID } from 'node:crypto';
import type { ServiceParts } from '../../huleedu/chain/parts.ts';
import { topics } from '../../huleedu/payloads/names.ts';
import type { Applied, DatabaseDecoration, Decoration as DecorationOf } from '../rule.ts';
import { rewrite, reread, revalue } from '../sql.ts';
import { consumes, given, rule, told, toldData, worked, type Data, type Rule, type Where } from './rule.ts';

const of = (...those: string[]): Where => ({ touches: those.map((topic) => consumes('essayLifecycle', topic)) });
const registered = of(topics.essaysRegistered);
const provided = of(topics.contentProvisioned);
const failed = of(topics.essayValidationFailed);
const initiated = of(topics.matchingInitiate);
const confirmed = of(topics.associationsConfirmed);

const sql = (
  name: string,
  description: string,
  where: Where,
  decorate: (applied: Applied) => DatabaseDecoration,
): Rule => rule(name, description, where, (applied) => ({ essayLifecycle: decorate(applied) }));

const slots = (
  name: string,
  description: string,
  where: Where,
  decorate: (applied: Applied) => DecorationOf<ServiceParts>['slots'],
): Rule => rule(name, description, where, (applied) => ({ essayLifecycle: { slots: decorate(applied) ?? {} } }));

/** A method that is not called. */
const undone = (applied: Applied) => () => (): Promise<void> => {
  applied();
  return Promise.resolve();
};

const data = (
  name: string,
  description: string,
  where: Where,
  topic: string,
  change: (data: Data) => Data | undefined,
): Rule => rule(name, description, where, (applied) => toldData(applied, 'essayLifecycle', topic, change));

const silent = (name: string, description: string, where: Where, topic: string): Rule =>
  rule(name, description, where, (applied) => told(applied, 'essayLifecycle', topic, () => null));

const cut = (member: string) => (data: Data) => {
  const those = data[member] as unknown[];
  return those.length > 1 ? { ...data, [member]: those.slice(0, 1) } : undefined;
};

const states = 'INSERT INTO essay_states';
const trackers = 'INSERT INTO batch_essay_trackers';
const assigning = /^UPDATE essay_states SET current_status/;

/** Faults of slots, their completion, and what is told of them (contract d.5). */
export const lifecycleRules: Rule[] = [
  sql('essays-not-stored', 'Event 0 stores no state of an essay.', registered, (applied) =>
    revalue(applied, states, () => null),
  ),
  sql('essays-ready-at-once', 'Event 0 stores essays as ready.', registered, (applied) =>
    rewrite(applied, /^INSERT INTO essay_states/, "'uploaded', '{}'", "'ready_for_processing', '{}'"),
  ),
  ...(
    [
      ['tracker-user', 'user', 5, 'somebody'],
      ['tracker-course', 'course', 3, 'ENG5'],
      ['tracker-instructions', 'instructions', 4, ''],
      ['tracker-correlation', 'correlation id', 6, randomUUID()],
    ] as const
  ).map(([name, what, at, value]) =>
    sql(name, `The tracker of a batch keeps another ${what}.`, registered, (applied) =>
      revalue(applied, trackers, (values) => (values[at] === value ? undefined : values.with(at, value))),
    ),
  ),
  slots('slot-missing', 'A batch has one free slot less.', registered, (applied) => ({
    register: (original) => (batch, correlationId) => {
      applied();
      return original({ ...batch, essay_ids: batch.essay_ids.slice(1) }, correlationId);
    },
  })),
  slots('class-type-swapped', 'The batch of a class is noted as a guest’s.', registered, (applied) => ({
    register: (original) => (batch, correlationId) => {
      if (batch.class_id === null) return original(batch, correlationId);
      applied();
      return original({ ...batch, class_id: null }, correlationId);
    },
  })),
  slots('parked-lost', 'Contents that come before their batch are lost.', provided, (applied) => ({
    park: undone(applied),
  })),
  slots('parked-forgotten', 'Contents that came before their batch get no slot.', registered, (applied) => ({
    parked: (original) => async (id) => {
      const found = await original(id);
      if (found.contents.length + found.failures.length > 0) applied();
      return { contents: [], failures: [] };
    },
  })),
  rule('unregistered-content-fails', 'Contents that come before their batch fail.', provided, (applied) => ({
    essayLifecycle: {
      slots: {
        park: () => () => {
          applied();
          return Promise.reject(new Error('unknown batch'));
        },
      },
    },
  })),
  slots('one-slot-for-all', 'Every text gets the first slot.', provided, oneSlot),
  slots('excess-gets-a-slot', 'A text too many gets a slot.', provided, (applied) => ({
    assign: (original) => async (id, content) => {
      const slot = await original(id, content);
      if (slot === undefined) applied();
      return slot ?? randomUUID();
    },
  })),
  silent('excess-not-told', 'A text too many is not told.', provided, topics.excessContent),
  data('excess-reason', 'A text too many is told for another reason.', provided, topics.excessContent, (data) => ({
    ...data,
    reason: 'BATCH_FULL',
  })),
  silent('slot-not-told', 'A slot that is taken is not told.', provided, topics.slotAssigned),
  data('slot-of-another-text', 'A slot is told with another text.', provided, topics.slotAssigned, (data) => ({
    ...data,
    text_storage_id: randomUUID(),
  })),
  sql('text-twice', 'The same text gets a slot each time.', provided, (applied) =>
    reread(applied, 'SELECT 1 FROM slot_assignments', (rows) => (rows.length > 0 ? [] : undefined)),
  ),
  sql('essay-stays-uploaded', 'An essay that has its text stays uploaded.', provided, (applied) =>
    rewrite(applied, assigning, "current_status = 'ready_for_processing'", "current_status = 'uploaded'"),
  ),
  sql('text-not-noted', 'An essay does not keep its text.', provided, (applied) =>
    rewrite(applied, assigning, 'text_storage_id = $2::text', 'text_storage_id = left($2::text, 0)'),
  ),
  sql('completed-too-early', 'A batch is complete with one text less.', provided, (applied) =>
    reread(applied, 'SELECT id, expected_count', ([row]) => {
      const count = Number(row?.['expected_count'] ?? 0);
      return row && count > 1 ? [{ ...row, expected_count: count - 1 }] : undefined;
    }),
  ),
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

function oneSlot(applied: Applied): DecorationOf<ServiceParts>['slots'] {
  const first = new Map<string, string>();
  return {
    assign: (original) => async (id, content) => {
      const slot = await original(id, content);
      const taken = first.get(id);
      if (slot === undefined || taken === undefined) {
        if (slot !== undefined) first.set(id, slot);
        return slot;
      }
      applied();
      return taken;
    },
  };
}

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
