import type { FastifyInstance, FastifyReply } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { Database } from '../library/database.ts';
import { findEssay, statusesOf, type EssayState } from './states.ts';

interface OfId {
  Params: { id: string };
}

function notFound(reply: FastifyReply, resource: string, id: string): FastifyReply {
  return reply.code(404).send({
    error: {
      code: 'RESOURCE_NOT_FOUND',
      message: `${resource} with ID '${id}' not found`,
      correlation_id: randomUUID(),
      service: 'essay_lifecycle_service',
      timestamp: new Date().toISOString(),
      details: { resource_type: resource, resource_id: id },
    },
  });
}

/** No phase of a pipeline runs in this deployment: an essay comes as far as to be ready for one. */
const progressOf = (status: string): Record<string, boolean> => ({
  essay_ready_for_processing: status === 'ready_for_processing',
  pipeline_assigned: false,
  spellcheck_completed: false,
});

const described = (essay: EssayState): object => ({
  ...{ essay_id: essay.essay_id, current_status: essay.current_status, batch_id: essay.batch_id },
  ...{ processing_progress: progressOf(essay.current_status), timeline: essay.timeline },
  ...{ storage_references: essay.storage_references, created_at: essay.created_at, updated_at: essay.updated_at },
});

/** The routes of contract d.5. */
export function addRoutes(app: FastifyInstance, database: Database): void {
  app.get<OfId>('/v1/batches/:id/status', async ({ params: { id } }, reply) => {
    const counts = await statusesOf(database, id);
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    if (total === 0) return notFound(reply, 'Batch', id);
    return { batch_id: id, total_essays: total, status_breakdown: counts, completion_percentage: 0 };
  });
  app.get<OfId>('/v1/essays/:id/status', async ({ params: { id } }, reply) => {
    const essay = await findEssay(database, id);
    return essay === undefined ? notFound(reply, 'Essay', id) : described(essay);
  });
  app.get<OfId>('/v1/essays/:id/timeline', async ({ params: { id } }, reply) => {
    const essay = await findEssay(database, id);
    if (essay === undefined) return notFound(reply, 'Essay', id);
    return { essay_id: id, current_status: essay.current_status, timeline: essay.timeline };
  });
}
