import { z } from 'zod';
import { Timestamp } from '../../database/timestamp.ts';
import { operation } from '../../http/operation.ts';
import { ErrorDetail, NoContent, ValidationError } from './common.ts';

/** Book status (contract d.1). */
export const bookStatuses = [
  'draft',
  'uploading_pages',
  'pages_complete',
  'generating_guidelines',
  'guidelines_pending_review',
  'approved',
] as const;
export const BookStatus = z.enum(bookStatuses);
export type BookStatus = z.output<typeof BookStatus>;

export const PageStatus = z.enum(['pending_review', 'approved']);

const BookDraft = z.strictObject({
  title: z.string(),
  author: z.string().nullable().optional(),
  edition: z.string().nullable().optional(),
  edition_year: z.number().nullable().optional(),
  country: z.string(),
  board: z.string(),
  grade: z.number(),
  subject: z.string(),
});
export type BookDraft = z.input<typeof BookDraft>;

const described = {
  id: z.string().min(1),
  title: z.string(),
  author: z.string().nullable(),
  edition: z.string().nullable(),
  edition_year: z.int().nullable(),
  country: z.string(),
  board: z.string(),
  grade: z.int().min(1).max(12),
  subject: z.string(),
  status: BookStatus,
  created_at: Timestamp,
  updated_at: Timestamp,
};

const Book = z.strictObject({
  ...described,
  cover_image_s3_key: z.null(),
  s3_prefix: z.string(),
  created_by: z.literal('admin'),
});
export type Book = z.output<typeof Book>;

const BookDetail = z.strictObject({
  ...described,
  pages: z.array(
    z.strictObject({
      page_num: z.int().min(1),
      image_s3_key: z.string(),
      text_s3_key: z.string(),
      status: PageStatus,
      approved_at: Timestamp.nullable(),
    }),
  ),
});
export type BookDetail = z.output<typeof BookDetail>;

/** Contract a.4. */
export const books = {
  createBook: operation({
    method: 'POST',
    path: '/admin/books',
    writes: true,
    creates: 'book',
    body: BookDraft,
    responses: { 201: Book, 400: ErrorDetail, 422: ValidationError, 500: ErrorDetail },
  }),
  listBooks: operation({
    method: 'GET',
    path: '/admin/books',
    writes: false,
    query: z.object({
      country: z.string().optional(),
      board: z.string().optional(),
      subject: z.string().optional(),
      status: z.string().optional(),
      grade: z.number().optional(),
      limit: z.number().optional(),
      offset: z.number().optional(),
    }),
    responses: {
      200: z.strictObject({ books: z.array(Book), total: z.int().min(0) }),
      422: ValidationError,
      500: ErrorDetail,
    },
  }),
  getBook: operation({
    method: 'GET',
    path: '/admin/books/{book_id}',
    writes: false,
    responses: { 200: BookDetail, 404: ErrorDetail, 500: ErrorDetail },
  }),
  updateBookStatus: operation({
    method: 'PUT',
    path: '/admin/books/{book_id}/status',
    writes: true,
    body: z.strictObject({ status: z.string() }),
    responses: { 200: Book, 400: ErrorDetail, 404: ErrorDetail, 422: ValidationError, 500: ErrorDetail },
  }),
  deleteBook: operation({
    method: 'DELETE',
    path: '/admin/books/{book_id}',
    writes: true,
    responses: { 204: NoContent, 404: ErrorDetail, 500: ErrorDetail },
  }),
};
