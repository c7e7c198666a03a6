import { dictionary, list, model, nullable, record, withDefault } from '../../fastapi/composites.ts';
import { flag, float, integer, text, timestamp, word } from '../../fastapi/scalars.ts';
import type { Of } from '../../fastapi/shape.ts';
import { bookPrefix } from './book-metadata.ts';

export const shardStatuses = ['open', 'stable', 'final', 'needs_review'] as const;
export const shardStatus = word(...shardStatuses);
export type ShardStatus = Of<typeof shardStatus>;

export const assessment = model('Assessment', {
  level: word('basic', 'proficient', 'advanced'),
  prompt: text(),
  answer: text(),
});
export type Assessment = Of<typeof assessment>;

const fraction = float({ ge: 0, le: 1 });

export const shard = record({
  ...{ book_id: text(), topic_key: text(), subtopic_key: text(), topic_title: text(), subtopic_title: text() },
  aliases: list(text()),
  status: shardStatus,
  source_page_start: integer({ ge: 1 }),
  source_page_end: integer({ ge: 1 }),
  source_pages: list(integer()),
  ...{ objectives: list(text()), examples: list(text()), misconceptions: list(text()) },
  assessments: list(assessment),
  teaching_description: nullable(text()),
  guideline_text: withDefault(nullable(text()), null),
  evidence_summary: text(),
  confidence: fraction,
  last_updated_page: integer(),
  version: integer({ ge: 1 }),
  quality_flags: record({
    ...{ has_min_objectives: flag(), has_misconception: flag() },
    ...{ has_assessments: flag(), teaching_description_valid: flag() },
  }),
});
export type Shard = Of<typeof shard>;

export const guidelineIndex = record({
  book_id: text(),
  topics: list(
    record({
      ...{ topic_key: text(), topic_title: text() },
      subtopics: list(
        record({ subtopic_key: text(), subtopic_title: text(), status: shardStatus, page_range: text() }),
      ),
    }),
  ),
  version: integer(),
  last_updated: timestamp(),
});
export type GuidelineIndex = Of<typeof guidelineIndex>;

export const pageIndex = record({
  book_id: text(),
  pages: dictionary(record({ topic_key: text(), subtopic_key: text(), confidence: fraction })),
  version: integer(),
  last_updated: timestamp(),
});
export type PageIndex = Of<typeof pageIndex>;

export const facts = record({
  ...{ objectives_add: list(text()), examples_add: list(text()), misconceptions_add: list(text()) },
  assessments_add: list(assessment),
});
export type Facts = Of<typeof facts>;

/** Of a stored page guideline only the summary is read again. */
export const pageSummary = record({ summary: text() });

/** Keys of contract c. */
export const guidelinesPrefix = (bookId: string): string => `${bookPrefix(bookId)}guidelines/`;
export const indexKey = (bookId: string): string => `${guidelinesPrefix(bookId)}index.json`;
export const pageIndexKey = (bookId: string): string => `${guidelinesPrefix(bookId)}page_index.json`;
export const indexSnapshotKey = (bookId: string, version: number): string =>
  `${guidelinesPrefix(bookId)}snapshots/index.v${String(version)}.json`;
export const shardKey = (bookId: string, topicKey: string, subtopicKey: string): string =>
  `${guidelinesPrefix(bookId)}topics/${topicKey}/subtopics/${subtopicKey}.latest.json`;
export const pageGuidelinesPrefix = (bookId: string): string => `${bookPrefix(bookId)}pages/`;
export const pageGuidelineKey = (bookId: string, page: number): string =>
  `${pageGuidelinesPrefix(bookId)}${String(page).padStart(3, '0')}.page_guideline.json`;
