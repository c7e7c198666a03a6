import { addHealth } from '../chain/health.ts';
import { asItIs, type Wrap } from '../chain/parts.ts';
import { startWorker, type Stores } from '../chain/worker.ts';
import { applySchema, openDatabase } from '../library/database.ts';
import { createHttp, serve } from '../library/http.ts';
import { outboxSchema } from '../library/outbox.ts';
import { handlers } from './handlers.ts';
import { addRoutes } from './routes.ts';
import { schema } from './schema.ts';
import { Slots } from './slots.ts';

/** Creates the tables in an empty database. */
export const migrateEssayLifecycle = (databaseUrl: string): Promise<void> =>
  applySchema(databaseUrl, schema + outboxSchema('jsonb'));

/** Starts the worker: consumer and relay, without any HTTP. */
export async function startEssayLifecycleWorker(options: Stores): Promise<{ close(): Promise<void> }> {
  const { wrap = asItIs } = options;
  const names = { groupId: 'essay-lifecycle-service-group-v1.0', clientId: 'essay-lifecycle-service-consumer' };
  return startWorker(
    { ...options, ...names, service: 'essay-lifecycle-service', by: 'event_type' },
    handlers,
    ({ database, redis, outbox }) => ({ database, outbox, slots: wrap('slots', new Slots(redis)) }),
  );
}

/** Starts the API, which only reads the database. */
export async function startEssayLifecycleApi(options: {
  host: string;
  port: number;
  databaseUrl: string;
  wrap?: Wrap | undefined;
}): Promise<{ url: string; close(): Promise<void> }> {
  const { wrap = asItIs } = options;
  const database = wrap('database', openDatabase(options.databaseUrl));
  const app = createHttp();
  addHealth(app, 'essay-lifecycle-service', database);
  addRoutes(app, database);
  const { url, close } = await serve(app, 'Essay lifecycle API', options.host, options.port);
  return {
    url,
    async close() {
      await close();
      await database.end();
    },
  };
}
