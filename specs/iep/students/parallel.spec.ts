import { expect, test } from '../../../fixtures/iep/index.ts';
import { operations, refusedSomehow, studentOf, studentRowOf } from '../../../fixtures/iep/values.ts';

test.describe('POST /api/v1/students', () => {
  test(
    'lets one of equal students that are created at the same time through',
    { tag: ['@concurrent', '@integration', '@db', '@writes'] },
    async ({ iep, student: students, database }) => {
      const student_id = students.build().student_id;
      const operation = refusedSomehow(operations.createStudent);

      const answers = await Promise.all(
        Array.from({ length: 8 }, () => iep.send(operation, { body: students.build({ student_id }) })),
      );

      for (const answer of answers) answer.as(answer.status);
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      await expect(database).toHaveRowCount('students', { student_id }, 1);
    },
  );

  test(
    'loses none of many students that are created at the same time',
    { tag: ['@concurrent', '@integration', '@db', '@writes'] },
    async ({ iep, student: students, userId, database }) => {
      const case_manager_auth_id = userId();
      const drafts = Array.from({ length: 20 }, () => students.build({ case_manager_auth_id }));

      const created = await Promise.all(drafts.map((body) => iep.createStudent(201, { body })));

      expect(created).toMatchObject(drafts.map(studentOf));
      const byId = (rows: readonly { id: string }[]): Record<string, unknown> =>
        Object.fromEntries(rows.map((row) => [row.id, row]));
      const rows = await database.rows('students', { case_manager_auth_id });
      expect(byId(rows)).toEqual(byId(created.map(studentRowOf)));
    },
  );
});
