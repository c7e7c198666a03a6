import { expect, test } from '../../../fixtures/iep/index.ts';
import { refusedFields, studentRowOf, withPeopleAsIn } from '../../../fixtures/iep/values.ts';

test.describe('PUT /api/v1/students/{student_id}', () => {
  const changes = [
    { first_name: 'Other', middle_name: null },
    { middle_name: 'Other', last_name: 'Another' },
    { grade_level: '6' },
    { date_of_birth: '2011-06-16' },
    { school_district: null, school_name: 'Another School' },
    { enrollment_date: null },
    { disability_codes: [' ohi', 'Au'] },
    { is_active: false },
    { case_manager_auth_id: 3, parent_guardian_auth_ids: [4, 5] },
    { primary_teacher_auth_id: 2 },
  ];

  for (const change of changes) {
    test(
      `writes ${Object.keys(change).join(' and ')} and leaves every other field alone`,
      { tag: ['@integration', '@db', '@writes'] },
      async ({ iep, student: students, database }) => {
        const [student, neighbour] = [await students.create(), await students.create()];
        const path = { student_id: student.id };

        const updated = await iep.updateStudent(200, { path, body: change });

        const row = { ...studentRowOf(student), ...change, updated_at: updated.updated_at };
        expect.soft(studentRowOf(updated), 'answer').toEqual(row);
        expect.soft(updated.updated_at, 'time of the change').not.toBeNull();
        expect.soft(updated.full_name, 'full name').toBe(`${updated.first_name} ${updated.last_name}`);
        await expect.soft(database, 'row').toHaveRow('students', { id: student.id }, row);
        await expect.soft(database, 'neighbour').toHaveRow('students', { id: neighbour.id }, studentRowOf(neighbour));
        const read = await iep.getStudent(200, { path });
        expect.soft(withPeopleAsIn(updated, read), 'read back').toEqual(withPeopleAsIn(read, updated));
      },
    );
  }

  test(
    'leaves a deactivated student deactivated that is changed otherwise',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ iep, student: students, database }) => {
      const student = await students.create();
      const path = { student_id: student.id };
      await iep.deactivateStudent(200, { path });

      const updated = await iep.updateStudent(200, { path, body: { grade_level: '6' } });

      expect.soft(updated, 'answer').toMatchObject({ grade_level: '6', is_active: false });
      const row = { ...studentRowOf(student), grade_level: '6', is_active: false, updated_at: updated.updated_at };
      await expect.soft(database, 'row').toHaveRow('students', { id: student.id }, row);
    },
  );

  test(
    'changes a school id to a free one, and refuses one in use',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ iep, student: students, run, database }) => {
      const [student, other] = [await students.create(), await students.create()];
      const path = { student_id: student.id };
      const free = run.name();

      const error = await iep.updateStudent(400, { path, body: { student_id: other.student_id, first_name: 'Lost' } });
      expect(error).toEqual({ detail: `Student with ID ${other.student_id} already exists` });
      await expect(database).toHaveRow('students', { id: student.id }, studentRowOf(student));

      const updated = await iep.updateStudent(200, { path, body: { student_id: free } });
      expect(updated.student_id).toBe(free);
      await expect(database).toHaveRow('students', { student_id: free }, studentRowOf(updated));
    },
  );

  test(
    'refuses lengths as a creation does, and changes nothing',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ iep, student: students, database }) => {
      const student = await students.create();
      const body = { student_id: '', first_name: '', last_name: 'x'.repeat(101), grade_level: 'x'.repeat(21) };

      const error = await iep.updateStudent(422, { path: { student_id: student.id }, body });

      expect(refusedFields(error)).toEqual([
        'body.first_name',
        'body.grade_level',
        'body.last_name',
        'body.student_id',
      ]);
      await expect(database).toHaveRow('students', { id: student.id }, studentRowOf(student));
    },
  );

  test('names an unknown student', { tag: ['@integration', '@writes'] }, async ({ iep }) => {
    const student_id = crypto.randomUUID();

    const error = await iep.updateStudent(404, { path: { student_id }, body: { first_name: 'Nobody' } });

    expect(error).toEqual({ detail: `Student ${student_id} not found` });
  });
});
