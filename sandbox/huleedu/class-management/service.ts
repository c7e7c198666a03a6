import { startWorker, type Stores } from '../chain/worker.ts';
import { applySchema, openDatabase } from '../library/database.ts';
import { createHttp, serve } from '../library/http.ts';
import { outboxSchema } from '../library/outbox.ts';
import { topics } from '../payloads/names.ts';
import { declareMetrics, outboxFigures } from './metrics.ts';
import { startMonitor } from './monitor.ts';
import { suggestionTypes } from './names.ts';
import { addBatchRoutes } from './routes/batches.ts';
import { addClassRoutes } from './routes/classes.ts';
import { addHealthRoutes } from './routes/health.ts';
import { addStudentRoutes } from './routes/students.ts';
import { schema } from './schema.ts';
import { storeSuggestions } from './suggestions.ts';

export interface ClassManagementOptions extends Stores {
  host: string;
  port: number;
}

/** Creates the tables of the migrated service, with its six courses, in an empty database. */
export const migrateClassManagement = (databaseUrl: string): Promise<void> =>
  applySchema(databaseUrl, schema + outboxSchema());

/** Starts the service: one process with its HTTP, its consumer, its relay and the monitor of time-outs, whose first cycle is now. */
export async function startClassManagement(
  options: ClassManagementOptions,
): Promise<{ url: string; close(): Promise<void> }> {
  const names = {
    ...{ groupId: 'class_management_service-consumer-group', clientId: 'class_management_service-consumer' },
    ...({ service: 'class-management-service', by: 'event_type', topics: [topics.matchesSuggested] } as const),
  };
  const metrics = declareMetrics();
  const handlers = Object.fromEntries(suggestionTypes.map((type) => [type, storeSuggestions] as const));
  const worker = await startWorker(
    { ...options, ...names, figures: outboxFigures(metrics) },
    handlers,
    ({ database }) => database,
  );
  const monitor = startMonitor(worker.database, worker.outbox);
  // Its own, so that health answers while every connection of the others works.
  const probe = openDatabase(options.databaseUrl);
  const app = createHttp();
  addHealthRoutes(app, probe, metrics);
  addClassRoutes(app, worker);
  addStudentRoutes(app, worker);
  addBatchRoutes(app, worker);
  const close = async (): Promise<void> => {
    await monitor.close();
    await worker.close();
    await probe.end();
  };
  try {
    const http = await serve(app, 'Class management', options.host, options.port);
    return {
      url: http.url,
      async close() {
        await http.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
