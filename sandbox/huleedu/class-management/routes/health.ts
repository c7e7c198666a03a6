import type { FastifyInstance } from 'fastify';
import { isUp } from '../../chain/health.ts';
import type { Database } from '../../library/database.ts';
import { Metrics } from '../../library/metrics.ts';
import { serviceName } from '../names.ts';

const environment = 'testing';

/** `/healthz`, which asks only the database, and `/metrics` (contract b.2). */
export function addHealthRoutes(app: FastifyInstance, database: Database): void {
  app.get('/healthz', async (_request, reply) => {
    const up = await isUp(database);
    const status = up ? 'healthy' : 'unhealthy';
    return reply.code(up ? 200 : 503).send({
      ...{ service: serviceName, status, message: `Class Management Service is ${status}`, version: '1.0.0' },
      checks: { service_responsive: true, dependencies_available: up },
      ...{ dependencies: { database: { status } }, environment },
    });
  });
  const metrics = declareMetrics();
  count(app, metrics);
  app.get('/metrics', async (_request, reply) => {
    const waiting = 'SELECT count(*)::integer AS depth FROM event_outbox WHERE published_at IS NULL';
    const { rows } = await database.query<{ depth: number }>(waiting);
    metrics.set('outbox_queue_depth', rows[0]?.depth ?? 0);
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(metrics.render());
  });
}

const requests = 'cms_http_requests_total';
const durations = 'cms_http_request_duration_seconds';
const errors = 'cms_api_errors_total';
const creations = new Map([
  ['/v1/classes/', 'cms_class_creations_total'],
  ['/v1/classes/students', 'cms_student_creations_total'],
]);

function declareMetrics(): Metrics {
  const metrics = new Metrics();
  metrics.declare('counter', requests, 'Total HTTP requests');
  metrics.declare('summary', durations, 'HTTP request duration in seconds');
  metrics.declare('counter', errors, 'Total API errors');
  for (const name of creations.values()) metrics.declare('counter', name, 'Total creations');
  metrics.declare('gauge', 'outbox_queue_depth', 'Events that wait to be published');
  return metrics;
}

/** Counts every call of the API; a call of the probes is none. */
function count(app: FastifyInstance, metrics: Metrics): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { method } = request;
    const endpoint = request.routeOptions.url ?? '';
    const status = reply.statusCode;
    if (endpoint.startsWith('/v1/')) {
      metrics.add(requests, 1, { method, endpoint, http_status: String(status) });
      metrics.observe(durations, reply.elapsedTime / 1000, { method, endpoint });
      if (status >= 400) metrics.add(errors, 1, { endpoint, error_type: String(status) });
      const creation = status === 201 ? creations.get(endpoint) : undefined;
      if (creation !== undefined) metrics.add(creation);
    }
    done();
  });
}
