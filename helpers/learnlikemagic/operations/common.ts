import { z } from 'zod';

/** Body of an error that the application raises (contract 0). */
export const ErrorDetail = z.strictObject({ detail: z.string() });

/** Body of a 422: one entry for each failing field (contract 0). */
export const ValidationError = z.strictObject({
  detail: z
    .array(
      z.strictObject({
        type: z.string(),
        loc: z.array(z.union([z.string(), z.number()])),
        msg: z.string(),
        input: z.unknown(),
        ctx: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .min(1),
});

/** Body of a 204. */
export const NoContent = z.literal('');

/** A share: score, confidence, mastery. */
export const Share = z.number().min(0).max(1);
