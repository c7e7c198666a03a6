import { z } from 'zod';
import { topic } from '../../events/topic.ts';
import { Uuid } from '../operations/common.ts';

/** Event 8 of contract a.2, and the first command that follows from it. */
export const pipelineTopics = {
  pipelineRequested: topic({
    name: 'huleedu.commands.batch.pipeline.v1',
    sourceService: 'api_gateway_service',
    key: ({ data }) => data.batch_id,
    data: z.strictObject({
      batch_id: z.string(),
      requested_pipeline: z.string(),
      client_correlation_id: Uuid,
      user_id: z.string(),
      is_retry: z.boolean(),
      retry_reason: z.string().nullable(),
      assignment_id: z.string().nullable(),
    }),
  }),
  /** Its payload and its source are not laid down, apart from the family that it belongs to. */
  spellcheckInitiated: topic({
    name: 'huleedu.els.spellcheck.initiate.command.v1',
    data: z.looseObject({ entity_id: z.string() }),
  }),
};
