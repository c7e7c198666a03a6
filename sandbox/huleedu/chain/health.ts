import type { FastifyInstance } from 'fastify';
import type { Database } from '../library/database.ts';
import { Metrics } from '../library/metrics.ts';

const limit = 2000;

/** Whether it answers within two seconds. */
export async function isUp(database: Database): Promise<boolean> {
  const asked = database.query('SELECT 1').then(
    () => true,
    () => false,
  );
  const late = new Promise<boolean>((resolve) => {
    setTimeout(resolve, limit, false).unref();
  });
  return Promise.race([asked, late]);
}

/** `/healthz` and what lies below it, 503 when the database does not answer within two seconds; `/metrics` (contract d.3, d.5). */
export function addHealth(app: FastifyInstance, service: string, database: Database): void {
  for (const path of ['/healthz', '/healthz/database', '/healthz/database/summary']) {
    app.get(path, async (_request, reply) => {
      const healthy = await isUp(database);
      const status = healthy ? 'healthy' : 'unhealthy';
      return reply.code(healthy ? 200 : 503).send({
        ...{ service, status, message: `${service} is ${status}`, version: '1.0.0', environment: 'testing' },
        checks: { service_responsive: true, dependencies_available: healthy },
        dependencies: { database: { status } },
      });
    });
  }
  const metrics = new Metrics();
  metrics.declare('gauge', 'outbox_queue_depth', 'Events that wait to be published');
  app.get('/metrics', async (_request, reply) => {
    const waiting = 'SELECT count(*)::integer AS depth FROM event_outbox WHERE published_at IS NULL';
    const { rows } = await database.query<{ depth: number }>(waiting);
    metrics.set('outbox_queue_depth', rows[0]?.depth ?? 0);
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(metrics.render());
  });
}
