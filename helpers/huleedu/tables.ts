import { z } from 'zod';
import { Timestamp } from '../database/timestamp.ts';
import { ZonedTimestamp } from '../database/zoned-timestamp.ts';
import { CourseCode, Json, Uuid } from './operations/common.ts';
import { PipelineState } from './operations/batches.ts';

const text = z.string();
const nullableText = z.string().nullable();

/** The same in every service (contract b.3, d.4, d.5). */
const event_outbox = z.strictObject({
  id: Uuid,
  aggregate_id: text,
  aggregate_type: text,
  event_type: text,
  event_data: z.looseObject({ event_type: text, source_service: text, correlation_id: Uuid, data: Json }),
  event_key: nullableText,
  topic: text,
  created_at: ZonedTimestamp,
  published_at: ZonedTimestamp.nullable(),
  retry_count: z.int(),
  last_error: nullableText,
});

const Essay = z.strictObject({
  text_storage_id: text,
  type: z.literal('text_content'),
});

/** What no service of Phase 1 fills (contract d.4). */
const nothing = z.strictObject({});

/** The contract's tables, by service: the keys are the columns that the suite reads. */
export const tables = {
  /** Contract b.3. */
  classManagement: {
    courses: z.strictObject({ id: Uuid, course_code: CourseCode, name: text, language: z.enum(['en', 'sv']) }),
    classes: z.strictObject({
      id: Uuid,
      name: text,
      created_by_user_id: text,
      course_id: Uuid,
      created_at: Timestamp,
      updated_at: Timestamp,
    }),
    students: z.strictObject({
      id: Uuid,
      first_name: text,
      last_name: text,
      legal_full_name: nullableText,
      email: nullableText,
      created_by_user_id: text,
      created_at: Timestamp,
      updated_at: Timestamp,
    }),
    class_student_association: z.strictObject({ class_id: Uuid, student_id: Uuid }),
    essay_student_associations: z.strictObject({
      id: Uuid,
      essay_id: Uuid,
      student_id: Uuid,
      batch_id: Uuid,
      class_id: Uuid,
      created_by_user_id: text,
      created_at: Timestamp,
      confidence_score: z.number().nullable(),
      match_reasons: z.array(text).nullable(),
      validation_status: text,
      validated_by: nullableText,
      validated_at: Timestamp.nullable(),
      validation_method: nullableText,
    }),
    event_outbox,
  },
  /** Contract d.4. */
  batchOrchestrator: {
    batches: z.strictObject({
      id: text,
      correlation_id: nullableText,
      name: text,
      description: nullableText,
      class_id: nullableText,
      status: text,
      requested_pipelines: z.array(text).nullable(),
      pipeline_configuration: PipelineState.nullable(),
      total_essays: z.int().nullable(),
      processing_metadata: Json,
    }),
    batch_essays: z.strictObject({
      batch_id: text,
      essay_id: text,
      content_reference: Essay,
      student_metadata: nothing,
      processing_metadata: nothing,
    }),
    event_outbox,
  },
  /** Contract d.5. */
  essayLifecycle: {
    essay_states: z.strictObject({
      essay_id: text,
      batch_id: nullableText,
      current_status: text,
      text_storage_id: nullableText,
      student_id: nullableText,
      association_confirmed_at: nullableText,
      association_method: nullableText,
    }),
    batch_essay_trackers: z.strictObject({
      batch_id: text,
      expected_essay_ids: z.array(text),
      available_slots: z.array(text),
      expected_count: z.int(),
      course_code: CourseCode,
      essay_instructions: text,
      user_id: text,
      correlation_id: text,
      timeout_seconds: z.literal(86_400),
    }),
    slot_assignments: z.strictObject({ internal_essay_id: text, text_storage_id: text, original_file_name: text }),
    event_outbox,
  },
};

export type Tables = typeof tables;
