import type { z } from 'zod';
import { now } from './clock.ts';
import { languages, type CourseCode } from './operations/common.ts';
import type { EssayReference } from './topics/common.ts';
import type { topics } from './topics/index.ts';

/** A batch as it was registered. */
export interface Batch {
  readonly id: string;
  readonly correlationId: string;
  readonly userId: string;
  readonly course: CourseCode;
  /** Null: GUEST. */
  readonly classId: string | null;
  /** The slots that the orchestrator made for it. */
  readonly essayIds: readonly string[];
}

type DataOf<Name extends keyof typeof topics> = z.input<(typeof topics)[Name]['data']>;

const base = { entity_id: null, entity_type: null, parent_id: null };

const processingOf = ({ id }: Batch, event: string): DataOf<'essaysReady'>['metadata'] => ({
  ...{ entity_id: id, entity_type: 'batch', parent_id: null, timestamp: now() },
  ...{ processing_stage: null, started_at: null, completed_at: null, event, error_info: {} },
});

/** One text for each slot, as if it had been assigned; no such text is stored. */
export const essaysOf = ({ essayIds }: Batch): EssayReference[] =>
  essayIds.map((essay_id) => ({ essay_id, text_storage_id: `text-${essay_id}` }));

/** Event 0: a batch with a slot for each essay. */
export const registeredOf = (batch: Batch): DataOf<'essaysRegistered'> => ({
  event: 'batch.essays.registered',
  entity_id: batch.id,
  expected_essay_count: batch.essayIds.length,
  essay_ids: [...batch.essayIds],
  metadata: processingOf(batch, 'batch.essays.registered'),
  course_code: batch.course,
  essay_instructions: 'Write about a journey.',
  user_id: batch.userId,
  class_id: batch.classId,
});

/** Event 1: a file's text is stored. */
export const provisionedOf = ({ id }: Pick<Batch, 'id'>, textId: string): DataOf<'contentProvisioned'> => ({
  event: 'essay.content.provisioned',
  entity_id: id,
  file_upload_id: crypto.randomUUID(),
  original_file_name: `${textId}.txt`,
  raw_file_storage_id: `raw-${textId}`,
  text_storage_id: textId,
  file_size_bytes: 1024,
  content_md5_hash: null,
  correlation_id: crypto.randomUUID(),
  timestamp: now(),
});

/** Event 2: every slot has its text. */
export const completedOf = (
  batch: Batch,
  essays: EssayReference[] = essaysOf(batch),
): DataOf<'provisioningCompleted'> => ({
  event: 'batch.content.provisioning.completed',
  batch_id: batch.id,
  provisioned_count: essays.length,
  expected_count: essays.length,
  course_code: batch.course,
  user_id: batch.userId,
  essays_for_processing: essays,
  correlation_id: batch.correlationId,
  timestamp: now(),
});

/** Event 4: NLP is to find out who wrote the essays. */
export const requestedOf = (batch: Batch): DataOf<'matchingRequested'> => ({
  event_name: 'batch.student.matching.requested',
  entity_id: batch.id,
  entity_type: 'batch',
  parent_id: null,
  timestamp: now(),
  batch_id: batch.id,
  essays_to_process: essaysOf(batch),
  class_id: batch.classId ?? '',
  course_code: batch.course,
});

/** Event 6: a teacher has confirmed every essay. */
export const confirmedOf = (
  batch: Batch,
  essays: EssayReference[] = essaysOf(batch),
): DataOf<'associationsConfirmed'> => ({
  event_name: 'student.associations.confirmed',
  ...base,
  timestamp: now(),
  batch_id: batch.id,
  class_id: batch.classId ?? '',
  course_code: batch.course,
  associations: essays.map(({ essay_id }) => ({
    essay_id,
    student_id: crypto.randomUUID(),
    confidence_score: 0.95,
    validation_method: 'human',
    validated_by: batch.userId,
    validated_at: now(),
  })),
  timeout_triggered: false,
  validation_summary: { total_associations: essays.length, confirmed: essays.length, rejected: 0 },
});

/** Event 7: the essays may be processed. */
export const readyOf = (batch: Batch, essays: EssayReference[] = essaysOf(batch)): DataOf<'essaysReady'> => ({
  event: 'batch.essays.ready',
  batch_id: batch.id,
  ready_essays: essays,
  metadata: processingOf(batch, 'batch.essays.ready'),
  course_code: batch.course,
  course_language: languages[batch.course],
  essay_instructions: '',
  class_type: batch.classId === null ? 'GUEST' : 'REGULAR',
  teacher_first_name: null,
  teacher_last_name: null,
});

/** Event 8: a client wants the pipeline up to a phase. */
export const requestOf = (batch: Batch, phase = 'spellcheck'): DataOf<'pipelineRequested'> => ({
  batch_id: batch.id,
  requested_pipeline: phase,
  client_correlation_id: crypto.randomUUID(),
  user_id: batch.userId,
  is_retry: false,
  retry_reason: null,
  assignment_id: null,
});
