import { z } from 'zod';
import { operation } from '../../http/operation.ts';
import { PageStatus } from './books.ts';
import { ErrorDetail, NoContent, ValidationError } from './common.ts';

const PageNumber = z.int().min(1);

/** Contract a.5. */
export const pages = {
  uploadPage: operation({
    method: 'POST',
    path: '/admin/books/{book_id}/pages',
    writes: true,
    // One when all is well; the application makes up to three attempts.
    llmCalls: 3,
    files: ['image'],
    responses: {
      200: z.strictObject({
        page_num: PageNumber,
        image_url: z.url(),
        ocr_text: z.string(),
        status: z.literal('pending_review'),
      }),
      400: ErrorDetail,
      404: ErrorDetail,
      422: ValidationError,
      500: ErrorDetail,
    },
  }),
  getPage: operation({
    method: 'GET',
    path: '/admin/books/{book_id}/pages/{page_num}',
    writes: false,
    responses: {
      200: z.strictObject({
        page_num: PageNumber,
        status: PageStatus,
        image_url: z.url(),
        text_url: z.url(),
        ocr_text: z.string(),
      }),
      404: ErrorDetail,
      422: ValidationError,
      500: ErrorDetail,
    },
  }),
  approvePage: operation({
    method: 'PUT',
    path: '/admin/books/{book_id}/pages/{page_num}/approve',
    writes: true,
    responses: {
      200: z.strictObject({ page_num: PageNumber, status: z.literal('approved') }),
      400: ErrorDetail,
      422: ValidationError,
      500: ErrorDetail,
    },
  }),
  deletePage: operation({
    method: 'DELETE',
    path: '/admin/books/{book_id}/pages/{page_num}',
    writes: true,
    responses: { 204: NoContent, 400: ErrorDetail, 422: ValidationError, 500: ErrorDetail },
  }),
};
