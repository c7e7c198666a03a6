import type { z } from 'zod';
import { laterBy } from '../database/timestamp.ts';
import type { Storage } from '../storage/storage.ts';
import { objectKeys, type Index, type PageGuideline, type PageIndex, type Shard } from './documents.ts';
import { newShard } from './expected-guidelines.ts';
import { begins, type FactsAnswer, type SubtopicName } from './guideline-answers.ts';
import { assignmentsOf, mergedFacts, topicsOf, withStatus } from './guideline-consistency.ts';
import type { Book } from './operations/books.ts';
import { plantDocument } from './planted-documents.ts';

/** A page that a run of generation has put into a subtopic. */
export interface SortedPage {
  readonly page: number;
  readonly subtopic: SubtopicName;
  readonly summary: string;
  readonly facts: FactsAnswer;
}

/** Guidelines of a book as S3 holds them (contract c). */
export interface GuidelineDocuments {
  readonly index: z.output<typeof Index>;
  readonly pageIndex: z.output<typeof PageIndex>;
  /** In index order. */
  readonly shards: readonly Shard[];
  readonly pageGuidelines: readonly z.output<typeof PageGuideline>[];
  /** Earlier versions of the index, oldest first. */
  readonly snapshots: readonly z.output<typeof Index>[];
}

/** As of a page that begins a subtopic, or comes to one whose key is called new again (contract d.5). */
const { new_score: confidence, reasoning } = begins({ key: '', title: '' });

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** The topic of a book that has no open subtopic yet (contract d.5); a blank in its subject is no part of a key. */
function topicOf({ subject, grade }: Pick<Book, 'subject' | 'grade'>): Pick<Shard, 'topic_key' | 'topic_title'> {
  const topic_key = `${subject.toLowerCase().replaceAll(' ', '-')}-grade-${String(grade)}`;
  return { topic_key, topic_title: topic_key.split('-').map(capitalised).join(' ') };
}

function pageGuidelineOf(
  bookId: string,
  topicKey: string,
  { page, subtopic, summary, facts }: SortedPage,
): z.output<typeof PageGuideline> {
  return {
    book_id: bookId,
    page,
    assigned_topic_key: topicKey,
    assigned_subtopic_key: subtopic.key,
    confidence,
    summary,
    facts: {
      objectives_add: [...facts.objectives_add],
      examples_add: [...facts.examples_add],
      misconceptions_add: [...facts.misconceptions_add],
      assessments_add: [...facts.assessments_add],
    },
    provisional: false,
    decision_metadata: { continue_score: 0, new_score: 0, reasoning },
  };
}

/**
 * What a run over these pages, in this order, leaves when it finishes nothing (contract c, d.4 to d.7): every subtopic
 * is open, as after a run whose teaching descriptions failed. All under the one topic of the book.
 */
export function documentsOf(book: Book, sorted: readonly SortedPage[]): GuidelineDocuments {
  const topic = topicOf(book);
  const pageGuidelines = sorted.map((page) => pageGuidelineOf(book.id, topic.topic_key, page));
  const shards = [...new Set(sorted.map(({ subtopic }) => subtopic.key))].map((key) => {
    const own = sorted.filter(({ subtopic }) => subtopic.key === key);
    const pages = own.map(({ page }) => page);
    const [first] = own;
    if (!first) throw new Error(`no page of the subtopic ${key}`);
    return newShard(book.id, topic, first.subtopic, first.page, {
      ...mergedFacts(pageGuidelines.filter((page) => page.assigned_subtopic_key === key).map(({ facts }) => facts)),
      source_pages: [...pages].sort((one, other) => one - other),
      source_page_start: Math.min(...pages),
      source_page_end: Math.max(...pages),
      last_updated_page: pages.at(-1) ?? first.page,
      version: own.length,
    });
  });
  const state = { book_id: book.id, version: sorted.length + 1 };
  return {
    index: { ...state, topics: topicsOf(shards), last_updated: laterBy(2_000, book.updated_at) },
    pageIndex: { ...state, pages: assignmentsOf(pageGuidelines), last_updated: laterBy(1_000, book.updated_at) },
    shards,
    pageGuidelines,
    snapshots: [],
  };
}

/** The documents after a reviewer's decision on one subtopic: shard and index follow, the index as it was is kept. */
export function decided(
  { index, shards, snapshots, ...rest }: GuidelineDocuments,
  subtopicKey: string,
  status: 'final' | 'needs_review',
): GuidelineDocuments {
  const changed = shards.map((shard) => (shard.subtopic_key === subtopicKey ? withStatus(shard, status) : shard));
  const last_updated = laterBy(1_000, index.last_updated);
  const next = { ...index, topics: topicsOf(changed), version: index.version + 1, last_updated };
  return { ...rest, index: next, shards: changed, snapshots: [...snapshots, index] };
}

/** Writes guidelines into a book that has its pages. The objects are removed with the book. */
export async function plantGuidelines(storage: Storage, documents: GuidelineDocuments): Promise<void> {
  const { index, pageIndex, shards, pageGuidelines, snapshots } = documents;
  const id = index.book_id;
  await Promise.all([
    plantDocument(storage, objectKeys.index(id), index),
    plantDocument(storage, objectKeys.pageIndex(id), pageIndex),
    ...shards.map((shard) => plantDocument(storage, objectKeys.shard(id, shard.topic_key, shard.subtopic_key), shard)),
    ...pageGuidelines.map((page) => plantDocument(storage, objectKeys.pageGuideline(id, page.page), page)),
    ...snapshots.map((old) => plantDocument(storage, objectKeys.indexSnapshot(id, old.version), old)),
  ]);
}
