import { expect, test } from '../../../fixtures/iep/index.ts';
import { iepRowOf, studentRowOf } from '../../../fixtures/iep/values.ts';

test.describe('PUT /api/v1/students/{student_id}/active-iep/{iep_id}', () => {
  test(
    'points a student at an IEP, which new versions do not move',
    { tag: ['@critical', '@integration', '@db', '@writes'] },
    async ({ iep, student: students, draft: drafts, database }) => {
      const student = await students.create();
      const first = await drafts.create(student.id);
      const path = { student_id: student.id };

      const answer = await iep.setActiveIep(200, { path: { ...path, iep_id: first.id } });
      await drafts.create(student.id);

      expect.soft(answer.message, 'message').toBe('Active IEP updated successfully');
      expect.soft(answer.data, 'data').toEqual({ student_id: student.id, active_iep_id: first.id });
      const read = await iep.getActiveIep(200, { path });
      const { id, academic_year, status, effective_date, review_date } = first;
      expect.soft(read.active_iep, 'active IEP').toEqual({ id, academic_year, status, effective_date, review_date });
      const plain = await iep.getStudent(200, { path });
      expect.soft(plain, 'elsewhere').toEqual({ ...read, active_iep: null });
      const row = { ...studentRowOf(student), active_iep_id: first.id, updated_at: read.updated_at };
      await expect.soft(database, 'student').toHaveRow('students', { id: student.id }, row);
      await expect.soft(database, 'stored IEP').toHaveRow('ieps', { id: first.id }, iepRowOf(first));
    },
  );

  test(
    'names an unknown student and changes nothing',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ iep, student: students, draft: drafts, database }) => {
      const student = await students.create();
      const { id: iep_id } = await drafts.create(student.id);
      const student_id = crypto.randomUUID();

      const error = await iep.setActiveIep(404, { path: { student_id, iep_id } });

      expect(error).toEqual({ detail: `Student ${student_id} not found` });
      await expect(database).toHaveRow('students', { id: student.id }, studentRowOf(student));
    },
  );

  test(
    'fails for an IEP that does not exist, and keeps the pointer',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ iep, student: students, draft: drafts, database }) => {
      const student = await students.create();
      const { id: iep_id } = await drafts.create(student.id);
      await iep.setActiveIep(200, { path: { student_id: student.id, iep_id } });
      const before = await database.row('students', { id: student.id });

      const error = await iep.setActiveIep(500, { path: { student_id: student.id, iep_id: crypto.randomUUID() } });

      expect(error).toEqual({ detail: 'Failed to update active IEP' });
      expect(before.active_iep_id).toBe(iep_id);
      await expect(database).toHaveRow('students', { id: student.id }, before);
    },
  );
});

test.describe('GET /api/v1/students/{student_id}/active-iep', () => {
  test(
    'has none for a student without a pointer, and names an unknown student',
    { tag: ['@integration', '@writes'] },
    async ({ iep, student: students, draft: drafts }) => {
      const student = await students.create();
      await drafts.create(student.id);
      const unknown = crypto.randomUUID();

      const read = await iep.getActiveIep(200, { path: { student_id: student.id } });
      expect(read).toMatchObject({ id: student.id, active_iep_id: null, active_iep: null });
      const error = await iep.getActiveIep(404, { path: { student_id: unknown } });
      expect(error).toEqual({ detail: `Student ${unknown} not found` });
    },
  );
});
