import type { z } from 'zod';
import type { ValidationError } from './operations/common.ts';

/**
 * Where a 422 finds something wrong, as sorted places: `body.student_id`, `query.page`. The name of a path parameter is not
 * laid down, so a path is `path` alone; the wording and the name of each rule are the library's (contract 1.1).
 */
export const refusedFields = (error: z.output<typeof ValidationError>): string[] =>
  [...new Set(error.detail.map(({ loc }) => (loc[0] === 'path' ? 'path' : loc.join('.'))))].sort();
