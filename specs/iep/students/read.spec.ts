import { expect, test } from '../../../fixtures/iep/index.ts';

test.describe('GET /api/v1/students/{student_id}', () => {
  test(
    'reads a student, the same whether IEPs are asked for or not',
    { tag: ['@integration', '@writes'] },
    async ({ iep, student: students, draft: drafts }) => {
      const student = await students.create();
      await drafts.create(student.id);
      const path = { student_id: student.id };

      expect(await iep.getStudent(200, { path })).toEqual(student);
      expect(await iep.getStudent(200, { path, query: { include_ieps: 'true' } })).toEqual(student);
    },
  );

  test(
    'names an unknown id, and refuses one that is no UUID',
    { tag: ['@smoke', '@integration', '@read-only'] },
    async ({ iep }) => {
      const student_id = crypto.randomUUID();

      expect(await iep.getStudent(404, { path: { student_id } })).toEqual({
        detail: `Student ${student_id} not found`,
      });
      const error = await iep.getStudent(422, { path: { student_id: 'TEST-001' } });
      expect(error.detail.map(({ loc }) => loc[0])).toEqual(['path']);
    },
  );
});

test.describe('GET /api/v1/students/by-student-id/{student_id}', () => {
  test(
    'finds a student by the whole school id, any characters in it',
    { tag: ['@integration', '@writes'] },
    async ({ iep, student: students, run }) => {
      const student_id = `${run.name()} é %?#`;
      const student = await students.create({ student_id });

      expect(await iep.getStudentBySchoolId(200, { path: { student_id } })).toEqual(student);
    },
  );

  test(
    'names an unknown school id, a part of one too',
    { tag: ['@integration', '@writes'] },
    async ({ iep, student: students }) => {
      const { student_id } = await students.create();
      const part = student_id.slice(0, -1);

      const error = await iep.getStudentBySchoolId(404, { path: { student_id: part } });

      expect(error).toEqual({ detail: `Student with school ID ${part} not found` });
    },
  );
});

test.describe('GET /api/v1/students/{student_id}/profile', () => {
  test("shows a student's own names", { tag: ['@integration', '@writes'] }, async ({ iep, student: students }) => {
    const student = await students.create();

    const profile = await iep.getProfile(200, { path: { student_id: student.id } });

    expect(JSON.stringify(profile.student)).toContain(student.last_name);
    expect(JSON.stringify(profile.student)).toContain(student.first_name);
  });

  test('names an unknown student', { tag: ['@integration', '@read-only'] }, async ({ iep }) => {
    const error = await iep.getProfile(404, { path: { student_id: crypto.randomUUID() } });

    expect(error.detail).not.toBe('');
  });
});
