import { addHealth } from '../chain/health.ts';
import { startWorker, type Stores } from '../chain/worker.ts';
import { applySchema } from '../library/database.ts';
import { createHttp, serve } from '../library/http.ts';
import { outboxSchema } from '../library/outbox.ts';
import { askConductor } from './conductor.ts';
import { handlers } from './handlers.ts';
import { addRoutes } from './routes.ts';
import { schema } from './schema.ts';

export interface BatchOrchestratorOptions extends Stores {
  host: string;
  port: number;
  conductorUrl: string;
}

/** Creates the tables in an empty database. */
export const migrateBatchOrchestrator = (databaseUrl: string): Promise<void> =>
  applySchema(databaseUrl, schema + outboxSchema());

/** Starts the service: one process with its HTTP, its consumer and its relay. */
export async function startBatchOrchestrator(
  options: BatchOrchestratorOptions,
): Promise<{ url: string; close(): Promise<void> }> {
  const names = { groupId: 'batch-orchestrator-consumers', clientId: 'bos-pipeline-orchestrator' };
  const worker = await startWorker(
    { ...options, ...names, service: 'batch-service', by: 'topic' },
    handlers,
    ({ database, outbox }) => ({
      ...{ database, outbox },
      define: (asked: Parameters<typeof askConductor>[1]) => askConductor(options.conductorUrl, asked),
    }),
  );
  const app = createHttp();
  addHealth(app, 'batch-service', worker.database);
  addRoutes(app, worker);
  const serving = serve(app, 'Batch orchestrator', options.host, options.port);
  const { url, close } = await serving.catch(async (error: unknown) => {
    await worker.close();
    throw error;
  });
  return {
    url,
    async close() {
      await close();
      await worker.close();
    },
  };
}
