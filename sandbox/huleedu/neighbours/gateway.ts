import { randomUUID } from 'node:crypto';
import type { Listening } from '../../listen.ts';
import { record, withDefault } from '../../fastapi/composites.ts';
import { choice } from '../../fastapi/formats.ts';
import { flag, text } from '../../fastapi/scalars.ts';
import { invalid, type Issue } from '../../fastapi/shape.ts';
import { buildEnvelope } from '../library/envelope.ts';
import type { Sender } from '../library/producer.ts';
import { maybe } from '../payloads/common.ts';
import { sources, topics } from '../payloads/names.ts';
import { phases } from '../payloads/pipelines.ts';
import { jsonOf, notFound, serve, type Call } from './answering.ts';

const body = record({
  requested_pipeline: choice(...phases),
  is_retry: withDefault(flag(), false),
  retry_reason: maybe(text({ max: 500 })),
  batch_id: maybe(text()),
});

/** Whom the token speaks of. The sandbox's gateway takes any token that names somebody: signatures are not what is tested. */
function userOf({ headers }: Call): string | undefined {
  const claims = /^Bearer [^.]+\.([^.]+)\.[^.]*$/.exec(headers.authorization ?? '')?.[1];
  try {
    const { sub } = JSON.parse(Buffer.from(claims ?? '', 'base64url').toString()) as { sub?: unknown };
    return typeof sub === 'string' && sub !== '' ? sub : undefined;
  } catch {
    return undefined;
  }
}

/** The gateway's one route of the chain: `POST /v1/batches/{id}/pipelines`, which publishes event 8 (contract d.3). */
export function startGateway(place: { host: string; port: number }, sender: Sender): Promise<Listening> {
  return serve('API gateway', place, async (call) => {
    const id = /^\/v1\/batches\/([^/]+)\/pipelines$/.exec(call.path)?.[1];
    if (call.method !== 'POST' || id === undefined) return notFound;
    const user = userOf(call);
    if (user === undefined) return { status: 401, body: { detail: 'Not authenticated' } };
    const issues: Issue[] = [];
    const wanted = body.check(jsonOf(call), ['body'], issues);
    if (wanted === invalid) return { status: 422, body: { detail: issues } };
    const batchId = decodeURIComponent(id);
    const given = wanted.batch_id ?? batchId;
    if (given !== batchId)
      return { status: 400, body: { detail: 'Batch ID in path must match batch ID in request body' } };
    const correlationId = randomUUID();
    const { requested_pipeline, is_retry, retry_reason } = wanted;
    const data = {
      ...{ batch_id: batchId, requested_pipeline, client_correlation_id: correlationId, user_id: user },
      ...{ is_retry, retry_reason, assignment_id: null },
    };
    const topic = topics.pipelineRequest;
    const envelope = buildEnvelope({ topic, source: sources.gateway, correlationId, data });
    await sender.send({ topic, key: batchId, value: JSON.stringify(envelope) });
    const message = 'Pipeline execution request received';
    return { status: 202, body: { status: 'accepted', message, batch_id: batchId, correlation_id: correlationId } };
  });
}
