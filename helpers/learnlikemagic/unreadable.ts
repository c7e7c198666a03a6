import { z } from 'zod';
import { operation, type Operation } from '../http/operation.ts';
import { outward, Unhandled } from './foreign-requests.ts';
import { ErrorDetail } from './operations/common.ts';
import { operations } from './operations/index.ts';

/** What a JSON document of a book may hold instead of what the contract lays down. */
export const unreadableDocuments = {
  'JSON that is cut off': '{\n  "book_id": "x",\n  "pages": [\n    {"page_num": 1,',
  'a list instead of an object': '[]',
  'a text instead of the pages': '{"book_id": "x", "pages": "none", "total_pages": 2, "last_updated": null}',
  'an entry without its members': '{"book_id": "x", "pages": [{}], "total_pages": 1}',
} as const;

/** An error of the application in the format of its operation: what failed, and a sentence, not a bare key (contract 0, a). */
const Sentence = z.strictObject({ detail: z.string().regex(/^(?:Failed to|Error) \w[\w ]*: [^\n]*\w [^\n]*$/) });

/**
 * The operation, asked for something that hangs on a thing in its stores that cannot be read. What it answers is not
 * laid down: it refuses in a form of contract 0, in its own format where it has one for a 500, or, if a `success` is
 * given, answers 200 with that. Neither speaks of the inside of the program.
 */
export const onUnreadable = ({ method, path, writes, responses }: Operation, success?: z.ZodType): Operation =>
  operation({
    method,
    path,
    writes,
    responses: {
      ...(success && { 200: outward(success) }),
      400: outward(ErrorDetail),
      404: outward(ErrorDetail),
      500: outward(responses[500] ? Sentence : z.union([ErrorDetail, Unhandled])),
    },
  });

const { getBook, getSession, getSummary } = operations;

/** The detail of a book whose metadata cannot be read: without pages, as where it is missing (contract a.4), or refused. */
export const detailWithoutPages = onUnreadable(getBook, getBook.responses[200].extend({ pages: z.tuple([]) }));

/** The reads of a session whose state cannot be read: the state as it is stored, a summary (contract a.3), or refused. */
export const readsOfUnreadableState = [
  onUnreadable(getSession, z.unknown()),
  onUnreadable(getSummary, getSummary.responses[200]),
];
