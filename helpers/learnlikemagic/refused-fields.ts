import type { z } from 'zod';
import type { ValidationError } from './operations/common.ts';

/** What a 422 complains of, as sorted `type at location` lines: `missing at body.title` (contract 0). */
export const refusedFields = (error: z.output<typeof ValidationError>): string[] =>
  error.detail.map(({ type, loc }) => `${type} at ${loc.join('.')}`).sort();
