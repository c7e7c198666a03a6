import { z } from 'zod';
import { operation } from '../../http/operation.ts';
import { Json, Uuid } from './common.ts';

const NotFound = z.strictObject({
  error: z.strictObject({
    code: z.literal('RESOURCE_NOT_FOUND'),
    message: z.string().min(1),
    correlation_id: Uuid,
    service: z.string().min(1),
    timestamp: z.string().min(1),
    details: Json,
  }),
});

/** Contract d.5: the essay lifecycle's own reading of batches and essays. */
export const essayOperations = {
  getEssaysOfBatch: operation({
    method: 'GET',
    path: '/v1/batches/{batch_id}/status',
    writes: false,
    responses: {
      200: z.strictObject({
        batch_id: z.string(),
        total_essays: z.int().min(0),
        status_breakdown: z.record(z.string(), z.int().min(0)),
        completion_percentage: z.number().min(0).max(100),
      }),
      404: NotFound,
    },
  }),
  getEssayStatus: operation({
    method: 'GET',
    path: '/v1/essays/{essay_id}/status',
    writes: false,
    responses: {
      200: z.strictObject({
        essay_id: z.string(),
        current_status: z.string(),
        batch_id: z.string(),
        processing_progress: z.strictObject({
          essay_ready_for_processing: z.boolean(),
          pipeline_assigned: z.boolean(),
          spellcheck_completed: z.boolean(),
        }),
        timeline: Json,
        storage_references: Json,
        created_at: z.string(),
        updated_at: z.string(),
      }),
      404: NotFound,
    },
  }),
};
