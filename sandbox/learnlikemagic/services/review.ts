import { now } from '../clock.ts';
import type { Database } from '../database/pool.ts';
import { answering } from '../errors.ts';
import { Refusal } from '../../fastapi/refusal.ts';
import type { KeyedLocks } from '../locks.ts';
import { findBook, type BookRow } from '../repositories/books.ts';
import { setStatus } from '../rules/index.ts';
import { withNotes, withStatus } from '../rules/shard.ts';
import type { Assessment, GuidelineIndex, PageIndex, Shard, ShardStatus } from '../store/guideline-documents.ts';
import type { GuidelineStore } from '../store/guidelines.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { overview, type BookOverview } from './review-overview.ts';
import type { SyncService } from './sync.ts';

/** What a reviewer may send; undefined means not sent. */
export interface ShardChanges {
  teaching_description: string | null | undefined;
  objectives: string[] | null | undefined;
  examples: string[] | null | undefined;
  misconceptions: string[] | null | undefined;
  assessments: Assessment[] | null | undefined;
  status: ShardStatus | null | undefined;
}

export interface Decision {
  previous: ShardStatus;
  shard: Shard;
  at: string;
}

/** The review screens (contract a.7). */
export interface ReviewService {
  listBooks(status: string | undefined): Promise<BookOverview[]>;
  topics(bookId: string): Promise<GuidelineIndex['topics']>;
  subtopic(bookId: string, topicKey: string, subtopicKey: string): Promise<Shard>;
  update(bookId: string, topicKey: string, subtopicKey: string, changes: ShardChanges): Promise<Shard>;
  decide(
    bookId: string,
    topicKey: string,
    subtopicKey: string,
    approved: boolean,
    notes: string | null,
  ): Promise<Decision>;
  assignments(bookId: string): Promise<PageIndex['pages']>;
  sync(bookId: string, status: string): Promise<number>;
}

interface Dependencies {
  database: Database;
  store: ObjectStore;
  guidelines: GuidelineStore;
  locks: KeyedLocks;
  sync: SyncService;
  /** Every shard of a book, in the order of its index. */
  shards: (bookId: string) => Promise<Shard[]>;
}

export function createReviewService(dependencies: Dependencies): ReviewService {
  const { database, guidelines, locks, sync, shards } = dependencies;
  const alone = <T>(bookId: string, work: () => Promise<T>): Promise<T> => locks.run(`book:${bookId}`, work);
  return {
    listBooks: (status) => overview(dependencies, status),
    async topics(bookId) {
      await requireBook(database, bookId);
      const index = await guidelines.readIndex(bookId);
      if (index) return index.topics;
      throw new Refusal(404, `Guidelines not found for book ${bookId}: there is no index yet`);
    },
    async subtopic(bookId, topicKey, subtopicKey) {
      await requireBook(database, bookId);
      return requireShard(guidelines, bookId, topicKey, subtopicKey);
    },
    update: (bookId, topicKey, subtopicKey, changes) =>
      answering('Failed to save updated guideline', () =>
        alone(bookId, async () => {
          await requireBook(database, bookId);
          const shard = applyChanges(await requireShard(guidelines, bookId, topicKey, subtopicKey), changes);
          await guidelines.writeShard(shard);
          return shard;
        }),
      ),
    decide: (bookId, topicKey, subtopicKey, approved, notes) =>
      answering('Failed to save approval', () =>
        alone(bookId, async () => {
          await requireBook(database, bookId);
          const shard = await requireShard(guidelines, bookId, topicKey, subtopicKey);
          return storeDecision(guidelines, shard, approved ? 'final' : 'needs_review', notes);
        }),
      ),
    async assignments(bookId) {
      await requireBook(database, bookId);
      const index = await guidelines.readPageIndex(bookId);
      if (index) return index.pages;
      throw new Refusal(404, `Page assignments not found: book ${bookId} has no page index yet`);
    },
    sync: (bookId, status) =>
      answering('Failed to sync guidelines', () =>
        alone(bookId, async () => {
          const book = await requireBook(database, bookId);
          const wanted = (await shards(bookId)).filter((shard) => shard.status === status);
          return sync.write(book, wanted);
        }),
      ),
  };
}

/** The review screens name no id in their 404. */
async function requireBook(database: Database, bookId: string): Promise<BookRow> {
  const book = await findBook(database, bookId);
  if (!book) throw new Refusal(404, 'Book not found');
  return book;
}

async function requireShard(
  guidelines: GuidelineStore,
  bookId: string,
  topicKey: string,
  subtopicKey: string,
): Promise<Shard> {
  const shard = await guidelines.readShard(bookId, topicKey, subtopicKey);
  if (shard) return shard;
  throw new Refusal(404, `Subtopic guideline not found: there is no ${topicKey}/${subtopicKey} in book ${bookId}`);
}

/** Only what was sent is applied; a list or a status cannot be null, so null leaves it. */
function applyChanges(shard: Shard, changes: ShardChanges): Shard {
  const { teaching_description: description, objectives, examples, misconceptions, assessments, status } = changes;
  return {
    ...withStatus(shard, status ?? shard.status),
    ...(description !== undefined && { teaching_description: description }),
    ...(objectives && { objectives }),
    ...(examples && { examples }),
    ...(misconceptions && { misconceptions }),
    ...(assessments && { assessments }),
  };
}

/** Shard and index get the same status; the index as it was is kept as a snapshot. */
async function storeDecision(
  guidelines: GuidelineStore,
  before: Shard,
  status: 'final' | 'needs_review',
  notes: string | null,
): Promise<Decision> {
  const shard = { ...withStatus(before, status), evidence_summary: withNotes(before.evidence_summary, notes) };
  const index = await guidelines.readIndex(shard.book_id);
  const at = now();
  await guidelines.writeShard(shard);
  if (index) {
    await guidelines.replaceIndex(index, setStatus(index, shard.topic_key, shard.subtopic_key, status, at));
  }
  return { previous: before.status, shard, at };
}
