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

const Refusal = z.union([ErrorDetail, ValidationError, z.literal('Internal Server Error')]);

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
    responses: { 400: z.union([Refusal, z.string()]), 404: Refusal, 422: Refusal, 500: Refusal },
  });

/**
 * The operation, asked for something whose outcome the contract does not lay down: any status that it may answer, with
 * the body of that status, or a 400 of the application (contract 0).
 */
export const answeredSomehow = ({ method, path, writes, responses }: Operation): Operation =>
  operation({ method, path, writes, responses: { 400: z.union([ErrorDetail, z.string()]), ...responses } });

/** The operation, asked of what was spoiled in its store: refused somehow, or answered with what is there. */
export const answeredAnyhow = (candidate: Operation): Operation => {
  const refused = refusedSomehow(candidate);
  return operation({ ...refused, responses: { ...refused.responses, 200: z.unknown() } });
};

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

/** The operation on stored documents that are not of the contract's form: it may succeed, or refuse in a form of contract 0. */
export const onBrokenDocuments = (declared: Operation): Operation =>
  operation({
    ...declared,
    // No model call is needed to refuse.
    llmCalls: 0,
    responses: { ...declared.responses, 400: Refusal, 404: Refusal, 422: Refusal, 500: Refusal },
  });

/** An operation that takes a JSON body. */
export type BodyTaker = Operation & { readonly responses: { readonly 422: typeof ValidationError } };

const declared: readonly Operation[] = Object.values(operations);

/** Every operation that takes a JSON body. */
export const bodyTakers = declared.filter(
  (candidate): candidate is BodyTaker => candidate.body !== undefined && candidate.responses[422] === ValidationError,
);
