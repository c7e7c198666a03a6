import { z } from 'zod';
import { Timestamp } from '../database/timestamp.ts';

const text = z.string();
const nullableText = z.string().nullable();
const nullableNumber = z.number().nullable();

/** The contract's tables (section b): the keys are the columns that the suite reads. */
export const tables = {
  sessions: z.strictObject({
    id: text,
    student_json: text,
    goal_json: text,
    state_json: text,
    mastery: nullableNumber,
    step_idx: nullableNumber,
    created_at: Timestamp.nullable(),
    updated_at: Timestamp.nullable(),
  }),
  events: z.strictObject({
    id: text,
    session_id: text,
    node: z.enum(['present', 'check', 'advance', 'remediate']),
    step_idx: z.int(),
    payload_json: text,
    created_at: Timestamp.nullable(),
  }),
  books: z.strictObject({
    id: text,
    title: text,
    author: nullableText,
    edition: nullableText,
    edition_year: nullableNumber,
    country: text,
    board: text,
    grade: z.int(),
    subject: text,
    cover_image_s3_key: nullableText,
    s3_prefix: text,
    metadata_s3_key: nullableText,
    status: text,
    created_at: Timestamp.nullable(),
    updated_at: Timestamp.nullable(),
    created_by: nullableText,
  }),
  book_guidelines: z.strictObject({
    id: text,
    book_id: text,
    guideline_s3_key: text,
    status: text,
    generated_at: Timestamp.nullable(),
    reviewed_at: Timestamp.nullable(),
    reviewed_by: nullableText,
    version: nullableNumber,
    created_at: Timestamp.nullable(),
  }),
  teaching_guidelines: z.strictObject({
    id: text,
    country: text,
    board: text,
    grade: z.int(),
    subject: text,
    topic: text,
    subtopic: text,
    guideline: text,
    metadata_json: nullableText,
    created_at: Timestamp.nullable(),
    topic_key: nullableText,
    subtopic_key: nullableText,
    topic_title: nullableText,
    subtopic_title: nullableText,
    objectives_json: nullableText,
    examples_json: nullableText,
    misconceptions_json: nullableText,
    assessments_json: nullableText,
    teaching_description: nullableText,
    book_id: nullableText,
    source_page_start: nullableNumber,
    source_page_end: nullableNumber,
    source_pages: nullableText,
    evidence_summary: nullableText,
    status: nullableText,
    confidence: nullableNumber,
    version: nullableNumber,
  }),
};

export type Tables = typeof tables;
