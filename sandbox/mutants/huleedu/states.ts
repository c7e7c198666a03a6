import { randomUUID } from 'node:crypto';
import { topics } from '../../huleedu/payloads/names.ts';
import { rewrite, reread, revalue } from '../sql.ts';
import { reaches } from './notes.ts';
import type { Applied, DatabaseDecoration } from '../rule.ts';
import {
  consumes,
  during,
  given,
  rule,
  told,
  toldData,
  worked,
  type Data,
  type Decoration,
  type Rule,
} from './rule.ts';

const { provisioningCompleted, associationsConfirmed, essaysReady, pipelineRequest, batchValidationErrors } = topics;
const setting = 'UPDATE batches SET status';
const finding = 'SELECT id, status, processing_metadata';

const of = (topic: string): { touches: string[] } => ({ touches: [consumes('batchOrchestrator', topic)] });

/** While an event is worked on, the service's statements are others. */
const sql = (
  name: string,
  description: string,
  topic: string,
  decorate: (applied: Applied) => DatabaseDecoration,
): Rule => rule(name, description, of(topic), (applied) => during('batchOrchestrator', topic, decorate(applied)));

/** The event sets another status; null sets none. */
const sets = (
  name: string,
  description: string,
  topic: string,
  change: (status: string) => string | null | undefined,
): Rule =>
  sql(name, description, topic, (applied) =>
    revalue(applied, setting, (values) => {
      const status = change(String(values[1]));
      return status === null ? null : status === undefined ? undefined : values.with(1, status);
    }),
  );

/** A batch is found in another state than it is in. */
const found = (applied: Applied, change: (row: Data) => object | undefined): DatabaseDecoration =>
  reread(applied, finding, ([row]) => {
    const changed = row && change(row as Data);
    return changed && [{ ...row, ...changed }];
  });

const finds = (name: string, description: string, topic: string, change: (row: Data) => object | undefined): Rule =>
  sql(name, description, topic, (applied) => found(applied, change));

/** A batch of this status is taken for one of another. */
const taken = (name: string, description: string, topic: string, from: readonly string[], to: string): Rule =>
  rule(name, description, { touches: from.map((status) => reaches(topic, status)) }, (applied) =>
    during(
      'batchOrchestrator',
      topic,
      found(applied, ({ status }) => (from.includes(String(status)) ? { status: to } : undefined)),
    ),
  );

const awaitingContent = 'awaiting_content_validation';
const awaitingStudents = 'awaiting_student_validation';
const validated = 'student_validation_completed';
const ready = 'ready_for_pipeline_execution';

const classOf = (row: Data, class_id: string | null): object => ({
  registration: { ...(row['registration'] as object), class_id },
});
const isGuest = (row: Data): boolean => (row['registration'] as Data)['class_id'] === null;

/** An event that fails counts as dealt with. */
const swallowed = (name: string, description: string, topic: string): Rule =>
  rule(name, description, of(topic), (applied) =>
    worked('batchOrchestrator', topic, (work) =>
      work().catch(() => {
        applied();
      }),
    ),
  );

const pipeline = (row: Data): Data => row['pipeline'] as Data;

/** Faults of what the orchestrator does with each event in each status (contract d.2). */
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
  sets('ready-unnoted', 'Event 7 leaves the status.', essaysReady, () => null),
  sets(
    'ready-starts-pipeline',
    'Event 7 sets the status of a running pipeline.',
    essaysReady,
    () => 'processing_pipelines',
  ),
  taken(
    'ready-without-teacher',
    'Event 7 makes a batch ready that waits for its teacher.',
    essaysReady,
    [awaitingStudents],
    validated,
  ),
  taken(
    'ready-without-contents',
    'Event 7 makes a batch ready that waits for its contents.',
    essaysReady,
    [awaitingContent],
    validated,
  ),
  sql('ready-adds-essays', 'Event 7 adds to the essays that there are.', essaysReady, (applied) =>
    revalue(applied, 'DELETE FROM batch_essays', () => null),
  ),
  sql('ready-stores-nothing', 'Event 7 takes the essays away.', essaysReady, (applied) =>
    revalue(applied, 'INSERT INTO batch_essays', () => null),
  ),
  rule(
    'ready-too-early-drops',
    'Event 7 stores no essays while the teacher is awaited.',
    of(essaysReady),
    earlyDropped,
  ),
  rule('ready-without-essays', 'Event 7 without essays is accepted.', of(essaysReady), (applied) =>
    given(applied, 'batchOrchestrator', essaysReady, (data) =>
      (data['ready_essays'] as unknown[] | undefined)?.length === 0
        ? { ...data, ready_essays: [{ essay_id: randomUUID(), text_storage_id: 'none' }] }
        : undefined,
    ),
  ),
  ...[awaitingContent, awaitingStudents, validated].map((status) =>
    taken(
      `pipeline-in-${status}`,
      `Event 8 starts a batch with the status ${status}.`,
      pipelineRequest,
      [status],
      ready,
    ),
  ),
  finds('pipeline-again', 'Event 8 starts a pipeline that runs once more.', pipelineRequest, (row) => {
    const { spellcheck } = pipeline(row);
    const { status } = spellcheck as { status: string };
    if (status !== 'dispatch_initiated') return undefined;
    return {
      pipeline: { ...pipeline(row), spellcheck: { ...(spellcheck as object), status: 'pending_dependencies' } },
    };
  }),
  sql('pipeline-changes-status', 'Event 8 changes the status of the batch.', pipelineRequest, (applied) =>
    rewrite(
      applied,
      /^UPDATE batches SET pipeline_configuration/,
      'SET pipeline_configuration',
      "SET status = 'processing_pipelines', pipeline_configuration",
    ),
  ),
  sql('pipeline-not-stored', 'Event 8 does not store the state of the pipeline.', pipelineRequest, (applied) =>
    revalue(applied, 'UPDATE batches SET pipeline_configuration', () => null),
  ),
  rule('pipeline-not-commanded', 'Event 8 sends no command.', of(pipelineRequest), (applied) =>
    told(applied, 'batchOrchestrator', topics.spellcheckInitiate, () => null),
  ),
  rule('pipeline-of-guest-only', 'Event 8 starts no batch of a class.', of(pipelineRequest), (applied) =>
    during(
      'batchOrchestrator',
      pipelineRequest,
      reread(applied, finding, ([row]) =>
        row && !isGuest(row) && row['status'] === ready ? [{ ...row, status: validated }] : undefined,
      ),
    ),
  ),
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
  swallowed('refused-pipeline', 'Event 8 that is refused counts as dealt with.', pipelineRequest),
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

/** Statements on the essays are kept back in a batch that was found waiting. */
function earlyDropped(applied: Applied): Decoration {
  let isEarly = false;
  return during('batchOrchestrator', essaysReady, {
    database: {
      query: (original) => async (text, values) => {
        if (isEarly && text.includes(' batch_essays ')) {
          applied();
          return { rows: [], rowCount: 0 };
        }
        const result = await original(text, values);
        if (text.startsWith(finding)) isEarly = result.rows[0]?.['status'] === awaitingStudents;
        return result;
      },
    },
  });
}
