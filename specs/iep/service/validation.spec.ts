import { expect, test } from '../../../fixtures/iep/index.ts';
import { operations, pathOfNothing, refusedFields } from '../../../fixtures/iep/values.ts';

/** A list, a query out of its bounds or of another type, and where the refusal must find it. */
const refusals = [
  [operations.listStudents, { page: 0, size: 0 }, ['query.page', 'query.size']],
  [operations.listStudents, { size: 101 }, ['query.size']],
  [
    operations.listStudents,
    { page: 'one', size: 'all', is_active: 'perhaps', case_manager_auth_id: 'me' },
    ['query.case_manager_auth_id', 'query.is_active', 'query.page', 'query.size'],
  ],
  [operations.searchStudents, {}, ['query.q']],
  [operations.searchStudents, { q: '', limit: 0 }, ['query.limit', 'query.q']],
  [operations.searchStudents, { q: 'a', limit: 101 }, ['query.limit']],
  [operations.listReviewNeeded, { days_ahead: 0 }, ['query.days_ahead']],
  [operations.listReviewNeeded, { days_ahead: 366 }, ['query.days_ahead']],
  [operations.listPendingApproval, { limit: 0 }, ['query.limit']],
  [operations.listPendingApproval, { limit: 101 }, ['query.limit']],
  [operations.listIepsOfStudent, { limit: 101 }, ['query.limit']],
  [operations.listTemplates, { page: 0, size: 101 }, ['query.page', 'query.size']],
  [operations.listTemplates, { disability_type_id: 'SLD' }, ['query.disability_type_id']],
  [operations.listSlowest, { limit: 'few' }, ['query.limit']],
  [operations.findSimilarIeps, { top_k: 21 }, ['query.query_text', 'query.top_k']],
  [operations.findSimilarIeps, { query_text: 'a', top_k: 0 }, ['query.top_k']],
] as const;

test.describe('every list', () => {
  test(
    'refuses queries out of their bounds or of another type, and names each',
    { tag: ['@integration', '@read-only'] },
    async ({ iep }) => {
      const path = pathOfNothing();

      const answers = await Promise.all(refusals.map(([operation, query]) => iep.send(operation, { path, query })));

      const named = answers.map((answer, index) => [
        `${answer.operation.path} ${JSON.stringify(refusals[index]?.[1])}`,
        refusedFields(answer.as(422)),
      ]);
      expect(named).toEqual(
        refusals.map(([operation, query, places]) => [`${operation.path} ${JSON.stringify(query)}`, places]),
      );
    },
  );
});

test.describe('POST /api/v1/students', () => {
  test(
    'says of each failing field where it is, what is wrong and what was sent',
    { tag: ['@integration', '@writes'] },
    async ({ iep, student: students }) => {
      const body = { ...students.build(), first_name: '', date_of_birth: 'unknown' };

      const { detail } = await iep.createStudent(422, { body });

      expect(detail.toSorted((one, other) => one.loc.join().localeCompare(other.loc.join()))).toMatchObject([
        { loc: ['body', 'date_of_birth'], input: 'unknown', msg: expect.stringMatching(/./) },
        { loc: ['body', 'first_name'], input: '', msg: expect.stringMatching(/./) },
      ]);
    },
  );
});
