import { z } from 'zod';
import { operation } from '../../http/operation.ts';
import { DomainError, PlainError, Unauthenticated, Uuid } from './common.ts';

const PersonName = z.object({ first_name: z.string(), last_name: z.string(), legal_full_name: z.string().optional() });

const StudentDraft = z.object({
  person_name: PersonName,
  email: z.string().optional(),
  class_ids: z.array(z.string()).optional(),
});
export type StudentDraft = z.input<typeof StudentDraft>;

const Student = z.strictObject({
  id: Uuid,
  first_name: z.string(),
  last_name: z.string(),
  email: z.string().nullable(),
  class_ids: z.array(Uuid),
});

const students = '/v1/classes/students';

/** Contract b.2, on `students`. */
export const studentOperations = {
  createStudent: operation({
    method: 'POST',
    path: students,
    writes: true,
    creates: 'student',
    body: StudentDraft,
    responses: { 201: z.strictObject({ id: Uuid, full_name: z.string() }), 401: Unauthenticated, 500: PlainError },
  }),
  getStudent: operation({
    method: 'GET',
    path: `${students}/{student_id}`,
    writes: false,
    responses: { 200: Student, 400: PlainError, 401: Unauthenticated, 404: PlainError },
  }),
  updateStudent: operation({
    method: 'PUT',
    path: `${students}/{student_id}`,
    writes: true,
    body: z.object({
      person_name: PersonName.optional(),
      email: z.string().optional(),
      add_class_ids: z.array(z.string()).optional(),
      remove_class_ids: z.array(z.string()).optional(),
    }),
    responses: {
      200: Student,
      400: z.union([PlainError, DomainError]),
      401: Unauthenticated,
      404: PlainError,
      500: PlainError,
    },
  }),
  deleteStudent: operation({
    method: 'DELETE',
    path: `${students}/{student_id}`,
    writes: true,
    responses: {
      200: z.strictObject({ message: z.literal('Student deleted successfully') }),
      400: PlainError,
      401: Unauthenticated,
      404: PlainError,
    },
  }),
};
