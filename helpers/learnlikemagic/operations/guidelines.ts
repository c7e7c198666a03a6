import { z } from 'zod';
import { operation } from '../../http/operation.ts';
import { ErrorDetail, NoContent, Share, ValidationError } from './common.ts';

/** Shard status (contract d.11). */
export const ShardStatus = z.enum(['open', 'stable', 'final', 'needs_review']);
export type ShardStatus = z.output<typeof ShardStatus>;

export const Assessment = z.strictObject({
  level: z.enum(['basic', 'proficient', 'advanced']),
  prompt: z.string(),
  answer: z.string(),
});
export type Assessment = z.output<typeof Assessment>;

/** What a guideline teaches; the shard, the answers and the database row repeat these lists. */
export const facts = {
  objectives: z.array(z.string()),
  examples: z.array(z.string()),
  misconceptions: z.array(z.string()),
  assessments: z.array(Assessment),
};

/** Keys and titles of a subtopic. */
export const subtopicNames = {
  topic_key: z.string().min(1),
  topic_title: z.string().min(1),
  subtopic_key: z.string().min(1),
  subtopic_title: z.string().min(1),
};

const Guideline = z.strictObject({
  ...subtopicNames,
  ...facts,
  status: ShardStatus,
  source_page_start: z.int().min(1),
  source_page_end: z.int().min(1),
  teaching_description: z.string().nullable(),
  evidence_summary: z.string(),
  confidence: Share,
  quality_score: z.null(),
  version: z.int().min(1),
});
export type Guideline = z.output<typeof Guideline>;

const Count = z.int().min(0);

/** Contract a.6. */
export const guidelines = {
  generateGuidelines: operation({
    method: 'POST',
    path: '/admin/books/{book_id}/generate-guidelines',
    writes: true,
    // Three for each page and up to two for each subtopic that becomes stable: enough for five pages.
    llmCalls: 17,
    body: z.strictObject({
      start_page: z.number().nullable().optional(),
      end_page: z.number().nullable().optional(),
      auto_sync_to_db: z.boolean().optional(),
    }),
    responses: {
      200: z.strictObject({
        book_id: z.string(),
        status: z.literal('completed'),
        pages_processed: Count,
        subtopics_created: Count,
        subtopics_finalized: Count,
        errors: z.array(z.string()),
        warnings: z.array(z.string()).length(0),
      }),
      400: ErrorDetail,
      404: ErrorDetail,
      422: ValidationError,
      500: ErrorDetail,
    },
  }),
  listGuidelines: operation({
    method: 'GET',
    path: '/admin/books/{book_id}/guidelines',
    writes: false,
    responses: {
      200: z.strictObject({ book_id: z.string(), total_subtopics: Count, guidelines: z.array(Guideline) }),
      404: ErrorDetail,
      500: ErrorDetail,
    },
  }),
  getGuideline: operation({
    method: 'GET',
    path: '/admin/books/{book_id}/guidelines/{topic_key}/{subtopic_key}',
    writes: false,
    responses: { 200: Guideline, 404: ErrorDetail, 500: ErrorDetail },
  }),
  approveGuidelines: operation({
    method: 'PUT',
    path: '/admin/books/{book_id}/guidelines/approve',
    writes: true,
    responses: {
      200: z.strictObject({
        book_id: z.string(),
        status: z.literal('approved'),
        approved_count: Count,
        synced_count: Count,
        message: z.string(),
      }),
      404: ErrorDetail,
      500: ErrorDetail,
    },
  }),
  deleteGuidelines: operation({
    method: 'DELETE',
    path: '/admin/books/{book_id}/guidelines',
    writes: true,
    responses: { 204: NoContent, 404: ErrorDetail, 500: ErrorDetail },
  }),
};
