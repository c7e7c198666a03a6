import { z } from 'zod';

/** Body of an error that the application raises (contract 0). */
export const ErrorDetail = z.strictObject({ detail: z.string() });

/** Where `ctx` holds the parameter of a rule that has one, by the type of the failure. */
const parameters: Readonly<Record<string, string>> = {
  greater_than_equal: 'ge',
  less_than_equal: 'le',
  string_too_short: 'min_length',
  string_too_long: 'max_length',
  string_pattern_mismatch: 'pattern',
};

// Loose: some versions of the framework add members, such as a link to the rule's documentation.
const FailingField = z
  .looseObject({
    type: z.string(),
    loc: z.array(z.union([z.string(), z.number()])),
    msg: z.string(),
    input: z.unknown(),
    ctx: z.record(z.string(), z.unknown()).optional(),
  })
  .refine(({ type, ctx }) => ctx?.[parameters[type] ?? ''] !== undefined || parameters[type] === undefined, {
    path: ['ctx'],
    message: 'lacks the parameter of the rule',
  });

/** Body of a 422: one entry for each failing field (contract 0). */
export const ValidationError = z.strictObject({ detail: z.array(FailingField).min(1) });

/** Body of a 204. */
export const NoContent = z.literal('');

/** A share: score, confidence, mastery. */
export const Share = z.number().min(0).max(1);
