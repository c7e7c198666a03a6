import { expect, test } from '../../../fixtures/iep/index.ts';
import { studentOf, studentRowOf, withPeopleAsIn } from '../../../fixtures/iep/values.ts';

test.describe('POST /api/v1/students', () => {
  test(
    'creates an active student with a row that says the same',
    { tag: ['@critical', '@integration', '@db', '@writes'] },
    async ({ iep, student: students, database }) => {
      const draft = students.build();

      const student = await iep.createStudent(201, { body: draft });

      expect.soft(student, 'answer').toMatchObject(studentOf(draft));
      await expect.soft(database, 'row').toHaveRow('students', { id: student.id }, studentRowOf(student));
      const read = await iep.getStudent(200, { path: { student_id: student.id } });
      expect.soft(withPeopleAsIn(student, read), 'read back').toEqual(withPeopleAsIn(read, student));
    },
  );

  test(
    'fills what only the required fields leave open',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ iep, run, database }) => {
      const name = run.name();
      const draft = {
        student_id: name,
        first_name: 'A',
        last_name: name,
        date_of_birth: '1899-12-31',
        grade_level: '',
      };

      const student = await iep.createStudent(201, { body: draft });

      expect(student).toMatchObject(studentOf(draft));
      await expect(database).toHaveRow('students', { id: student.id }, studentRowOf(student));
    },
  );

  test(
    'trims disability codes, writes them in upper case, drops blank ones and knows no list of them',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ iep, student: students, database }) => {
      const draft = students.build({ disability_codes: [' sld', 'Au ', '', '   ', 'no-such-code'] });

      const student = await iep.createStudent(201, { body: draft });

      expect(student.disability_codes).toEqual(['SLD', 'AU', 'NO-SUCH-CODE']);
      await expect(database).toHaveRow('students', { id: student.id }, studentRowOf(student));
    },
  );

  test(
    'accepts the longest texts, and any script and markup',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ iep, student: students, run, database }) => {
      const drafts = [
        students.build({
          student_id: run.name().padEnd(50, 'x'),
          first_name: 'f'.repeat(100),
          middle_name: 'm'.repeat(100),
          last_name: run.name().padEnd(100, 'l'),
          grade_level: 'g'.repeat(20),
          school_district: 'd'.repeat(200),
          school_name: 's'.repeat(200),
        }),
        students.build({ first_name: '\u{1F4D8}'.repeat(100), middle_name: 'É', school_name: 'विद्यालय № 7' }),
        students.build({ first_name: `Robert'); DROP TABLE students;--`, school_name: '<b>School</b> "A" \\ %' }),
      ];

      for (const draft of drafts) {
        const student = await iep.createStudent(201, { body: draft });
        expect(student).toMatchObject(studentOf(draft));
        await expect(database).toHaveRow('students', { id: student.id }, studentRowOf(student));
      }
    },
  );

  test(
    'names the people of a student by their ids, known to the auth service or not',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ iep, student: students, userId, database }) => {
      // Some of a deployment's users have small ids; a drawn one nobody has.
      const [case_manager_auth_id, primary_teacher_auth_id, parent] = [1, 2, 3];
      const parent_guardian_auth_ids = [parent, userId()];
      const people = { case_manager_auth_id, primary_teacher_auth_id, parent_guardian_auth_ids };

      const student = await iep.createStudent(201, { body: students.build(people) });

      const { case_manager_user, primary_teacher_user, parent_guardian_users } = student;
      expect.soft(student, 'answer').toMatchObject(people);
      expect.soft([null, case_manager_auth_id], 'case manager').toContain(case_manager_user?.id ?? null);
      expect.soft([null, primary_teacher_auth_id], 'teacher').toContain(primary_teacher_user?.id ?? null);
      const parents = parent_guardian_users.map(({ id }) => id);
      expect.soft(parent_guardian_auth_ids, 'parents').toEqual(expect.arrayContaining(parents));
      await expect.soft(database, 'row').toHaveRow('students', { id: student.id }, studentRowOf(student));
      const read = await iep.getStudent(200, { path: { student_id: student.id } });
      expect.soft(withPeopleAsIn(student, read), 'read back').toEqual(withPeopleAsIn(read, student));
    },
  );

  test(
    'ignores fields that it does not know or does not let a caller set',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ iep, student: students, database }) => {
      const draft = students.build();
      const foreign = { id: crypto.randomUUID(), is_active: false, created_at: '2000-01-01T00:00:00Z', colour: 'red' };

      const answer = await iep.createStudent.send({ body: { ...draft, ...foreign } });

      const student = answer.as(201);
      expect(student).toMatchObject(studentOf(draft));
      expect(student.id).not.toBe(foreign.id);
      await expect(database).toHaveRow('students', { student_id: draft.student_id }, studentRowOf(student));
    },
  );
});
