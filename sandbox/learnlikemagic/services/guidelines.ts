import { now } from '../clock.ts';
import { answering, sentence } from '../errors.ts';
import { Refusal } from '../../fastapi/refusal.ts';
import type { BookRow } from '../repositories/books.ts';
import { setStatus, subtopicsOf } from '../rules/index.ts';
import { withStatus } from '../rules/shard.ts';
import { readMetadata } from '../store/book-metadata.ts';
import type { GuidelineIndex, Shard } from '../store/guideline-documents.ts';
import { requireBook } from './books.ts';
import { finishStable, type Run } from './finish.ts';
import { processPage, type PipelineDependencies } from './page-pipeline.ts';
import { pagesOf, type PageRange } from './page-range.ts';
import type { SyncService } from './sync.ts';

export interface GenerationReport {
  book_id: string;
  status: 'completed';
  pages_processed: number;
  subtopics_created: number;
  subtopics_finalized: number;
  errors: string[];
  warnings: string[];
}

export interface ApprovalReport {
  approved_count: number;
  synced_count: number;
}

/** Guidelines of a book (contract a.6, d.4 to d.11). */
export interface GuidelineService {
  generate(bookId: string, range: PageRange, autoSync: boolean): Promise<GenerationReport>;
  list(bookId: string): Promise<Shard[]>;
  read(bookId: string, topicKey: string, subtopicKey: string): Promise<Shard>;
  approveAll(bookId: string): Promise<ApprovalReport>;
  rejectAll(bookId: string): Promise<void>;
}

export interface GuidelineDependencies extends PipelineDependencies {
  sync: SyncService;
}

export function createGuidelineService(dependencies: GuidelineDependencies): GuidelineService {
  const { database, guidelines, locks } = dependencies;
  return {
    generate: (bookId, range, autoSync) =>
      answering('Failed to generate guidelines', () => generate(dependencies, bookId, range, autoSync)),
    list: (bookId) =>
      answering('Failed to get guidelines', async () => {
        await requireBook(database, bookId);
        return listShards(dependencies, bookId);
      }),
    read: (bookId, topicKey, subtopicKey) =>
      answering('Failed to get guideline', async () => {
        await requireBook(database, bookId);
        const shard = await guidelines.readShard(bookId, topicKey, subtopicKey);
        if (!shard) throw new Refusal(404, `Guideline not found: ${topicKey}/${subtopicKey}`);
        return shard;
      }),
    approveAll: (bookId) =>
      answering('Failed to approve guidelines', () =>
        locks.run(`book:${bookId}`, () => approveAll(dependencies, bookId)),
      ),
    rejectAll: (bookId) =>
      answering('Failed to reject guidelines', () =>
        locks.run(`book:${bookId}`, async () => {
          await requireBook(database, bookId);
          await guidelines.removeAll(bookId);
        }),
      ),
  };
}

async function generate(
  dependencies: GuidelineDependencies,
  bookId: string,
  range: PageRange,
  autoSync: boolean,
): Promise<GenerationReport> {
  const book = await requireBook(dependencies.database, bookId);
  const { pages } = await readMetadata(dependencies.store, bookId);
  if (!pages.some(({ status }) => status === 'approved')) {
    throw new Refusal(400, `Book has no approved pages: ${bookId}`);
  }
  const run: Run = { book, autoSync, abandoned: new Set() };
  // Two runs over one book would each miss the other's subtopics; the second waits for the first.
  return dependencies.locks.run(`generation:${bookId}`, () => runPages(dependencies, run, pagesOf(range, pages)));
}

async function runPages(
  dependencies: GuidelineDependencies,
  run: Run,
  pages: readonly number[],
): Promise<GenerationReport> {
  const report: GenerationReport = {
    ...{ book_id: run.book.id, status: 'completed', pages_processed: 0, subtopics_created: 0, subtopics_finalized: 0 },
    ...{ errors: [], warnings: [] },
  };
  for (const page of pages) {
    try {
      if (await processPage(dependencies, run.book, page)) report.subtopics_created += 1;
      report.pages_processed += 1;
      report.subtopics_finalized += await finishStable(dependencies, run, page);
    } catch (error) {
      // The book itself is gone: there is nothing to go on with.
      if (error instanceof Refusal) throw error;
      report.errors.push(`Error processing page ${String(page)}: ${sentence(error)}`);
    }
  }
  return report;
}

/** Every shard of the index, in its order. */
export async function listShards({ guidelines }: PipelineDependencies, bookId: string): Promise<Shard[]> {
  const index = await guidelines.readIndex(bookId);
  return index ? readShards({ guidelines }, index) : [];
}

async function readShards(
  { guidelines }: Pick<PipelineDependencies, 'guidelines'>,
  index: GuidelineIndex,
): Promise<Shard[]> {
  const places = subtopicsOf(index);
  const shards = await Promise.all(
    places.map((place) => guidelines.readShard(index.book_id, place.topic_key, place.subtopic_key)),
  );
  return shards.filter((shard) => shard !== null);
}

/** Contract a.6, both steps: the rows are committed only when the objects are stored. */
async function approveAll(dependencies: GuidelineDependencies, bookId: string): Promise<ApprovalReport> {
  const { database, guidelines, sync } = dependencies;
  const book: BookRow = await requireBook(database, bookId);
  const index = await guidelines.readIndex(bookId);
  if (!index) throw new Refusal(404, `No guidelines found for book: ${bookId}`);
  const shards = await readShards({ guidelines }, index);
  const changed = shards.filter(({ status }) => status !== 'final').map((shard) => withStatus(shard, 'final'));
  const final = shards.map((shard) => (shard.status === 'final' ? shard : withStatus(shard, 'final')));
  const approved = withAllFinal(index, final);
  const synced = await sync.write(book, final, async () => {
    for (const shard of changed) await guidelines.writeShard(shard);
    if (approved !== index) await guidelines.replaceIndex(index, approved);
  });
  return { approved_count: changed.length, synced_count: synced };
}

/** Puts every entry of a final shard right; each one that changes makes a new version. */
function withAllFinal(index: GuidelineIndex, shards: readonly Shard[]): GuidelineIndex {
  const wrong = subtopicsOf(index).filter(
    ({ topic_key, subtopic_key, status }) =>
      status !== 'final' &&
      shards.some((shard) => shard.topic_key === topic_key && shard.subtopic_key === subtopic_key),
  );
  return wrong.reduce(
    (current, { topic_key, subtopic_key }) => setStatus(current, topic_key, subtopic_key, 'final', now()),
    index,
  );
}
