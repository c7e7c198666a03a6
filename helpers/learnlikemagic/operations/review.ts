import { z } from 'zod';
import { Timestamp } from '../../database/timestamp.ts';
import { operation } from '../../http/operation.ts';
import { ErrorDetail, Share, ValidationError } from './common.ts';
import { facts, ShardStatus, subtopicNames } from './guidelines.ts';

const Count = z.int().min(0);
const PageRange = z.string().regex(/^\d+-\d+$/);
const TopicQuery = z.object({ topic_key: z.string() });

const ReviewedBook = z.strictObject({
  book_id: z.string(),
  title: z.string(),
  grade: z.int().nullable(),
  subject: z.string().nullable(),
  total_pages: Count,
  pages_processed: Count,
  extraction_status: z.enum(['not_started', 'in_progress', 'completed', 'failed']),
  topics_count: Count,
  subtopics_count: Count,
  subtopics_approved: Count,
  last_updated: Timestamp.nullable(),
});

const IndexedSubtopic = z.strictObject({
  subtopic_key: subtopicNames.subtopic_key,
  subtopic_title: subtopicNames.subtopic_title,
  status: ShardStatus,
  page_range: PageRange,
});

/** A topic of the index with its subtopics, in index order. */
export const IndexedTopic = z.strictObject({
  topic_key: subtopicNames.topic_key,
  topic_title: subtopicNames.topic_title,
  subtopics: z.array(IndexedSubtopic),
});

const SubtopicGuideline = z.strictObject({
  book_id: z.string(),
  ...subtopicNames,
  ...facts,
  source_page_start: z.int().min(1),
  source_page_end: z.int().min(1),
  source_pages: z.array(z.int().min(1)),
  page_range: PageRange,
  status: ShardStatus,
  confidence: Share.nullable(),
  version: z.int().min(1),
  last_updated: Timestamp,
  teaching_description: z.string().nullable(),
  evidence_summary: z.string().nullable(),
});
export type SubtopicGuideline = z.output<typeof SubtopicGuideline>;

const SubtopicEdit = z
  .strictObject({
    ...facts,
    teaching_description: z.string().nullable(),
    status: ShardStatus,
  })
  .partial();
export type SubtopicEdit = z.input<typeof SubtopicEdit>;

/** Which subtopic a page went to. */
export const PageAssignment = z.strictObject({
  topic_key: subtopicNames.topic_key,
  subtopic_key: subtopicNames.subtopic_key,
  confidence: Share,
});

/** Contract a.7. */
export const review = {
  listReviewedBooks: operation({
    method: 'GET',
    path: '/admin/guidelines/books',
    writes: false,
    query: z.object({ status: z.string().optional() }),
    responses: { 200: z.array(ReviewedBook) },
  }),
  listTopics: operation({
    method: 'GET',
    path: '/admin/guidelines/books/{book_id}/topics',
    writes: false,
    responses: { 200: z.array(IndexedTopic), 404: ErrorDetail },
  }),
  getSubtopic: operation({
    method: 'GET',
    path: '/admin/guidelines/books/{book_id}/subtopics/{subtopic_key}',
    writes: false,
    query: TopicQuery,
    responses: { 200: SubtopicGuideline, 404: ErrorDetail, 422: ValidationError },
  }),
  updateSubtopic: operation({
    method: 'PUT',
    path: '/admin/guidelines/books/{book_id}/subtopics/{subtopic_key}',
    writes: true,
    query: TopicQuery,
    body: SubtopicEdit,
    responses: {
      200: z.strictObject({
        message: z.literal('Guideline updated successfully'),
        version: z.int().min(1),
        updated_at: Timestamp,
      }),
      404: ErrorDetail,
      422: ValidationError,
      500: ErrorDetail,
    },
  }),
  approveSubtopic: operation({
    method: 'POST',
    path: '/admin/guidelines/books/{book_id}/subtopics/{subtopic_key}/approve',
    writes: true,
    query: TopicQuery,
    body: z.strictObject({ approved: z.boolean(), reviewer_notes: z.string().nullable().optional() }),
    responses: {
      200: z.strictObject({
        message: z.enum(['Guideline approved', 'Guideline rejected']),
        status: z.enum(['final', 'needs_review']),
        previous_status: ShardStatus,
        version: z.int().min(1),
        updated_at: Timestamp,
      }),
      404: ErrorDetail,
      422: ValidationError,
      500: ErrorDetail,
    },
  }),
  getPageAssignments: operation({
    method: 'GET',
    path: '/admin/guidelines/books/{book_id}/page-assignments',
    writes: false,
    responses: { 200: z.record(z.string().regex(/^[1-9]\d*$/), PageAssignment), 404: ErrorDetail },
  }),
  syncToDatabase: operation({
    method: 'POST',
    path: '/admin/guidelines/books/{book_id}/sync-to-database',
    writes: true,
    query: z.object({ status_filter: z.string().optional() }),
    responses: {
      200: z.strictObject({ message: z.string(), book_id: z.string(), synced_count: Count }),
      404: ErrorDetail,
      500: ErrorDetail,
    },
  }),
};
