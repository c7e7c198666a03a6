import type { GuidelineIndex, PageIndex, Shard, ShardStatus } from '../store/guideline-documents.ts';
import { pageRange } from './shard.ts';

/** The index before anything is in it; its version starts at 1 in memory (contract c). */
export function emptyIndex(bookId: string, at: string): GuidelineIndex {
  return { book_id: bookId, topics: [], version: 1, last_updated: at };
}

/** The same for the page index. */
export function emptyPageIndex(bookId: string, at: string): PageIndex {
  return { book_id: bookId, pages: {}, version: 1, last_updated: at };
}

/** Adds the shard's subtopic, or brings its page range up to date; version + 1 (contract c, d.7). */
export function upsertSubtopic(index: GuidelineIndex, shard: Shard, at: string): GuidelineIndex {
  const { topic_key, topic_title, subtopic_key, subtopic_title, status } = shard;
  const entry = { subtopic_key, subtopic_title, status, page_range: pageRange(shard) };
  const known = index.topics.some((topic) => topic.topic_key === topic_key);
  const topics = known ? index.topics : [...index.topics, { topic_key, topic_title, subtopics: [] }];
  return {
    ...index,
    topics: topics.map((topic) => {
      if (topic.topic_key !== topic_key) return topic;
      const listed = topic.subtopics.some((each) => each.subtopic_key === subtopic_key);
      const subtopics = listed
        ? topic.subtopics.map((each) =>
            each.subtopic_key === subtopic_key ? { ...each, page_range: entry.page_range } : each,
          )
        : [...topic.subtopics, entry];
      return { ...topic, subtopics };
    }),
    version: index.version + 1,
    last_updated: at,
  };
}

/** Gives a subtopic another status; version + 1. */
export function setStatus(
  index: GuidelineIndex,
  topicKey: string,
  subtopicKey: string,
  status: ShardStatus,
  at: string,
): GuidelineIndex {
  const topics = index.topics.map((topic) => ({
    ...topic,
    subtopics: topic.subtopics.map((each) =>
      topic.topic_key === topicKey && each.subtopic_key === subtopicKey ? { ...each, status } : each,
    ),
  }));
  return { ...index, topics, version: index.version + 1, last_updated: at };
}

/** Notes to which subtopic a page belongs; version + 1. */
export function assignPage(
  pageIndex: PageIndex,
  page: number,
  assignment: PageIndex['pages'][string],
  at: string,
): PageIndex {
  const { topic_key, subtopic_key, confidence } = assignment;
  const pages = { ...pageIndex.pages, [String(page)]: { topic_key, subtopic_key, confidence } };
  return { ...pageIndex, pages, version: pageIndex.version + 1, last_updated: at };
}

export interface SubtopicPlace {
  topic_key: string;
  topic_title: string;
  subtopic_key: string;
  subtopic_title: string;
  status: ShardStatus;
}

/** Every subtopic of the index in its order: topics as first met, subtopics as first met in a topic. */
export function subtopicsOf(index: GuidelineIndex): SubtopicPlace[] {
  return index.topics.flatMap(({ topic_key, topic_title, subtopics }) =>
    subtopics.map(({ subtopic_key, subtopic_title, status }) => ({
      ...{ topic_key, topic_title, subtopic_key, subtopic_title, status },
    })),
  );
}

/** Open subtopics whose highest page lies at least three pages before the page just done (contract d.8). */
export function stableSubtopics(index: GuidelineIndex, pageIndex: PageIndex, page: number): SubtopicPlace[] {
  return subtopicsOf(index).filter(({ topic_key, subtopic_key, status }) => {
    const pages = Object.entries(pageIndex.pages)
      .filter(([, each]) => each.topic_key === topic_key && each.subtopic_key === subtopic_key)
      .map(([number]) => Number(number));
    return status === 'open' && pages.length > 0 && page - Math.max(...pages) >= 3;
  });
}
