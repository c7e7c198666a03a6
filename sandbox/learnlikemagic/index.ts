import { createOperations, createServices, type Wrap } from './backend.ts';
import { openDatabase } from './database/pool.ts';
import { createApp } from '../fastapi/app.ts';
import { openChat, type ProviderSettings } from './provider/chat.ts';
import { identity } from './identity.ts';
import { openObjectStore, type StorageSettings } from './store/object-store.ts';

export { migrate } from './database/migrate.ts';
export { suiteRights } from './database/rights.ts';
export { seedExisting } from './existing/seed.ts';

export interface LearnLikeMagicOptions {
  host: string;
  port: number;
  databaseUrl: string;
  s3: StorageSettings;
  openai: ProviderSettings;
  /** Puts others in the place of the backend's parts. */
  wrap?: Wrap | undefined;
}

/** Starts the backend. It comes up, and answers GET / and GET /health/db, even while the database refuses. */
export async function startLearnLikeMagic(
  options: LearnLikeMagicOptions,
): Promise<{ url: string; close(): Promise<void> }> {
  const database = openDatabase(options.databaseUrl);
  const store = openObjectStore(options.s3);
  const chat = openChat(options.openai);
  const services = createServices({ database, store, chat, model: options.openai.model }, options.wrap);
  const app = await createApp(identity, createOperations(services));
  const url = await app.listen({ host: options.host, port: options.port });
  return {
    url,
    async close() {
      await app.close();
      await database.end();
      store.close();
    },
  };
}
