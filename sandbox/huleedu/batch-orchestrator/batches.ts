import type { Client } from '../library/database.ts';
import type { EssayReference } from '../payloads/common.ts';
import type { PipelineState } from './pipeline-state.ts';
import type { Registration } from './registration.ts';

/** Statuses that the service writes (contract d.1). */
export type Status =
  | 'awaiting_content_validation'
  | 'awaiting_student_validation'
  | 'student_validation_completed'
  | 'ready_for_pipeline_execution'
  | 'failed_critically';

export interface Batch {
  id: string;
  status: Status;
  registration: Registration;
  pipeline: PipelineState;
}

/** Anything that takes statements. */
export type Queryable = Pick<Client, 'query'>;

/** Stores a new batch that waits for its essays. */
export async function insertBatch(
  client: Queryable,
  batch: { id: string; correlationId: string; registration: Registration; pipeline: PipelineState },
): Promise<void> {
  const { id, correlationId, registration, pipeline } = batch;
  const { course_code: course, user_id: user } = registration;
  await client.query(
    `INSERT INTO batches
       (id, correlation_id, name, description, class_id, status, requested_pipelines, pipeline_configuration,
        total_essays, processed_essays, version, processing_metadata)
     VALUES ($1, $2, $3, $4, $5, 'awaiting_content_validation', $6, $7, $8, 0, 1, $9)`,
    [
      ...[id, correlationId, `${course} - ${user}`, registration.essay_instructions, registration.class_id],
      ...[JSON.stringify(pipeline.requested_pipelines), JSON.stringify(pipeline)],
      ...[registration.expected_essay_count, JSON.stringify(registration)],
    ],
  );
}

/** The batch; `lock` keeps others from changing it until the transaction ends. */
export async function findBatch(client: Queryable, id: string, lock = false): Promise<Batch | undefined> {
  const { rows } = await client.query<Batch>(
    `SELECT id, status, processing_metadata AS registration, pipeline_configuration AS pipeline
     FROM batches WHERE id = $1 ${lock ? 'FOR UPDATE' : ''}`,
    [id],
  );
  return rows[0];
}

export async function setStatus(client: Queryable, id: string, status: Status, error?: object): Promise<void> {
  await client.query(
    `UPDATE batches SET status = $2, error_details = coalesce($3, error_details), version = version + 1,
       updated_at = now() WHERE id = $1`,
    [id, status, error === undefined ? null : JSON.stringify(error)],
  );
}

export async function setPipeline(client: Queryable, id: string, pipeline: PipelineState): Promise<void> {
  await client.query(
    `UPDATE batches SET pipeline_configuration = $2, requested_pipelines = $3, version = version + 1, updated_at = now()
     WHERE id = $1`,
    [id, JSON.stringify(pipeline), JSON.stringify(pipeline.requested_pipelines)],
  );
}

/** Puts these essays in the place of those that the batch has. */
export async function replaceEssays(client: Queryable, id: string, essays: readonly EssayReference[]): Promise<void> {
  await client.query('DELETE FROM batch_essays WHERE batch_id = $1', [id]);
  await client.query(
    `INSERT INTO batch_essays (batch_id, essay_id, content_reference, student_metadata, processing_metadata)
     SELECT $1, essay_id, json_build_object('text_storage_id', text_storage_id, 'type', 'text_content'), '{}', '{}'
     FROM json_to_recordset($2) AS essay (essay_id text, text_storage_id text)`,
    [id, JSON.stringify(essays)],
  );
}

/** The essays as they were stored, in the same order. */
export async function essaysOf(client: Queryable, id: string): Promise<EssayReference[]> {
  const { rows } = await client.query<EssayReference>(
    `SELECT essay_id, content_reference ->> 'text_storage_id' AS text_storage_id
     FROM batch_essays WHERE batch_id = $1 ORDER BY id`,
    [id],
  );
  return rows;
}
