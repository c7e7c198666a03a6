import type { Client } from '../library/database.ts';
import type { EssayReference } from '../payloads/common.ts';
import type { ContentProvisioned, EssaysRegistered } from '../payloads/provisioning.ts';

type Queryable = Pick<Client, 'query'>;

export interface Tracker {
  id: number;
  expected_count: number;
  course_code: string;
  user_id: string;
  /** The one of the registration. */
  correlation_id: string;
}

/** Stores the batch and one state for each essay. False when the batch was there already. */
export async function register(client: Queryable, batch: EssaysRegistered, correlationId: string): Promise<boolean> {
  const { entity_id: id, essay_ids: essays } = batch;
  const slots = JSON.stringify(essays);
  const { rowCount } = await client.query(
    `INSERT INTO batch_essay_trackers
       (batch_id, expected_essay_ids, available_slots, expected_count, course_code, essay_instructions, user_id,
        correlation_id, total_slots, batch_metadata)
     VALUES ($1, $2, $2, $3, $4, $5, $6, $7, $3, $8) ON CONFLICT (batch_id) DO NOTHING`,
    [
      ...[id, slots, essays.length, batch.course_code, batch.essay_instructions, batch.user_id, correlationId],
      JSON.stringify(batch.metadata),
    ],
  );
  if (rowCount === 0) return false;
  await client.query(
    `INSERT INTO essay_states (essay_id, batch_id, current_status, processing_metadata, timeline, storage_references)
     SELECT essay, $1, 'uploaded', '{}', json_build_object('uploaded', $3::text), '{}'
     FROM json_array_elements_text($2) AS essay ON CONFLICT (essay_id) DO NOTHING`,
    [id, slots, new Date().toISOString()],
  );
  return true;
}

/** The batch, which nobody else changes until the transaction ends. */
export async function findTracker(client: Queryable, batchId: string): Promise<Tracker | undefined> {
  const { rows } = await client.query<Tracker>(
    `SELECT id, expected_count, course_code, user_id, correlation_id
     FROM batch_essay_trackers WHERE batch_id = $1 FOR UPDATE`,
    [batchId],
  );
  return rows[0];
}

export async function isAssigned(client: Queryable, { id }: Tracker, text: string): Promise<boolean> {
  const assigned = 'SELECT 1 FROM slot_assignments WHERE batch_tracker_id = $1 AND text_storage_id = $2';
  return (await client.query(assigned, [id, text])).rows.length > 0;
}

/** Gives the slot to the text: its state, its assignment, and the slots that are left. */
export async function assign(
  client: Queryable,
  { id }: Tracker,
  essay: string,
  content: ContentProvisioned,
): Promise<void> {
  const { text_storage_id: text, original_file_name: file } = content;
  const processing = { file_upload_id: content.file_upload_id, original_file_name: file };
  await client.query(
    `UPDATE essay_states SET current_status = 'ready_for_processing', text_storage_id = $2::text,
       storage_references = json_build_object('original_essay', $2::text), processing_metadata = $3,
       timeline = timeline::jsonb || jsonb_build_object('ready_for_processing', $4::text),
       version = version + 1, updated_at = now()
     WHERE essay_id = $1`,
    [essay, text, JSON.stringify(processing), new Date().toISOString()],
  );
  await client.query(
    `INSERT INTO slot_assignments (batch_tracker_id, internal_essay_id, text_storage_id, original_file_name)
     VALUES ($1, $2, $3, $4)`,
    [id, essay, text, file],
  );
  await client.query(
    `UPDATE batch_essay_trackers SET available_slots = (available_slots::jsonb - $2::text)::json,
       assigned_slots = assigned_slots + 1, updated_at = now() WHERE id = $1`,
    [id, essay],
  );
}

/** The essays of the batch that have their text, the first one first. */
export async function assignedEssays(client: Queryable, { id }: Tracker): Promise<EssayReference[]> {
  const { rows } = await client.query<EssayReference>(
    `SELECT internal_essay_id AS essay_id, text_storage_id FROM slot_assignments
     WHERE batch_tracker_id = $1 ORDER BY id`,
    [id],
  );
  return rows;
}

/** Notes that all contents have come. False when that was known. */
export async function completeTracker(client: Queryable, { id }: Tracker): Promise<boolean> {
  const { rowCount } = await client.query(
    'UPDATE batch_essay_trackers SET is_ready = true, updated_at = now() WHERE id = $1 AND NOT is_ready',
    [id],
  );
  return rowCount === 1;
}
