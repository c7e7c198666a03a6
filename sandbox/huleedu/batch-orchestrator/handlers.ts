import { inTransaction, type Client, type Database } from '../library/database.ts';
import type { Envelope } from '../library/envelope.ts';
import type { Outbox, OutboxMessage } from '../library/outbox.ts';
import { batchBase, read } from '../payloads/common.ts';
import { associationsConfirmed } from '../payloads/matching.ts';
import { sources, topics } from '../payloads/names.ts';
import { essaysReady, pipelineRequest } from '../payloads/pipelines.ts';
import { batchValidationErrors, provisioningCompleted } from '../payloads/provisioning.ts';
import { essaysOf, findBatch, replaceEssays, setPipeline, setStatus, type Batch } from './batches.ts';
import { phaseCommand } from './commands.ts';
import { dispatched, isActive } from './pipeline-state.ts';

export interface Resources {
  database: Database;
  outbox: Outbox;
  /** Phases of a pipeline, in their order. */
  define: (asked: { batch_id: string; requested_pipeline: string; correlation_id: string }) => Promise<string[]>;
}

/** A command about a batch, as it is sent. */
function toBatch(id: string, topic: string, correlationId: string, data: object): OutboxMessage {
  const address = { aggregateType: 'batch', aggregateId: id, key: id, topic };
  return { ...address, source: sources.orchestration, correlationId, data };
}

type Handle = (resources: Resources, envelope: Envelope) => Promise<void>;

/** Works on a batch that nobody else changes meanwhile. Throws when there is none. */
function withBatch<T>(database: Database, id: string, work: (client: Client, batch: Batch) => Promise<T>): Promise<T> {
  return inTransaction(database, async (client) => {
    const batch = await findBatch(client, id, true);
    if (batch === undefined) throw new Error(`RESOURCE_NOT_FOUND: batch ${id}`);
    return work(client, batch);
  });
}

/** Event 2: a batch of a class has its students matched first, with the course of its registration; a guest's is ready. */
const contentProvisioned: Handle = async ({ database, outbox }, envelope) => {
  const { batch_id: id, essays_for_processing: essays } = read(provisioningCompleted, envelope.data);
  await withBatch(database, id, async (client, { status, registration }) => {
    if (status !== 'awaiting_content_validation') return;
    await replaceEssays(client, id, essays);
    if (registration.class_id === null) return setStatus(client, id, 'ready_for_pipeline_execution');
    await setStatus(client, id, 'awaiting_student_validation');
    const data = {
      ...batchBase('batch.student.matching.initiate.command', id),
      essays_to_process: essays,
      class_id: registration.class_id,
      course_code: registration.course_code,
    };
    const { correlation_id: correlationId } = envelope;
    await outbox.add(client, toBatch(id, topics.matchingInitiate, correlationId, data));
  });
};

/** Event 6: counts as processed in any other status too. */
const studentsConfirmed: Handle = async ({ database }, { data }) => {
  const { batch_id: id } = read(associationsConfirmed, data);
  await withBatch(database, id, async (client, { status }) => {
    if (status === 'awaiting_student_validation') await setStatus(client, id, 'student_validation_completed');
  });
};

/** Event 7: the essays are stored in every status, but make only a batch ready whose students are confirmed. */
const ready: Handle = async ({ database }, { data }) => {
  const { batch_id: id, ready_essays: essays } = read(essaysReady, data);
  if (essays.length === 0) throw new Error(`VALIDATION_ERROR: no ready essays in batch ${id}`);
  await withBatch(database, id, async (client, { status }) => {
    await replaceEssays(client, id, essays);
    if (status === 'student_validation_completed') await setStatus(client, id, 'ready_for_pipeline_execution');
  });
};

/** Whether a pipeline is still to be started. Throws for a batch that is not ready for any. */
function mayStart({ id, status, pipeline }: Batch): boolean {
  if (status === 'ready_for_pipeline_execution') return !isActive(pipeline);
  throw new Error(`VALIDATION_ERROR: batch ${id} is not ready for pipeline execution (${status})`);
}

/** Event 8: only a batch that is ready starts, and only when none of its phases is on its way. */
const pipelineRequested: Handle = async ({ database, outbox, define }, envelope) => {
  const { batch_id: id, requested_pipeline: pipeline } = read(pipelineRequest, envelope.data);
  const { correlation_id: correlationId } = envelope;
  if (!(await withBatch(database, id, (_, batch) => Promise.resolve(mayStart(batch))))) return;
  const phases = await define({ batch_id: id, requested_pipeline: pipeline, correlation_id: correlationId });
  await withBatch(database, id, async (client, batch) => {
    if (!mayStart(batch)) return;
    const essays = await essaysOf(client, id);
    const { topic, data } = phaseCommand(phases[0] ?? '', batch, essays);
    await setPipeline(client, id, dispatched(batch.pipeline, phases, essays.length, new Date().toISOString()));
    await outbox.add(client, toBatch(id, topic, correlationId, data));
  });
};

/** A critical failure of the essays' validation is the end of the batch. */
const validationFailed: Handle = async ({ database }, { data }) => {
  const { batch_id: id, error_summary: summary } = read(batchValidationErrors, data);
  if (!summary.critical_failure) return;
  await withBatch(database, id, (client) => setStatus(client, id, 'failed_critically', data as object));
};

/** What is done with the records of each topic; the topic decides, whatever `event_type` says (contract a.2). */
export const handlers: Readonly<Record<string, Handle>> = {
  [topics.provisioningCompleted]: contentProvisioned,
  [topics.associationsConfirmed]: studentsConfirmed,
  [topics.essaysReady]: ready,
  [topics.pipelineRequest]: pipelineRequested,
  [topics.batchValidationErrors]: validationFailed,
  // Outcomes of phases belong to the pipeline, which this deployment does not run.
  [topics.phaseOutcome]: () => Promise.resolve(),
};
