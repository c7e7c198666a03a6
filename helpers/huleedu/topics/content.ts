import { z } from 'zod';
import { topic } from '../../events/topic.ts';
import { CourseCode, Uuid } from '../operations/common.ts';
import { EssayReference, Moment, ProcessingMetadata } from './common.ts';

/** Events 0 to 2 and 7 of contract a.2, and what is told of a text too many: a batch and its contents. */
export const contentTopics = {
  essaysRegistered: topic({
    name: 'huleedu.batch.essays.registered.v1',
    sourceService: 'batch-service',
    key: ({ data }) => data.entity_id,
    data: z.strictObject({
      event: z.literal('batch.essays.registered'),
      entity_id: Uuid,
      expected_essay_count: z.int().min(1),
      essay_ids: z.array(Uuid).min(1),
      metadata: ProcessingMetadata,
      course_code: CourseCode,
      essay_instructions: z.string(),
      user_id: z.string(),
      class_id: z.string().nullable(),
    }),
  }),
  contentProvisioned: topic({
    name: 'huleedu.file.essay.content.provisioned.v1',
    sourceService: 'file-service',
    data: z.strictObject({
      event: z.literal('essay.content.provisioned'),
      entity_id: z.string(),
      file_upload_id: z.string(),
      original_file_name: z.string(),
      raw_file_storage_id: z.string(),
      text_storage_id: z.string(),
      file_size_bytes: z.int(),
      content_md5_hash: z.string().nullable(),
      correlation_id: Uuid,
      timestamp: Moment,
    }),
  }),
  slotAssigned: topic({
    name: 'huleedu.els.essay.slot.assigned.v1',
    sourceService: 'essay-lifecycle-service',
    key: ({ data }) => data.essay_id,
    data: z.strictObject({
      event: z.literal('essay.slot.assigned'),
      batch_id: z.string(),
      essay_id: Uuid,
      file_upload_id: z.string(),
      text_storage_id: z.string(),
      correlation_id: Uuid,
      timestamp: Moment,
    }),
  }),
  provisioningCompleted: topic({
    name: 'huleedu.batch.content.provisioning.completed.v1',
    sourceService: 'essay-lifecycle-service',
    key: ({ data }) => data.batch_id,
    data: z.strictObject({
      event: z.literal('batch.content.provisioning.completed'),
      batch_id: z.string(),
      provisioned_count: z.int().min(0),
      expected_count: z.int().min(0),
      course_code: CourseCode,
      user_id: z.string(),
      essays_for_processing: z.array(EssayReference),
      correlation_id: Uuid,
      timestamp: Moment,
    }),
  }),
  /** A text for which there is no slot. Its payload is not laid down, apart from the reason (contract d.5). */
  contentExcess: topic({
    name: 'huleedu.els.excess.content.provisioned.v1',
    data: z.looseObject({ reason: z.literal('NO_AVAILABLE_SLOT') }),
  }),
  essaysReady: topic({
    name: 'huleedu.els.batch.essays.ready.v1',
    sourceService: 'essay-lifecycle-service',
    key: ({ data }) => data.batch_id,
    data: z.strictObject({
      event: z.literal('batch.essays.ready'),
      batch_id: z.string(),
      ready_essays: z.array(EssayReference),
      metadata: ProcessingMetadata,
      course_code: CourseCode,
      course_language: z.enum(['en', 'sv']),
      essay_instructions: z.string(),
      class_type: z.enum(['GUEST', 'REGULAR']),
      teacher_first_name: z.string().nullable(),
      teacher_last_name: z.string().nullable(),
    }),
  }),
};
