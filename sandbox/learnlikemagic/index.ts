import { createOperations, createServices, type Wrap } from './backend.ts';
import { openDatabase } from './database/pool.ts';
import { createApp } from '../fastapi/app.ts';
import { createDialect } from '../fastapi/dialect.ts';
import { Draw } from '../model/draw.ts';
import { openMatters, respelling } from './dialect.ts';
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
  /** Draws how answers are spelled where the contract leaves it open; 0 or absent: always in the same way. */
  dialect?: number;
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
  const { dialect = 0, wrap } = options;
  const resources = { database, store, chat, model: options.openai.model };
  const services = createServices(resources, dialect > 0 ? spelling(dialect, wrap) : wrap);
  const spoken = dialect > 0 ? createDialect(dialect, openMatters) : undefined;
  const app = await createApp(identity, createOperations(services), { dialect: spoken });
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

/** What is put in the place of a part lies over what spells its JSON. */
function spelling(seed: number, wrap: Wrap = (_name, part) => part): Wrap {
  const respell = respelling(new Draw(`spelling/${String(seed)}`));
  return (name, part) => wrap(name, respell(name, part));
}
