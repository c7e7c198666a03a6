import { openDatabase } from './database/pool.ts';
import { createApp } from './http/app.ts';
import { KeyedLocks } from './locks.ts';
import { openChat, type ProviderSettings } from './provider/chat.ts';
import { createPageReader } from './provider/reader.ts';
import { createTutor } from './provider/tutor.ts';
import { bookRoutes } from './routes/books.ts';
import { curriculumRoutes } from './routes/curriculum.ts';
import { healthRoutes } from './routes/health.ts';
import { pageRoutes } from './routes/pages.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { createBookService } from './services/books.ts';
import { createCurriculumService } from './services/curriculum.ts';
import { createHealthService } from './services/health.ts';
import { createPageService } from './services/pages.ts';
import { createTutoringService } from './services/tutoring.ts';
import { openObjectStore, type StorageSettings } from './store/object-store.ts';

export { migrate } from './database/migrate.ts';
export { seedExisting } from './existing/seed.ts';

export interface LearnLikeMagicOptions {
  host: string;
  port: number;
  databaseUrl: string;
  s3: StorageSettings;
  openai: ProviderSettings;
}

/** Starts the backend. It comes up, and answers GET / and GET /health/db, even while the database refuses. */
export async function startLearnLikeMagic(
  options: LearnLikeMagicOptions,
): Promise<{ url: string; close(): Promise<void> }> {
  const database = openDatabase(options.databaseUrl);
  const store = openObjectStore(options.s3);
  const locks = new KeyedLocks();
  const chat = openChat(options.openai);
  const tutor = createTutor(chat, options.openai.model);
  const app = await createApp([
    ...healthRoutes(createHealthService(database)),
    ...curriculumRoutes(createCurriculumService(database)),
    ...sessionRoutes(createTutoringService({ database, tutor, locks })),
    ...bookRoutes(createBookService({ database, store, locks })),
    ...pageRoutes(createPageService({ database, store, locks, reader: createPageReader(chat) })),
  ]);
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
