import { z } from 'zod';
import { operation, type Method, type Operation } from '../http/operation.ts';
import { ErrorDetail, ErrorEnvelope, ValidationError } from './operations/common.ts';
import { operations } from './operations/index.ts';

/** Path parameters of every operation, filled with ids that name nothing. */
export const pathOfNothing = (): Readonly<Record<string, string | number>> => ({
  student_id: crypto.randomUUID(),
  iep_id: crypto.randomUUID(),
  goal_id: crypto.randomUUID(),
  template_id: crypto.randomUUID(),
  disability_type_id: crypto.randomUUID(),
  id: crypto.randomUUID(),
  code: 'NONE',
  grade_level: '5',
  teacher_auth_id: 1,
});

/** Requests that the contract knows no operation for, by what it says of them (contract 1.1). */
export const foreign = {
  /** The method is not served at this path: 405. */
  method: (method: Method, path: string) =>
    operation({
      method,
      path,
      writes: method !== 'GET',
      responses: { 405: z.strictObject({ detail: z.literal('Method Not Allowed') }) },
    }),
  /** Nothing is served at this path: 404. */
  path: (method: Method, path: string) =>
    operation({
      method,
      path,
      writes: method !== 'GET',
      responses: { 404: z.strictObject({ detail: z.literal('Not Found') }) },
    }),
};

const Refusal = z.union([ErrorDetail, ErrorEnvelope, ValidationError]);

/**
 * The operation, asked for something whose refusal the contract lays down only in shape: an error of a handler, of the
 * validation, or of the error middleware (contract 1.1).
 */
export const refusedSomehow = ({ responses, ...declaration }: Operation): Operation =>
  operation({
    ...declaration,
    responses: {
      ...Object.fromEntries(Object.entries(responses).filter(([status]) => status.startsWith('2'))),
      400: Refusal,
      404: Refusal,
      422: Refusal,
      500: Refusal,
      503: Refusal,
    },
  });

/** An operation that takes a JSON body. */
export type BodyTaker = Operation & { readonly responses: { readonly 422: typeof ValidationError } };

const declared: readonly Operation[] = Object.values(operations);

/** Every operation that takes a JSON body. */
export const bodyTakers = declared.filter(
  (candidate): candidate is BodyTaker => candidate.body !== undefined && candidate.responses[422] === ValidationError,
);
