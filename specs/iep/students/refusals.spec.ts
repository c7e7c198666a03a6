import { expect, test } from '../../../fixtures/iep/index.ts';
import { refusedFields, studentRowOf } from '../../../fixtures/iep/values.ts';

test.describe('POST /api/v1/students', () => {
  test(
    'refuses a school id that is in use, of a deactivated student too, and stores nothing',
    { tag: ['@critical', '@integration', '@db', '@writes'] },
    async ({ iep, student: students, database }) => {
      const draft = students.build();
      const first = await iep.createStudent(201, { body: draft });
      const again = students.build({ student_id: draft.student_id });
      const detail = `Student with ID ${draft.student_id} already exists`;

      expect.soft(await iep.createStudent(400, { body: again }), 'while active').toEqual({ detail });
      await expect.soft(database, 'row').toHaveRow('students', { student_id: draft.student_id }, studentRowOf(first));

      await iep.deactivateStudent(200, { path: { student_id: first.id } });
      expect.soft(await iep.createStudent(400, { body: again }), 'once deactivated').toEqual({ detail });
      await expect.soft(database, 'rows').toHaveRowCount('students', { student_id: draft.student_id }, 1);
    },
  );

  const broken = [
    [
      'lacks what is required',
      {
        student_id: undefined,
        first_name: undefined,
        last_name: undefined,
        date_of_birth: undefined,
        grade_level: undefined,
      },
      ['date_of_birth', 'first_name', 'grade_level', 'last_name', 'student_id'],
    ],
    ['has empty names', { student_id: '', first_name: '', last_name: '' }, ['first_name', 'last_name', 'student_id']],
    [
      'has texts that are too long',
      {
        student_id: 'x'.repeat(51),
        first_name: 'x'.repeat(101),
        middle_name: 'x'.repeat(101),
        last_name: 'x'.repeat(101),
        grade_level: 'x'.repeat(21),
        school_district: 'x'.repeat(201),
        school_name: 'x'.repeat(201),
      },
      ['first_name', 'grade_level', 'last_name', 'middle_name', 'school_district', 'school_name', 'student_id'],
    ],
    [
      'has days that are none',
      { date_of_birth: '2010-02-30', enrollment_date: 'yesterday' },
      ['date_of_birth', 'enrollment_date'],
    ],
    [
      'has values of other types',
      {
        // A number may be taken for a text, by how the library is set up; a list never is.
        first_name: ['Ada'],
        disability_codes: ['SLD', ['AU']],
        case_manager_auth_id: 'nobody',
        parent_guardian_auth_ids: [1, 'two'],
      },
      ['case_manager_auth_id', 'disability_codes.1', 'first_name', 'parent_guardian_auth_ids.1'],
    ],
    ['has null for what is required', { student_id: null, date_of_birth: null }, ['date_of_birth', 'student_id']],
  ] as const;

  for (const [what, fields, places] of broken) {
    test(
      `refuses a body that ${what}, names each field and stores nothing`,
      { tag: ['@integration', '@db', '@writes'] },
      async ({ iep, student: students, database }) => {
        const draft = students.build();

        const error = await iep.createStudent(422, { body: { ...draft, ...fields } });

        expect.soft(refusedFields(error), 'fields').toEqual(places.map((place) => `body.${place}`));
        await expect.soft(database, 'rows').toHaveRowCount('students', { last_name: draft.last_name }, 0);
        await expect.soft(database, 'rows').toHaveRowCount('students', { student_id: draft.student_id }, 0);
      },
    );
  }
});
