import type { FastifyInstance } from 'fastify';
import { randomUUID } from 'node:crypto';
import { list, record } from '../../fastapi/composites.ts';
import { choice } from '../../fastapi/formats.ts';
import { text } from '../../fastapi/scalars.ts';
import { invalid, type Issue } from '../../fastapi/shape.ts';
import { inTransaction, type Database } from '../library/database.ts';
import { correlationOf, jsonBody } from '../library/http.ts';
import type { Outbox } from '../library/outbox.ts';
import { maybe } from '../payloads/common.ts';
import { sources, topics } from '../payloads/names.ts';
import { phases } from '../payloads/pipelines.ts';
import { findBatch } from './batches.ts';
import { registerBatch } from './registering.ts';
import { readRegistration } from './registration.ts';

interface Resources {
  database: Database;
  outbox: Outbox;
}

interface OfBatch {
  Params: { id: string };
}

const retryRequest = record({
  phase_name: choice(...phases),
  user_id: text({ min: 1 }),
  retry_reason: maybe(text({ max: 500 })),
  essay_ids: maybe(list(text())),
});

/** The routes of contract d.3. */
export function addRoutes(app: FastifyInstance, resources: Resources): void {
  addRegistration(app, resources);
  addReading(app, resources);
  addRetry(app, resources);
}

function addRegistration(app: FastifyInstance, resources: Resources): void {
  app.post('/v1/batches/register', async (request, reply) => {
    const body = jsonBody(request);
    if (body === undefined) return reply.code(400).send({ error: 'Request body must be valid JSON' });
    const registration = readRegistration(body);
    if (Array.isArray(registration)) {
      return reply.code(400).send({ error: 'Validation Error', details: registration });
    }
    const correlationId = correlationOf(request) ?? randomUUID();
    const id = await registerBatch(resources, registration, correlationId).catch(() => undefined);
    if (id === undefined) return reply.code(500).send({ error: 'Failed to register batch.' });
    return reply.code(202).send({ batch_id: id, correlation_id: correlationId, status: 'registered' });
  });
}

function addReading(app: FastifyInstance, { database }: Resources): void {
  app.get<OfBatch>('/v1/batches/:id/status', async ({ params: { id } }, reply) => {
    const batch = await findBatch(database, id);
    if (batch === undefined) return reply.code(404).send({ error: 'Batch not found' });
    const { course_code, expected_essay_count, enable_cj_assessment, user_id } = batch.registration;
    const batch_context = { course_code, expected_essay_count, enable_cj_assessment, user_id };
    return { batch_id: id, batch_context, pipeline_state: batch.pipeline };
  });
  app.get<OfBatch>('/internal/v1/batches/:id/pipeline-state', async ({ params: { id } }, reply) => {
    const batch = await findBatch(database, id);
    if (batch === undefined) return reply.code(404).send({ error: 'Pipeline state not found for batch' });
    return { batch_id: id, pipeline_state: batch.pipeline, user_id: batch.registration.user_id };
  });
}

/** A retry is asked for as a client would ask for the pipeline, by event 8. */
function addRetry(app: FastifyInstance, { database, outbox }: Resources): void {
  app.post<OfBatch>('/v1/batches/:id/retry-phase', async (request, reply) => {
    const { id } = request.params;
    const issues: Issue[] = [];
    const wanted = retryRequest.check(jsonBody(request), [], issues);
    if (wanted === invalid) return reply.code(400).send({ error: 'Validation Error', details: issues });
    if ((await findBatch(database, id)) === undefined) return reply.code(404).send({ error: 'Batch not found' });
    const correlationId = randomUUID();
    const { phase_name: phase, user_id, retry_reason } = wanted;
    const data = {
      ...{ batch_id: id, requested_pipeline: phase, client_correlation_id: correlationId, user_id },
      ...{ is_retry: true, retry_reason, assignment_id: null },
    };
    const address = { aggregateType: 'batch', aggregateId: id, key: id, topic: topics.pipelineRequest };
    await inTransaction(database, (client) =>
      outbox.add(client, { ...address, source: sources.orchestration, correlationId, data }),
    );
    return { status: 'retry_initiated', batch_id: id, phase_name: phase, correlation_id: correlationId };
  });
}
