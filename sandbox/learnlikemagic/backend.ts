import type { Database } from './database/pool.ts';
import type { Operation } from '../fastapi/operation.ts';
import { KeyedLocks } from './locks.ts';
import type { Chat } from './provider/chat.ts';
import { createEditor, type Editor } from './provider/editor.ts';
import { createPageReader, type PageReader } from './provider/reader.ts';
import { createTutor, type Tutor } from './provider/tutor.ts';
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
import { createSyncService, type SyncService } from './services/sync.ts';
import { createTutoringService, type TutoringService } from './services/tutoring.ts';
import type { Shard } from './store/guideline-documents.ts';
import { createGuidelineStore, type GuidelineStore } from './store/guidelines.ts';
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

/** The services, and what they are put together from. */
export interface Parts extends Services {
  database: Database;
  store: ObjectStore;
  locks: KeyedLocks;
  guidelineStore: GuidelineStore;
  sync: SyncService;
  tutor: Tutor;
  editor: Editor;
  reader: PageReader;
}

/** Yields what is put in a part's place. */
export type Wrap = <Name extends keyof Parts>(name: Name, part: Parts[Name]) => Parts[Name];

/** Puts the services together around one database, one bucket and one provider. */
export function createServices(resources: Resources, wrap: Wrap = (_name, part) => part): Services {
  const { chat, model } = resources;
  const database = wrap('database', resources.database);
  const store = wrap('store', resources.store);
  const guidelines = wrap('guidelineStore', createGuidelineStore(store));
  const common = { database, store, locks: wrap('locks', new KeyedLocks()), guidelines };
  const sync = wrap('sync', createSyncService(database));
  const generation = { ...common, sync, editor: wrap('editor', createEditor(chat)) };
  const tutor = wrap('tutor', createTutor(chat, model));
  const reader = wrap('reader', createPageReader(chat));
  const shards = (bookId: string): Promise<Shard[]> => listShards(generation, bookId);
  return {
    health: wrap('health', createHealthService(database)),
    curriculum: wrap('curriculum', createCurriculumService(database)),
    tutoring: wrap('tutoring', createTutoringService({ ...common, tutor })),
    books: wrap('books', createBookService(common)),
    pages: wrap('pages', createPageService({ ...common, reader })),
    guidelines: wrap('guidelines', createGuidelineService(generation)),
    review: wrap('review', createReviewService({ ...common, sync, shards })),
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
