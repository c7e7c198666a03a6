import { z } from 'zod';
import { operation } from '../../http/operation.ts';
import { CourseCode, Json, PlainError, Refusal, Uuid } from './common.ts';

const Registration = z.object({
  expected_essay_count: z.number(),
  course_code: z.string(),
  essay_instructions: z.string(),
  user_id: z.string(),
  class_id: z.string().nullable().optional(),
  essay_ids: z.array(z.string()).nullable().optional(),
  enable_cj_assessment: z.boolean().optional(),
  cj_default_llm_model: z.string().nullable().optional(),
  cj_default_temperature: z.number().nullable().optional(),
});
export type Registration = z.input<typeof Registration>;

const Phase = z.strictObject({
  status: z.enum([
    'requested_by_user',
    'pending_dependencies',
    'dispatch_initiated',
    'in_progress',
    'completed_successfully',
    'completed_with_partial_success',
    'failed',
    'skipped_due_to_dependency_failure',
    'skipped_by_user_config',
    'cancelled',
  ]),
  essay_counts: z.strictObject({
    total: z.int().min(0),
    pending_dispatch_or_processing: z.int().min(0),
    successful: z.int().min(0),
    failed: z.int().min(0),
  }),
  started_at: z.string().nullable(),
  completed_at: z.string().nullable(),
  error_info: Json.nullable(),
  progress_percentage: z.number().nullable(),
});

/** Contract d.3. */
export const PipelineState = z.strictObject({
  batch_id: z.string(),
  requested_pipelines: z.array(z.string()),
  spellcheck: Phase,
  nlp: Phase,
  ai_feedback: Phase,
  cj_assessment: Phase,
  last_updated: z.string().nullable(),
});
export type PipelineState = z.output<typeof PipelineState>;

/** Contract d.3, on `batches`. */
export const batchOperations = {
  registerBatch: operation({
    method: 'POST',
    path: '/v1/batches/register',
    writes: true,
    creates: 'batch',
    body: Registration,
    responses: {
      202: z.strictObject({ batch_id: Uuid, correlation_id: Uuid, status: z.literal('registered') }),
      400: z.union([
        z.strictObject({ error: z.literal('Validation Error'), details: z.array(z.unknown()).min(1) }),
        z.strictObject({ error: z.literal('Request body must be valid JSON') }),
      ]),
      500: PlainError,
    },
  }),
  getBatchStatus: operation({
    method: 'GET',
    path: '/v1/batches/{batch_id}/status',
    writes: false,
    responses: {
      200: z.strictObject({
        batch_id: z.string(),
        batch_context: z.strictObject({
          course_code: CourseCode,
          expected_essay_count: z.int(),
          enable_cj_assessment: z.boolean(),
          user_id: z.string(),
        }),
        pipeline_state: PipelineState,
      }),
      404: Refusal,
      500: PlainError,
    },
  }),
  getPipelineState: operation({
    method: 'GET',
    path: '/internal/v1/batches/{batch_id}/pipeline-state',
    writes: false,
    responses: {
      200: z.strictObject({ batch_id: z.string(), pipeline_state: PipelineState, user_id: z.string() }),
      404: Refusal,
      500: PlainError,
    },
  }),
};
