import { dictionary, list, record, withDefault } from '../../fastapi/composites.ts';
import { anything, uuid } from '../../fastapi/formats.ts';
import { flag, integer, text } from '../../fastapi/scalars.ts';
import type { Of } from '../../fastapi/shape.ts';
import { courseCode, essayReferences, maybe, moment } from './common.ts';

/** Event 0: the batch and the slots that its essays will fill. */
export const essaysRegistered = record({
  event: withDefault(text(), 'batch.essays.registered'),
  entity_id: text(),
  expected_essay_count: integer(),
  essay_ids: list(text()),
  metadata: dictionary(anything()),
  course_code: courseCode,
  essay_instructions: text(),
  user_id: text(),
  class_id: maybe(text()),
});
export type EssaysRegistered = Of<typeof essaysRegistered>;

/** Event 1: the text of one file is stored. */
export const contentProvisioned = record({
  event: withDefault(text(), 'essay.content.provisioned'),
  entity_id: text(),
  file_upload_id: text(),
  original_file_name: text(),
  raw_file_storage_id: text(),
  text_storage_id: text(),
  file_size_bytes: integer(),
  content_md5_hash: maybe(text()),
  correlation_id: uuid(),
  timestamp: maybe(moment()),
});
export type ContentProvisioned = Of<typeof contentProvisioned>;

/** A file whose text is no essay. */
export const essayValidationFailed = record({
  entity_id: text(),
  file_upload_id: text(),
  original_file_name: text(),
  validation_error_code: text(),
});
export type EssayValidationFailed = Of<typeof essayValidationFailed>;

/** Event 2: every slot of the batch is filled, or has failed. */
export const provisioningCompleted = record({
  event: withDefault(text(), 'batch.content.provisioning.completed'),
  batch_id: text(),
  provisioned_count: integer(),
  expected_count: integer(),
  course_code: courseCode,
  user_id: text(),
  essays_for_processing: essayReferences,
  correlation_id: uuid(),
  timestamp: maybe(moment()),
});

/** Some files of the batch failed; it is lost when the failure is critical. */
export const batchValidationErrors = record({
  batch_id: text(),
  error_summary: record({ critical_failure: withDefault(flag(), false) }),
});
