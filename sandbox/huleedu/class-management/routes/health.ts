import type { FastifyInstance } from 'fastify';
import { isUp } from '../../chain/health.ts';
import type { Database } from '../../library/database.ts';
import type { Metrics } from '../../library/metrics.ts';
import { countRequests } from '../metrics.ts';
import { serviceName } from '../names.ts';

const environment = 'testing';

/** `/healthz`, which asks only the database, and `/metrics` (contract b.2). */
export function addHealthRoutes(app: FastifyInstance, database: Database, metrics: Metrics): void {
  app.get('/healthz', async (_request, reply) => {
    const up = await isUp(database);
    const status = up ? 'healthy' : 'unhealthy';
    return reply.code(up ? 200 : 503).send({
      ...{ service: serviceName, status, message: `Class Management Service is ${status}`, version: '1.0.0' },
      checks: { service_responsive: true, dependencies_available: up },
      ...{ dependencies: { database: { status } }, environment },
    });
  });
  countRequests(app, metrics);
  app.get('/metrics', async (_request, reply) => {
    const waiting = 'SELECT count(*)::integer AS depth FROM event_outbox WHERE published_at IS NULL';
    const { rows } = await database.query<{ depth: number }>(waiting);
    metrics.set('outbox_queue_depth', rows[0]?.depth ?? 0);
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(metrics.render());
  });
}
