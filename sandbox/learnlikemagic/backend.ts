import type { Database } from './database/pool.ts';
import type { Operation } from './http/operation.ts';
import { KeyedLocks } from './locks.ts';
import type { Chat } from './provider/chat.ts';
import { createEditor } from './provider/editor.ts';
import { createPageReader } from './provider/reader.ts';
import { createTutor } from './provider/tutor.ts';
import { bookRoutes } from './routes/books.ts';
import { curriculumRoutes } from './routes/curriculum.ts';
import { guidelineRoutes } from './routes/guidelines.ts';
import { healthRoutes } from './routes/health.ts';
import { pageRoutes } from './routes/pages.ts';
import { reviewRoutes } from './routes/review.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { createBookService, type BookService } from './services/books.ts';
import { createCurriculumService, type CurriculumService } from './services/curriculum.ts';
import { createGuidelineService, listShards, type GuidelineService } from './services/guidelines.ts';
import { createHealthService, type HealthService } from './services/health.ts';
import { createPageService, type PageService } from './services/pages.ts';
import { createReviewService, type ReviewService } from './services/review.ts';
import { createSyncService } from './services/sync.ts';
import { createTutoringService, type TutoringService } from './services/tutoring.ts';
import { createGuidelineStore } from './store/guidelines.ts';
import type { ObjectStore } from './store/object-store.ts';

/** What the routes call; each service is an object of named methods, so that it can be wrapped. */
export interface Services {
  health: HealthService;
  curriculum: CurriculumService;
  tutoring: TutoringService;
  books: BookService;
  pages: PageService;
  guidelines: GuidelineService;
  review: ReviewService;
}

interface Resources {
  database: Database;
  store: ObjectStore;
  chat: Chat;
  /** Model of the tutor. */
  model: string;
}

/** Puts the services together around one database, one bucket and one provider. */
export function createServices({ database, store, chat, model }: Resources): Services {
  const common = { database, store, locks: new KeyedLocks(), guidelines: createGuidelineStore(store) };
  const sync = createSyncService(database);
  const generation = { ...common, sync, editor: createEditor(chat) };
  return {
    health: createHealthService(database),
    curriculum: createCurriculumService(database),
    tutoring: createTutoringService({ ...common, tutor: createTutor(chat, model) }),
    books: createBookService(common),
    pages: createPageService({ ...common, reader: createPageReader(chat) }),
    guidelines: createGuidelineService(generation),
    review: createReviewService({ ...common, sync, shards: (bookId) => listShards(generation, bookId) }),
  };
}

/** The 28 operations of the contract. */
export function createOperations(services: Services): Operation[] {
  return [
    ...healthRoutes(services.health),
    ...curriculumRoutes(services.curriculum),
    ...sessionRoutes(services.tutoring),
    ...bookRoutes(services.books),
    ...pageRoutes(services.pages),
    ...guidelineRoutes(services.guidelines),
    ...reviewRoutes(services.review),
  ];
}
