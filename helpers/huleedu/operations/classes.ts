import { z } from 'zod';
import { operation } from '../../http/operation.ts';
import { CourseCode, DomainError, PlainError, Unauthenticated, Uuid } from './common.ts';

const ClassDraft = z.object({ name: z.string(), course_codes: z.array(z.string()) });
export type ClassDraft = z.input<typeof ClassDraft>;

const SchoolClass = z.strictObject({ id: Uuid, name: z.string(), course_code: CourseCode });

const RosterEntry = z.strictObject({
  student_id: Uuid,
  first_name: z.string(),
  last_name: z.string(),
  full_legal_name: z.string(),
  email: z.string().nullable(),
});

const classes = '/v1/classes';

/** Contract b.2, on `classes`. */
export const classOperations = {
  createClass: operation({
    method: 'POST',
    path: `${classes}/`,
    writes: true,
    creates: 'class',
    body: ClassDraft,
    responses: {
      201: z.strictObject({ id: Uuid, name: z.string() }),
      400: DomainError,
      401: Unauthenticated,
      500: PlainError,
    },
  }),
  getClass: operation({
    method: 'GET',
    path: `${classes}/{class_id}`,
    writes: false,
    responses: { 200: SchoolClass, 400: PlainError, 401: Unauthenticated, 404: PlainError },
  }),
  updateClass: operation({
    method: 'PUT',
    path: `${classes}/{class_id}`,
    writes: true,
    body: ClassDraft.partial(),
    responses: {
      200: SchoolClass,
      400: z.union([PlainError, DomainError]),
      401: Unauthenticated,
      404: PlainError,
      500: PlainError,
    },
  }),
  deleteClass: operation({
    method: 'DELETE',
    path: `${classes}/{class_id}`,
    writes: true,
    responses: {
      200: z.strictObject({ message: z.literal('Class deleted successfully') }),
      400: PlainError,
      401: Unauthenticated,
      404: PlainError,
    },
  }),
  getRoster: operation({
    method: 'GET',
    path: `${classes}/{class_id}/roster`,
    writes: false,
    responses: { 200: z.strictObject({ students: z.array(RosterEntry) }), 400: PlainError, 404: PlainError },
  }),
};
