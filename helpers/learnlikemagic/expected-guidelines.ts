import type { Shard } from './documents.ts';
import type { GuidelineRow } from './factories.ts';
import type { SubtopicName } from './guideline-answers.ts';
import type { Book } from './operations/books.ts';
import type { Guideline } from './operations/guidelines.ts';
import type { SubtopicGuideline } from './operations/review.ts';

/** A shard as its first page makes it: open, version 1, nothing found (contract c), but for what is given. */
export const newShard = (
  bookId: string,
  topic: Pick<Shard, 'topic_key' | 'topic_title'>,
  subtopic: SubtopicName,
  page: number,
  changes: Partial<Shard> = {},
): Shard => ({
  book_id: bookId,
  ...topic,
  subtopic_key: subtopic.key,
  subtopic_title: subtopic.title,
  aliases: [],
  status: 'open',
  source_page_start: page,
  source_page_end: page,
  source_pages: [page],
  objectives: [],
  examples: [],
  misconceptions: [],
  assessments: [],
  teaching_description: null,
  guideline_text: null,
  evidence_summary: '',
  confidence: 0,
  last_updated_page: page,
  version: 1,
  quality_flags: {
    has_min_objectives: false,
    has_misconception: false,
    has_assessments: false,
    teaching_description_valid: false,
  },
  ...changes,
});

/** The answer that shows a shard to authors (contract a.6, Guideline). */
export const guidelineOf = (shard: Shard): Guideline => ({
  topic_key: shard.topic_key,
  topic_title: shard.topic_title,
  subtopic_key: shard.subtopic_key,
  subtopic_title: shard.subtopic_title,
  status: shard.status,
  source_page_start: shard.source_page_start,
  source_page_end: shard.source_page_end,
  objectives: shard.objectives,
  examples: shard.examples,
  misconceptions: shard.misconceptions,
  assessments: shard.assessments,
  teaching_description: shard.teaching_description,
  evidence_summary: shard.evidence_summary,
  confidence: shard.confidence,
  quality_score: null,
  version: shard.version,
});

/** The answer that shows a shard to reviewers (contract a.7), but for the time of the call. */
export const reviewOf = (shard: Shard): Omit<SubtopicGuideline, 'last_updated'> => ({
  book_id: shard.book_id,
  topic_key: shard.topic_key,
  topic_title: shard.topic_title,
  subtopic_key: shard.subtopic_key,
  subtopic_title: shard.subtopic_title,
  source_page_start: shard.source_page_start,
  source_page_end: shard.source_page_end,
  source_pages: shard.source_pages,
  page_range: `${String(shard.source_page_start)}-${String(shard.source_page_end)}`,
  status: shard.status,
  confidence: shard.confidence,
  version: shard.version,
  teaching_description: shard.teaching_description,
  objectives: shard.objectives,
  examples: shard.examples,
  misconceptions: shard.misconceptions,
  assessments: shard.assessments,
  evidence_summary: shard.evidence_summary,
});

type JsonColumn = 'objectives_json' | 'examples_json' | 'misconceptions_json' | 'assessments_json' | 'source_pages';

/** A synced row whose JSON columns are read; how JSON is spaced and escaped is the backend's own affair. */
type ReadRow = Omit<GuidelineRow, JsonColumn> & Record<JsonColumn, unknown>;

/** A column that holds no JSON stays as it is, so that the comparison shows it. */
function readColumn(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return text;
  }
}

/** Reads the JSON columns of a synced row. */
export const readRow = (row: GuidelineRow): ReadRow => ({
  ...row,
  objectives_json: readColumn(row.objectives_json),
  examples_json: readColumn(row.examples_json),
  misconceptions_json: readColumn(row.misconceptions_json),
  assessments_json: readColumn(row.assessments_json),
  source_pages: readColumn(row.source_pages),
});

/** What a synced row holds (contract d.10), but for its id and time. */
export const rowOf = (book: Book, shard: Shard): Omit<ReadRow, 'id' | 'created_at'> => ({
  country: book.country,
  board: book.board,
  grade: book.grade,
  subject: book.subject,
  topic: shard.topic_title,
  subtopic: shard.subtopic_title,
  guideline: shard.teaching_description ?? '',
  metadata_json: null,
  topic_key: shard.topic_key,
  subtopic_key: shard.subtopic_key,
  topic_title: shard.topic_title,
  subtopic_title: shard.subtopic_title,
  objectives_json: shard.objectives,
  examples_json: shard.examples,
  misconceptions_json: shard.misconceptions,
  assessments_json: shard.assessments,
  teaching_description: shard.teaching_description ?? '',
  book_id: book.id,
  source_page_start: shard.source_page_start,
  source_page_end: shard.source_page_end,
  source_pages: shard.source_pages,
  evidence_summary: shard.evidence_summary,
  status: shard.status,
  confidence: shard.confidence,
  version: shard.version,
});

/** Topic of a Mathematics book of grade 8 that has no open subtopic yet (contract d.5). */
export const defaultTopic = { topic_key: 'mathematics-grade-8', topic_title: 'Mathematics Grade 8' } as const;

/** Ids that the backend makes (contract d.2). */
export const uuid4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
