import { randomUUID } from 'node:crypto';
import { topics } from '../../huleedu/payloads/names.ts';
import type { Applied, DatabaseDecoration } from '../rule.ts';
import { rewrite, revalue } from '../sql.ts';
import { given, rule, toldData, type Data, type Rule } from './rule.ts';
import {
  awaitingContent,
  awaitingStudents,
  classOf,
  finds,
  isGuest,
  of,
  ready,
  sets,
  sql,
  swallowed,
  taken,
  validated,
} from './state-rule.ts';

const { provisioningCompleted, associationsConfirmed, batchValidationErrors } = topics;

/** Faults of what the orchestrator does with the contents of a batch and with its students (contract d.2). */
export const stateRules: Rule[] = [
  sets(
    'contents-skip-students',
    'Event 2 takes the students of a class for validated.',
    provisioningCompleted,
    (status) => (status === awaitingStudents ? validated : undefined),
  ),
  sets('contents-make-ready', 'Event 2 makes the batch of a class ready.', provisioningCompleted, (status) =>
    status === awaitingStudents ? ready : undefined,
  ),
  sets('contents-unnoted', 'Event 2 leaves the status.', provisioningCompleted, () => null),
  sets('guest-waits', 'Event 2 has a guest’s batch wait for students.', provisioningCompleted, (status) =>
    status === ready ? awaitingStudents : undefined,
  ),
  finds('guest-as-regular', 'A guest’s batch is treated as that of a class.', provisioningCompleted, (row) =>
    isGuest(row) ? classOf(row, randomUUID()) : undefined,
  ),
  finds('regular-as-guest', 'The batch of a class is treated as a guest’s.', provisioningCompleted, (row) =>
    isGuest(row) ? undefined : classOf(row, null),
  ),
  taken(
    'contents-again',
    'Event 2 sends a batch back that is further.',
    provisioningCompleted,
    [awaitingStudents, validated, ready],
    awaitingContent,
  ),
  sql('contents-not-stored', 'Event 2 stores no essays.', provisioningCompleted, (applied) =>
    revalue(applied, 'INSERT INTO batch_essays', () => null),
  ),
  sql('contents-in-part', 'Event 2 stores the first essay only.', provisioningCompleted, firstEssay),
  sql('text-not-stored', 'Event 2 stores essays without their texts.', provisioningCompleted, (applied) =>
    rewrite(applied, /^INSERT INTO batch_essays/, "'text_storage_id', text_storage_id,", "'text_storage_id', '',"),
  ),
  sets('confirmation-makes-ready', 'Event 6 makes the batch ready.', associationsConfirmed, () => ready),
  sets('confirmation-unnoted', 'Event 6 leaves the status.', associationsConfirmed, () => null),
  sets(
    'confirmation-as-timeout',
    'Event 6 notes a time-out.',
    associationsConfirmed,
    () => 'validation_timeout_processed',
  ),
  taken(
    'confirmation-too-early',
    'Event 6 counts before the contents have come.',
    associationsConfirmed,
    [awaitingContent],
    awaitingStudents,
  ),
  taken('confirmation-too-late', 'Event 6 sends a ready batch back.', associationsConfirmed, [ready], awaitingStudents),
  rule('command-course-of-event', 'Event 3 has the course of ENG5.', of(provisioningCompleted), (applied) =>
    toldData(applied, 'batchOrchestrator', topics.matchingInitiate, (data) =>
      data['course_code'] === 'ENG5' ? undefined : { ...data, course_code: 'ENG5' },
    ),
  ),
  rule('command-of-first-essay', 'Event 3 names the first essay only.', of(provisioningCompleted), (applied) =>
    toldData(applied, 'batchOrchestrator', topics.matchingInitiate, (data) => {
      const essays = data['essays_to_process'] as unknown[];
      return essays.length > 1 ? { ...data, essays_to_process: essays.slice(0, 1) } : undefined;
    }),
  ),
  swallowed('unknown-batch-2', 'Event 2 of an unknown batch counts as dealt with.', provisioningCompleted),
  swallowed('unknown-batch-6', 'Event 6 of an unknown batch counts as dealt with.', associationsConfirmed),
  sets('critical-failure-unnoted', 'A critical failure leaves the status.', batchValidationErrors, () => null),
  rule(
    'every-failure-critical',
    'A failure of one essay is the end of the batch.',
    of(batchValidationErrors),
    (applied) =>
      given(applied, 'batchOrchestrator', batchValidationErrors, (data) => {
        const summary = data['error_summary'] as Data;
        return summary['critical_failure'] === true
          ? undefined
          : { ...data, error_summary: { ...summary, critical_failure: true } };
      }),
  ),
];

function firstEssay(applied: Applied): DatabaseDecoration {
  return revalue(applied, 'INSERT INTO batch_essays', ([id, essays]) => {
    const all = JSON.parse(String(essays)) as unknown[];
    return all.length > 1 ? [id, JSON.stringify(all.slice(0, 1))] : undefined;
  });
}
