import { z } from 'zod';
import { operation, type Operation } from '../http/operation.ts';
import { ErrorDetail, ValidationError } from './operations/common.ts';
import { review } from './operations/review.ts';

const { method, path, writes, query } = review.syncToDatabase;
const Refusal = z.union([ErrorDetail, ValidationError, z.literal('Internal Server Error')]);

/** A sync of a book without guidelines: nothing is synced, or there is nothing to sync (contract a.7). */
export const syncOfNothing: Operation = operation({
  ...{ method, path, writes, query },
  responses: {
    200: review.syncToDatabase.responses[200].extend({
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
