import { z } from 'zod';
import { operation } from '../../http/operation.ts';
import { DomainError, PlainError, Unauthenticated, Uuid } from './common.ts';

/** A time of the service's own database: naive UTC, with or without its zone. */
const Moment = z.iso.datetime({ local: true, offset: true });

const associations = '/v1/batches/{batch_id}/student-associations';

/** Contract b.2, on what NLP suggested and a teacher confirms. */
export const associationOperations = {
  listAssociations: operation({
    method: 'GET',
    path: associations,
    writes: false,
    responses: {
      200: z.strictObject({
        associations: z.array(
          z.strictObject({
            essay_id: Uuid,
            suggested_student_id: Uuid,
            confidence_score: z.number().nullable(),
            match_reasons: z.array(z.string()).nullable(),
            created_at: Moment,
          }),
        ),
      }),
      400: PlainError,
      401: Unauthenticated,
      500: PlainError,
    },
  }),
  confirmAssociations: operation({
    method: 'POST',
    path: `${associations}/confirm`,
    writes: true,
    body: z.object({
      associations: z.array(z.object({ essay_id: z.string(), student_id: z.string(), confirmed: z.boolean() })),
      user_id: z.string().optional(),
    }),
    responses: {
      200: z.strictObject({
        status: z.literal('confirmed'),
        associations_confirmed: z.int().min(0),
        associations_rejected: z.int().min(0),
      }),
      400: z.union([PlainError, DomainError]),
      401: Unauthenticated,
      500: PlainError,
    },
  }),
};
