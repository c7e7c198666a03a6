import { readDocument, writeDocument } from './documents.ts';
import {
  guidelineIndex,
  guidelinesPrefix,
  indexKey,
  indexSnapshotKey,
  pageGuidelineKey,
  pageGuidelinesPrefix,
  pageIndex,
  pageIndexKey,
  pageSummary,
  shard,
  shardKey,
  type Facts,
  type GuidelineIndex,
  type PageIndex,
  type Shard,
} from './guideline-documents.ts';
import type { ObjectStore } from './object-store.ts';

export interface PageGuideline {
  book_id: string;
  page: number;
  assigned_topic_key: string;
  assigned_subtopic_key: string;
  confidence: number;
  summary: string;
  facts: Facts;
  provisional: false;
  decision_metadata: { continue_score: number; new_score: number; reasoning: string };
}

/** The guideline objects of the books (contract c). */
export interface GuidelineStore {
  readIndex(bookId: string): Promise<GuidelineIndex | null>;
  writeIndex(index: GuidelineIndex): Promise<void>;
  /** Stores a copy of the old index under its version, then the new one. */
  replaceIndex(old: GuidelineIndex, index: GuidelineIndex): Promise<void>;
  readPageIndex(bookId: string): Promise<PageIndex | null>;
  writePageIndex(index: PageIndex): Promise<void>;
  readShard(bookId: string, topicKey: string, subtopicKey: string): Promise<Shard | null>;
  writeShard(shard: Shard): Promise<void>;
  readSummary(bookId: string, page: number): Promise<string | null>;
  writePageGuideline(guideline: PageGuideline): Promise<void>;
  /** Removes index, page index, shards and snapshots, and what was noted for each page. */
  removeAll(bookId: string): Promise<void>;
}

export function createGuidelineStore(store: ObjectStore): GuidelineStore {
  const writeIndex = (index: GuidelineIndex): Promise<void> => writeDocument(store, indexKey(index.book_id), index);
  return {
    writeIndex,
    readIndex: (bookId) => readDocument(store, indexKey(bookId), guidelineIndex),
    async replaceIndex(old, index) {
      await writeDocument(store, indexSnapshotKey(old.book_id, old.version), old);
      await writeIndex(index);
    },
    readPageIndex: (bookId) => readDocument(store, pageIndexKey(bookId), pageIndex),
    writePageIndex: (index) => writeDocument(store, pageIndexKey(index.book_id), index),
    readShard: (bookId, topicKey, subtopicKey) => readDocument(store, shardKey(bookId, topicKey, subtopicKey), shard),
    writeShard: (each) => writeDocument(store, shardKey(each.book_id, each.topic_key, each.subtopic_key), each),
    async readSummary(bookId, page) {
      const found = await readDocument(store, pageGuidelineKey(bookId, page), pageSummary);
      return found?.summary ?? null;
    },
    writePageGuideline: (each) => writeDocument(store, pageGuidelineKey(each.book_id, each.page), each),
    async removeAll(bookId) {
      await store.deletePrefix(guidelinesPrefix(bookId));
      await store.deletePrefix(pageGuidelinesPrefix(bookId));
    },
  };
}
