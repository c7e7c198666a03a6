import { now } from '../clock.ts';
import type { Database } from '../database/pool.ts';
import { Failure } from '../errors.ts';
import type { KeyedLocks } from '../locks.ts';
import type { OpenSubtopic } from '../provider/editor-prompts.ts';
import { evidenceLine } from '../provider/editor-prompts.ts';
import type { Editor } from '../provider/editor.ts';
import type { BookRow } from '../repositories/books.ts';
import { resolvePlace, type BoundaryReply, type Place } from '../rules/boundary.ts';
import { assignPage, emptyIndex, emptyPageIndex, subtopicsOf, upsertSubtopic } from '../rules/index.ts';
import { createShard, mergePage } from '../rules/shard.ts';
import { defaultTopic } from '../rules/slug.ts';
import { textKey } from '../store/book-metadata.ts';
import type { Facts } from '../store/guideline-documents.ts';
import type { GuidelineStore } from '../store/guidelines.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { requireBook } from './books.ts';

export interface PipelineDependencies {
  database: Database;
  store: ObjectStore;
  guidelines: GuidelineStore;
  locks: KeyedLocks;
  editor: Editor;
}

const noFacts: Facts = { objectives_add: [], examples_add: [], misconceptions_add: [], assessments_add: [] };

/** What the provider made of a page. */
interface Reading {
  page: number;
  summary: string;
  place: Place & { confidence: number };
  reasoning: string;
  facts: Facts;
}

/** One page through the pipeline of contract d.4; true when it made a subtopic that did not exist before. */
export async function processPage(dependencies: PipelineDependencies, book: BookRow, page: number): Promise<boolean> {
  const reading = await readPage(dependencies, book, page);
  // Model calls are done: only now the book's objects are taken, so that a reviewer never waits for a model.
  return dependencies.locks.run(`book:${book.id}`, () => storeReading(dependencies, book.id, reading));
}

async function readPage(dependencies: PipelineDependencies, book: BookRow, page: number): Promise<Reading> {
  const { store, editor } = dependencies;
  const key = textKey(book.id, page);
  const pageText = (await store.get(key))?.toString('utf8');
  if (pageText === undefined) throw new Failure(`Page text not found: ${key}`);
  const summary = await editor.summarise(pageText);
  const { reply, place } = await findPlace(dependencies, book, page, summary);
  const { grade, subject } = book;
  const facts = await editor
    .extractFacts({ pageText, subtopicTitle: place.subtopic_title, grade, subject })
    .catch(() => noFacts);
  return { page, summary, place, reasoning: reply.reasoning, facts };
}

async function findPlace(
  { guidelines, editor }: PipelineDependencies,
  { id, subject, grade }: BookRow,
  page: number,
  summary: string,
): Promise<{ reply: BoundaryReply; place: Reading['place'] }> {
  const open = await openSubtopics(guidelines, id);
  const earlier = [];
  for (const before of [page - 2, page - 1]) {
    const known = before < 1 ? null : await guidelines.readSummary(id, before);
    if (known !== null) earlier.push({ page: before, summary: known });
  }
  const reply = await editor.findBoundary({ page, subject, grade, open, earlier, summary });
  return { reply, place: resolvePlace(reply, open.map(placeOf), defaultTopic(subject, grade)) };
}

const placeOf = ({ topic_key, topic_title, subtopic_key, subtopic_title }: OpenSubtopic): Place => ({
  ...{ topic_key, topic_title, subtopic_key, subtopic_title },
});

/** Only open subtopics are offered to later pages (contract d.11). */
async function openSubtopics(guidelines: GuidelineStore, bookId: string): Promise<OpenSubtopic[]> {
  const index = await guidelines.readIndex(bookId);
  const listed = index === null ? [] : subtopicsOf(index).filter(({ status }) => status === 'open');
  const found = await Promise.all(
    listed.map(async (place) => {
      const shard = await guidelines.readShard(bookId, place.topic_key, place.subtopic_key);
      return shard?.status === 'open' ? [{ ...place, evidence: evidenceLine(shard) }] : [];
    }),
  );
  return found.flat();
}

async function storeReading(
  { database, guidelines }: PipelineDependencies,
  bookId: string,
  { page, summary, place, reasoning, facts }: Reading,
): Promise<boolean> {
  // A book that was deleted meanwhile must not get objects again.
  await requireBook(database, bookId);
  const at = now();
  const { topic_key, subtopic_key, confidence } = place;
  const known = await guidelines.readShard(bookId, topic_key, subtopic_key);
  const shard = known ? mergePage(known, page, facts) : createShard({ book_id: bookId, ...place }, page, facts);
  await guidelines.writeShard(shard);
  const index = (await guidelines.readIndex(bookId)) ?? emptyIndex(bookId, at);
  await guidelines.writeIndex(upsertSubtopic(index, shard, at));
  const pageIndex = (await guidelines.readPageIndex(bookId)) ?? emptyPageIndex(bookId, at);
  await guidelines.writePageIndex(assignPage(pageIndex, page, { topic_key, subtopic_key, confidence }, at));
  await guidelines.writePageGuideline({
    ...{ book_id: bookId, page, assigned_topic_key: topic_key, assigned_subtopic_key: subtopic_key },
    ...{ confidence, summary, facts, provisional: false },
    // The release stores no scores here, only the reasoning (contract c).
    decision_metadata: { continue_score: 0, new_score: 0, reasoning },
  });
  return known === null;
}
