import type { OutboxMessage } from '../library/outbox.ts';
import { batchBase, languageOf, type CourseCode, type EssayReference } from '../payloads/common.ts';
import { sources, topics } from '../payloads/names.ts';
import type { ContentProvisioned, EssayValidationFailed } from '../payloads/provisioning.ts';
import type { Tracker } from './trackers.ts';

/** What the service tells of; each is written to the outbox with the change that it tells of. */
const now = (): string => new Date().toISOString();

function ofBatch(batchId: string, topic: string, correlationId: string, data: object): OutboxMessage {
  const source = topic === topics.matchingRequested ? sources.routing : sources.slots;
  return { aggregateType: 'batch', aggregateId: batchId, key: batchId, topic, source, correlationId, data };
}

/** Event 1b. */
export function slotAssigned(essay: string, content: ContentProvisioned): OutboxMessage {
  const { entity_id: batchId, file_upload_id: upload, text_storage_id: text, correlation_id: correlationId } = content;
  const data = {
    ...{ event: 'essay.slot.assigned', batch_id: batchId, essay_id: essay, file_upload_id: upload },
    ...{ text_storage_id: text, correlation_id: correlationId, timestamp: now() },
  };
  const address = { aggregateType: 'essay', aggregateId: essay, key: essay, topic: topics.slotAssigned };
  return { ...address, source: sources.slots, correlationId, data };
}

/** Content for which there is no slot. */
export function excessContent(content: ContentProvisioned): OutboxMessage {
  const { entity_id: batchId, correlation_id: correlationId } = content;
  return ofBatch(batchId, topics.excessContent, correlationId, {
    ...{ event: 'excess.content.provisioned', batch_id: batchId, original_file_name: content.original_file_name },
    ...{ raw_file_storage_id: content.raw_file_storage_id, text_storage_id: content.text_storage_id },
    ...{ reason: 'NO_AVAILABLE_SLOT', correlation_id: correlationId, timestamp: now() },
  });
}

/** Event 2: it has the correlation id of the registration. */
export function provisioningCompleted(
  batchId: string,
  tracker: Tracker,
  essays: readonly EssayReference[],
): OutboxMessage {
  const { correlation_id: correlationId } = tracker;
  return ofBatch(batchId, topics.provisioningCompleted, correlationId, {
    ...{ event: 'batch.content.provisioning.completed', batch_id: batchId, provisioned_count: essays.length },
    ...{ expected_count: tracker.expected_count, course_code: tracker.course_code, user_id: tracker.user_id },
    ...{ essays_for_processing: essays, correlation_id: correlationId, timestamp: now() },
  });
}

/** Files of the batch that failed; without any essay left it is critical. */
export function validationErrors(
  batchId: string,
  { correlation_id: correlationId }: Tracker,
  failures: readonly EssayValidationFailed[],
  critical: boolean,
): OutboxMessage {
  const categories: Record<string, number> = {};
  for (const { validation_error_code: code } of failures) categories[code] = (categories[code] ?? 0) + 1;
  return ofBatch(batchId, topics.batchValidationErrors, correlationId, {
    ...{ event: 'batch.validation.errors', batch_id: batchId, correlation_id: correlationId, timestamp: now() },
    failed_essays: failures.map(({ file_upload_id, original_file_name, validation_error_code }) => ({
      ...{ file_upload_id, original_file_name, validation_error_code },
    })),
    error_summary: { total_errors: failures.length, error_categories: categories, critical_failure: critical },
  });
}

/** Event 4: a copy of the command, for the service that matches. */
export function matchingRequested(
  batchId: string,
  command: { essays_to_process: EssayReference[]; class_id: string; course_code: CourseCode },
  correlationId: string,
): OutboxMessage {
  return ofBatch(batchId, topics.matchingRequested, correlationId, {
    ...batchBase('batch.student.matching.requested', batchId),
    ...{ batch_id: batchId, essays_to_process: command.essays_to_process },
    ...{ class_id: command.class_id, course_code: command.course_code },
  });
}

/** Event 7 of a class's batch; course and correlation id are those of event 6. */
export function essaysReady(
  batchId: string,
  course: CourseCode,
  essays: readonly EssayReference[],
  correlationId: string,
): OutboxMessage {
  return ofBatch(batchId, topics.essaysReady, correlationId, {
    ...{ event: 'batch.essays.ready', batch_id: batchId, ready_essays: essays },
    metadata: {
      ...{ entity_id: batchId, entity_type: 'batch', parent_id: null, timestamp: now() },
      ...{ processing_stage: null, started_at: null, completed_at: null, event: 'batch.essays.ready', error_info: {} },
    },
    ...{ course_code: course, course_language: languageOf(course), essay_instructions: '', class_type: 'REGULAR' },
    ...{ teacher_first_name: null, teacher_last_name: null },
  });
}
