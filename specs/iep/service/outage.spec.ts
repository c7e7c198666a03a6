import { expect, test } from '../../../fixtures/iep/index.ts';
import { leaksIn, operations, pathOfNothing, refusedSomehow } from '../../../fixtures/iep/values.ts';

const query = { current_user_id: 1 };
const days = '2010-05-15';

/** Operations whose failure the contract words, with a right request each. */
const worded = [
  [operations.listStudents, {}, 'Failed to retrieve students'],
  [operations.searchStudents, { query: { q: 'a' } }, 'Search failed'],
  [operations.getCaseload, {}, 'Failed to retrieve teacher caseload'],
  [operations.getCaseloadSummary, {}, 'Failed to retrieve caseload summary'],
  [operations.listReviewNeeded, {}, 'Failed to retrieve students needing review'],
  [operations.listTemplates, {}, 'Failed to retrieve templates'],
  [operations.listDisabilityTypes, {}, 'Failed to retrieve disability types'],
] as const;

/** Operations whose failure is a handler's or the error middleware's. */
const unworded = [
  operations.getStudent,
  operations.getIep,
  operations.listIepsOfStudent,
  operations.listVersions,
  operations.getTemplate,
] as const;

test.describe('every operation that needs the database', () => {
  test(
    'answers the sentence of the contract when the database refuses',
    { tag: ['@integration', '@fault', '@read-only'] },
    async ({ iepOutage }) => {
      const path = pathOfNothing();

      const answers = await Promise.all(
        worded.map(([operation, request]) => iepOutage.send(operation, { path, ...request })),
      );

      expect(answers.map((answer) => answer.as(500))).toEqual(worded.map(([, , detail]) => ({ detail })));
    },
  );

  test(
    'shows nothing of its inside where the contract names no sentence',
    { tag: ['@integration', '@fault', '@read-only'] },
    async ({ iepOutage, redact }) => {
      const path = pathOfNothing();

      const answers = await Promise.all(
        unworded.map((operation) => iepOutage.send(refusedSomehow(operation), { path })),
      );

      for (const answer of answers) {
        answer.as(500);
        expect(leaksIn(answer.text, redact), answer.operation.path).toEqual([]);
      }
    },
  );

  test(
    'creates nothing when the database refuses',
    { tag: ['@integration', '@db', '@fault', '@writes'] },
    async ({ iepOutage, run, student: students, draft: drafts, database }) => {
      const name = run.name();
      const student = await students.create();
      const body = { student_id: name, first_name: 'A', last_name: name, date_of_birth: days, grade_level: '5' };

      const noStudent = await iepOutage.createStudent(500, { body });
      const noIep = await iepOutage.createIep(500, { query, body: drafts.build(student.id) });

      expect.soft(noStudent).toEqual({ detail: 'Failed to create student' });
      expect.soft(noIep).toEqual({ detail: 'Failed to create IEP' });
      await expect.soft(database, 'students').toHaveRowCount('students', { student_id: name }, 0);
      await expect.soft(database, 'IEPs').toHaveRowCount('ieps', { student_id: student.id }, 0);
    },
  );
});

test.describe('GET /api/v1/ieps/{iep_id}', () => {
  test(
    'reads IEPs and students as ever when the auth service refuses, without their users',
    { tag: ['@integration', '@fault', '@writes'] },
    async ({ iepAuthOutage, student: students, draft: drafts, userId }) => {
      const people = { case_manager_auth_id: userId(), parent_guardian_auth_ids: [userId()] };
      const student = await students.create(people);
      const draft = await drafts.create(student.id);

      const readStudent = await iepAuthOutage.getStudent(200, { path: { student_id: student.id } });
      const readIep = await iepAuthOutage.getIep(200, { path: { iep_id: draft.id } });

      expect.soft(readStudent).toMatchObject({ ...people, case_manager_user: null, parent_guardian_users: [] });
      expect.soft(readIep).toMatchObject({ id: draft.id, content: draft.content, created_by_user: null });
    },
  );
});
