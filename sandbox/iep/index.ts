import { createApp } from '../fastapi/app.ts';
import { rewriting } from '../fastapi/database-dialect.ts';
import { createDialect } from '../fastapi/dialect.ts';
import { Draw } from '../model/draw.ts';
import { createOperations, createServices, type Wrap } from './backend.ts';
import { openDatabase } from './database/pool.ts';
import { openMatters, rewriteStatements } from './dialect.ts';
import { answerFailure } from './errors.ts';
import { identity } from './identity.ts';
import { createGenerator, type GeneratorSettings } from './provider/generator.ts';
import { createUsers } from './provider/users.ts';
import { environment } from './settings.ts';
import { Monitor } from './store/monitor.ts';
import { createVectorStore } from './store/vectors.ts';

export { startAuth } from './auth.ts';
export { migrate } from './database/migrate.ts';
export { suiteRights } from './database/rights.ts';
export { seedExisting } from './existing/seed.ts';

export interface IepOptions {
  host: string;
  port: number;
  databaseUrl: string;
  /** Base URL of the auth service. */
  authUrl: string;
  /** The OpenAI-compatible endpoint that writes sections and goals. */
  generator: GeneratorSettings;
  /** Draws how answers are spelled where the contract leaves it open; 0 or absent: always in the same way. */
  dialect?: number;
  /** Puts others in the place of the service's parts. */
  wrap?: Wrap | undefined;
}

/** Pages that browsers may call the service from, as it is deployed (contract 1). */
const origins = ['http://localhost:3000', 'http://localhost:3001'];

/** Starts the service. It comes up, and answers its health, even while its database or a neighbour is down. */
export async function startIep(options: IepOptions): Promise<{ url: string; close(): Promise<void> }> {
  const { dialect = 0 } = options;
  const pool = openDatabase(options.databaseUrl);
  const database = dialect > 0 ? rewriting(pool, rewriteStatements(new Draw(`spelling/${String(dialect)}`))) : pool;
  const monitor = new Monitor();
  const resources = {
    ...{ database, monitor, users: createUsers(options.authUrl), vectors: createVectorStore() },
    generator: createGenerator(options.generator),
  };
  const operations = createOperations(createServices(resources, options.wrap), environment);
  const app = await createApp(identity, operations, {
    ...{ origins, requestIds: true, onFailure: answerFailure },
    dialect: dialect > 0 ? createDialect(dialect, openMatters) : undefined,
    observe: (exchange) => {
      monitor.recordRequest(exchange);
    },
  });
  const url = await app.listen({ host: options.host, port: options.port });
  return {
    url,
    async close() {
      await app.close();
      await pool.end();
    },
  };
}
