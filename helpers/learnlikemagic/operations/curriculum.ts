import { z } from 'zod';
import { operation } from '../../http/operation.ts';
import { ErrorDetail, ValidationError } from './common.ts';

const Subtopic = z.strictObject({ subtopic: z.string(), guideline_id: z.string() });

// Exactly one of the three is a list: the one that answers the question.
const Curriculum = z.union([
  z.strictObject({ subjects: z.array(z.string()), topics: z.null(), subtopics: z.null() }),
  z.strictObject({ subjects: z.null(), topics: z.array(z.string()), subtopics: z.null() }),
  z.strictObject({ subjects: z.null(), topics: z.null(), subtopics: z.array(Subtopic) }),
]);

/** Contract a.2. */
export const curriculum = {
  getCurriculum: operation({
    method: 'GET',
    path: '/curriculum',
    writes: false,
    query: z.object({
      country: z.string(),
      board: z.string(),
      grade: z.number(),
      subject: z.string().optional(),
      topic: z.string().optional(),
    }),
    responses: { 200: Curriculum, 422: ValidationError, 500: ErrorDetail },
  }),
};
