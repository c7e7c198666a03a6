import { randomUUID } from 'node:crypto';

const now = (): string => new Date().toISOString();

const references = (essays: readonly string[]): object[] =>
  essays.map((essay) => ({ essay_id: essay, text_storage_id: `text-${essay}` }));

const processing = (batch: string): object => ({
  ...{ entity_id: batch, entity_type: 'batch', parent_id: null, timestamp: now(), processing_stage: null },
  ...{ started_at: null, completed_at: null, event: null, error_info: {} },
});

/** Event 0 of a batch for two essays. */
export const registered = (batch: string, changes: object = {}): object => ({
  ...{ event: 'batch.essays.registered', entity_id: batch, expected_essay_count: 2, metadata: processing(batch) },
  ...{ essay_ids: [randomUUID(), randomUUID()], course_code: 'SV2', essay_instructions: 'Skriv' },
  ...{ user_id: 'teacher-1', class_id: null, ...changes },
});

/** Event 1 of a stored text. */
export const provisioned = (batch: string, text: string): object => ({
  ...{ event: 'essay.content.provisioned', entity_id: batch, file_upload_id: randomUUID() },
  ...{ original_file_name: 'essay.txt', raw_file_storage_id: `raw-${text}`, text_storage_id: text },
  ...{ file_size_bytes: 10, content_md5_hash: null, correlation_id: randomUUID() },
  timestamp: now(),
});

/** Event 6, as a teacher's confirmation brings it. */
export const confirmed = (batch: string, classId: string, course: string, essays: readonly string[]): object => ({
  ...{ event_name: 'student.associations.confirmed', entity_id: null, entity_type: null, parent_id: null },
  ...{ timestamp: now(), batch_id: batch, class_id: classId, course_code: course },
  associations: essays.map((essay_id) => ({
    ...{ essay_id, student_id: randomUUID(), confidence_score: 0.95, validation_method: 'human' },
    ...{ validated_by: 'teacher-1', validated_at: now() },
  })),
  timeout_triggered: false,
  validation_summary: { total_associations: essays.length, confirmed: essays.length, rejected: 0 },
});

/** Event 2. */
export const completed = (batch: string, course: string, essays: readonly string[]): object => ({
  ...{ event: 'batch.content.provisioning.completed', batch_id: batch, provisioned_count: essays.length },
  ...{ expected_count: essays.length, course_code: course, user_id: 'teacher-1', correlation_id: randomUUID() },
  ...{ essays_for_processing: references(essays), timestamp: now() },
});

/** Event 7. */
export const ready = (batch: string, essays: readonly string[]): object => ({
  ...{ event: 'batch.essays.ready', batch_id: batch, ready_essays: references(essays), metadata: processing(batch) },
  ...{ course_code: 'SV2', course_language: 'sv', essay_instructions: '', class_type: 'REGULAR' },
  ...{ teacher_first_name: null, teacher_last_name: null },
});

/** Event 8. */
export const requested = (batch: string): object => ({
  ...{
    batch_id: batch,
    requested_pipeline: 'cj_assessment',
    client_correlation_id: randomUUID(),
    user_id: 'teacher-1',
  },
  ...{ is_retry: false, retry_reason: null, assignment_id: null },
});
