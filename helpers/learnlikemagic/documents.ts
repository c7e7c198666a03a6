import { z } from 'zod';
import { Timestamp } from '../database/timestamp.ts';
import { PageStatus } from './operations/books.ts';
import { Share } from './operations/common.ts';
import { Assessment, facts, ShardStatus, subtopicNames } from './operations/guidelines.ts';
import { IndexedTopic, PageAssignment } from './operations/review.ts';

/** Keys of a book's objects in S3 (contract c). */
export const objectKeys = {
  prefix: (bookId: string) => `books/${bookId}/`,
  metadata: (bookId: string) => `books/${bookId}/metadata.json`,
  image: (bookId: string, page: number) => `books/${bookId}/${String(page)}.png`,
  text: (bookId: string, page: number) => `books/${bookId}/${String(page)}.txt`,
  pageGuideline: (bookId: string, page: number) =>
    `books/${bookId}/pages/${String(page).padStart(3, '0')}.page_guideline.json`,
  guidelines: (bookId: string) => `books/${bookId}/guidelines/`,
  index: (bookId: string) => `books/${bookId}/guidelines/index.json`,
  indexSnapshot: (bookId: string, version: number) =>
    `books/${bookId}/guidelines/snapshots/index.v${String(version)}.json`,
  pageIndex: (bookId: string) => `books/${bookId}/guidelines/page_index.json`,
  shard: (bookId: string, topicKey: string, subtopicKey: string) =>
    `books/${bookId}/guidelines/topics/${topicKey}/subtopics/${subtopicKey}.latest.json`,
};

/** Where a run may write in the bucket: under the ids that its books can have (contract d.2). */
export const writableFor = (runPrefix: string): { readonly starts: readonly string[] } => ({
  starts: [`books/${runPrefix}`, `books/unknown_${runPrefix}`],
});

const Version = z.int().min(1);

/** `metadata.json` */
export const Metadata = z.strictObject({
  book_id: z.string(),
  pages: z.array(
    z.strictObject({
      page_num: z.int().min(1),
      image_s3_key: z.string(),
      text_s3_key: z.string(),
      status: PageStatus,
      uploaded_at: Timestamp,
      approved_at: Timestamp.optional(),
    }),
  ),
  total_pages: z.int().min(0),
  last_updated: Timestamp,
});

/** `index.json` and its snapshots */
export const Index = z.strictObject({
  book_id: z.string(),
  topics: z.array(IndexedTopic),
  version: Version,
  last_updated: Timestamp,
});

/** `page_index.json` */
export const PageIndex = z.strictObject({
  book_id: z.string(),
  pages: z.record(z.string().regex(/^[1-9]\d*$/), PageAssignment),
  version: Version,
  last_updated: Timestamp,
});

/** `{subtopic_key}.latest.json` */
export const Shard = z.strictObject({
  book_id: z.string(),
  ...subtopicNames,
  aliases: z.array(z.string()).length(0),
  status: ShardStatus,
  source_page_start: z.int().min(1),
  source_page_end: z.int().min(1),
  source_pages: z.array(z.int().min(1)).min(1),
  ...facts,
  teaching_description: z.string().nullable(),
  guideline_text: z.null(),
  evidence_summary: z.string(),
  confidence: Share,
  last_updated_page: z.int().min(1),
  version: Version,
  quality_flags: z.strictObject({
    has_min_objectives: z.boolean(),
    has_misconception: z.boolean(),
    has_assessments: z.boolean(),
    teaching_description_valid: z.boolean(),
  }),
});
export type Shard = z.output<typeof Shard>;

/** `{nnn}.page_guideline.json` */
export const PageGuideline = z.strictObject({
  book_id: z.string(),
  page: z.int().min(1),
  assigned_topic_key: z.string(),
  assigned_subtopic_key: z.string(),
  confidence: Share,
  summary: z.string().min(1).max(500),
  facts: z.strictObject({
    objectives_add: z.array(z.string()),
    examples_add: z.array(z.string()),
    misconceptions_add: z.array(z.string()),
    assessments_add: z.array(Assessment),
  }),
  provisional: z.literal(false),
  decision_metadata: z.strictObject({ continue_score: Share, new_score: Share, reasoning: z.string() }),
});
