import { z } from 'zod';
import { operation, type Method, type Operation } from '../http/operation.ts';
import { ErrorDetail, NoContent, ValidationError } from './operations/common.ts';
import { operations } from './operations/index.ts';

/** Path parameters of every operation, filled with ids that name nothing. */
export const pathOfNothing = (id: string): Readonly<Record<string, string | number>> => ({
  book_id: id,
  page_num: 1,
  session_id: id,
  subtopic_key: id,
  topic_key: id,
});

/** Every path of the contract, once. */
export const contractPaths = [...new Set(Object.values(operations).map(({ path }) => path))];

/** Requests that the contract knows no operation for, by what it says of them (contract 0). */
export const foreign = {
  /** The method is not served at this path: 405. */
  method: (method: Method, path: string) =>
    operation({
      method,
      path,
      writes: method !== 'GET' && method !== 'HEAD',
      // A HEAD is answered without a body.
      responses: { 405: method === 'HEAD' ? NoContent : z.strictObject({ detail: z.literal('Method Not Allowed') }) },
    }),
  /** Nothing is served at this path: 404. */
  path: (method: Method, path: string) =>
    operation({
      method,
      path,
      writes: method !== 'GET',
      responses: { 404: z.strictObject({ detail: z.literal('Not Found') }) },
    }),
  /** The operation's path with a slash at its end: 307 to the path without it. */
  trailingSlash: ({ method, path, writes }: Operation) =>
    operation({ method, path: `${path}/`, writes, responses: { 307: z.string() } }),
};

/** What an unhandled exception is answered with, in plain text (contract 0). */
export const Unhandled = z.literal('Internal Server Error');

/** Words of an interpreter or a driver about a value that is not what a program took it for: no sentence for a caller (contract 0). */
const inward = new RegExp(
  [
    "Traceback|NoneType|<class |object has no attribute|' object is not|not subscriptable|not iterable|indices must be",
    'positional argument|unhashable|KeyError|validation errors? for|Cannot (read|set) propert|is not a function',
    'string literal|invalid byte sequence|0x00',
  ].join('|'),
);

/** The same answer, which says nothing in such words. */
export const outward = (schema: z.ZodType): z.ZodType =>
  schema.refine((answer) => !inward.test(JSON.stringify(answer)), { message: 'speaks of the inside of the program' });

const Refusal = outward(z.union([ErrorDetail, ValidationError, Unhandled]));
const RefusalOrProxy = outward(z.union([ErrorDetail, ValidationError, z.string()]));

/**
 * The operation, asked for something whose refusal the contract lays down only in shape: an error of the application,
 * of the validation, or the plain text of an unhandled exception (contract 0). A proxy in front of a deployment may
 * refuse a request itself, with a 400 in words of its own.
 */
export const refusedSomehow = ({ method, path, writes }: Operation): Operation =>
  operation({
    method,
    path,
    writes,
    responses: { 400: RefusalOrProxy, 404: Refusal, 422: Refusal, 500: Refusal },
  });

/**
 * The operation, asked for something whose outcome the contract does not lay down: any status that it may answer, with
 * the body of that status, or a 400 of the application (contract 0).
 */
export const answeredSomehow = ({ method, path, writes, responses }: Operation): Operation =>
  operation({
    method,
    path,
    writes,
    responses: Object.fromEntries(
      Object.entries({ 400: z.union([ErrorDetail, z.string()]), ...responses }).map(([status, schema]) => [
        status,
        outward(schema),
      ]),
    ),
  });

/** A sync of a book without guidelines: nothing is synced, or there is nothing to sync (contract a.7). */
export const syncOfNothing: Operation = operation({
  ...operations.syncToDatabase,
  responses: {
    200: operations.syncToDatabase.responses[200].extend({
      message: z.literal('Successfully synced 0 guidelines to database'),
      synced_count: z.literal(0),
    }),
    404: ErrorDetail,
  },
});

/** An operation that takes a JSON body. */
export type BodyTaker = Operation & { readonly responses: { readonly 422: typeof ValidationError } };

const declared: readonly Operation[] = Object.values(operations);

/** Every operation that takes a JSON body. */
export const bodyTakers = declared.filter(
  (candidate): candidate is BodyTaker => candidate.body !== undefined && candidate.responses[422] === ValidationError,
);
