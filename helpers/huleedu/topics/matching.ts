import { z } from 'zod';
import { topic } from '../../events/topic.ts';
import { CourseCode, Json } from '../operations/common.ts';
import { base, EssayReference } from './common.ts';

const Suggestion = z.strictObject({
  student_id: z.string(),
  student_name: z.string(),
  student_email: z.string().nullable(),
  confidence_score: z.number().min(0).max(1),
  match_reasons: z.array(z.string()),
  extraction_metadata: Json,
});
export type Suggestion = z.output<typeof Suggestion>;

const MatchResult = z.strictObject({
  essay_id: z.string(),
  text_storage_id: z.string(),
  filename: z.string(),
  suggestions: z.array(Suggestion),
  no_match_reason: z.string().nullable(),
  extraction_metadata: Json,
});
export type MatchResult = z.output<typeof MatchResult>;

const Matches = z.strictObject({
  event_name: z.literal('batch.author.matches.suggested'),
  ...base,
  batch_id: z.string(),
  class_id: z.string(),
  course_code: CourseCode,
  match_results: z.array(MatchResult),
  processing_summary: z.record(z.string(), z.int()),
  processing_metadata: Json,
});
export type Matches = z.output<typeof Matches>;

const Confirmation = z.strictObject({
  essay_id: z.string(),
  student_id: z.string().nullable(),
  confidence_score: z.number(),
  validation_method: z.enum(['human', 'timeout', 'auto']),
  validated_by: z.string().nullable(),
  // A time-out writes it without its zone (contract a.3).
  validated_at: z.iso.datetime({ local: true, offset: true }),
});

/** Events 3 to 6 of contract a.2: who wrote the essays of a batch. */
export const matchingTopics = {
  matchingInitiated: topic({
    name: 'huleedu.batch.student.matching.initiate.command.v1',
    sourceService: 'batch_orchestrator_service',
    key: ({ data }) => data.entity_id,
    data: z.strictObject({
      event_name: z.literal('batch.student.matching.initiate.command'),
      ...base,
      entity_id: z.string(),
      entity_type: z.literal('batch'),
      essays_to_process: z.array(EssayReference),
      class_id: z.string(),
      course_code: CourseCode,
    }),
  }),
  matchingRequested: topic({
    name: 'huleedu.batch.student.matching.requested.v1',
    sourceService: 'essay_lifecycle_service',
    key: ({ data }) => data.batch_id,
    data: z
      .strictObject({
        event_name: z.literal('batch.student.matching.requested'),
        ...base,
        entity_type: z.literal('batch'),
        parent_id: z.null(),
        batch_id: z.string(),
        essays_to_process: z.array(EssayReference),
        class_id: z.string(),
        course_code: CourseCode,
      })
      .refine(({ entity_id, batch_id }) => entity_id === batch_id, {
        path: ['entity_id'],
        message: 'is not the batch',
      }),
  }),
  matchesSuggested: topic({
    name: 'huleedu.batch.author.matches.suggested.v1',
    sourceService: 'nlp-service',
    key: ({ data }) => data.batch_id,
    data: Matches,
  }),
  associationsConfirmed: topic({
    name: 'huleedu.class.student.associations.confirmed.v1',
    sourceService: 'class_management_service',
    key: ({ data }) => data.batch_id,
    data: z.strictObject({
      event_name: z.literal('student.associations.confirmed'),
      ...base,
      batch_id: z.string(),
      class_id: z.string(),
      course_code: CourseCode,
      associations: z.array(Confirmation),
      timeout_triggered: z.boolean(),
      validation_summary: z.record(z.string(), z.int()),
    }),
  }),
};
