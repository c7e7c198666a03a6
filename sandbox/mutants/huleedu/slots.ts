import { randomUUID } from 'node:crypto';
import type { ServiceParts } from '../../huleedu/chain/parts.ts';
import { topics } from '../../huleedu/payloads/names.ts';
import type { Applied, Decoration as DecorationOf } from '../rule.ts';
import { rewrite, reread, revalue } from '../sql.ts';
import { data, provided, registered, silent, slots, sql, undone } from './lifecycle-rule.ts';
import { rule, type Rule } from './rule.ts';

const states = 'INSERT INTO essay_states';
const trackers = 'INSERT INTO batch_essay_trackers';
const assigning = /^UPDATE essay_states SET current_status/;

/** Faults of the slots of a batch (contract d.5). */
export const slotRules: Rule[] = [
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
