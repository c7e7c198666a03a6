import { z } from 'zod';
import { operation, type Operation } from '../http/operation.ts';
import { ErrorDetail } from './operations/common.ts';
import { operations } from './operations/index.ts';

/** What a JSON document of a book may hold instead of what the contract lays down. */
export const unreadableDocuments = {
  'JSON that is cut off': '{\n  "book_id": "x",\n  "pages": [\n    {"page_num": 1,',
  'a list instead of an object': '[]',
  'a text instead of the pages': '{"book_id": "x", "pages": "none", "total_pages": 2, "last_updated": null}',
  'an entry without its members': '{"book_id": "x", "pages": [{}], "total_pages": 1}',
} as const;

/** Words of a Python interpreter about its own values; they tell a caller nothing. */
const interpreter =
  /Traceback|NoneType|<class |object has no attribute|object is not|not subscriptable|not iterable|indices must be|positional argument|unhashable/;

/**
 * The operation, asked for something that hangs on a document that cannot be read. How that is refused is not laid down; a 500 has the
 * operation's format with one sentence (contract 0, a), which speaks neither of code nor of a bare key.
 */
export const refusedAsUnreadable = ({ method, path, writes }: Operation): Operation =>
  operation({
    method,
    path,
    writes,
    responses: {
      400: ErrorDetail,
      404: ErrorDetail,
      500: z.strictObject({
        detail: z
          .string()
          .regex(/^Failed to \w[\w ]*: [^\n]*\w [^\n]*$/)
          .refine((text) => !interpreter.test(text), { message: 'speaks of the inside of the interpreter' }),
      }),
    },
  });

/**
 * The detail of a book whose metadata cannot be read: without pages, as where it is missing (contract a.4), or refused
 * like the rest; which of them is not laid down.
 */
export const detailWithoutPages: Operation = operation({
  ...operations.getBook,
  responses: {
    ...refusedAsUnreadable(operations.getBook).responses,
    200: operations.getBook.responses[200].extend({ pages: z.tuple([]) }),
  },
});
