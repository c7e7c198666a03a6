import { expect, test } from '../../../fixtures/iep/index.ts';
import {
  closedStatuses,
  editableStatuses,
  iepRowOf,
  iepStatuses,
  refusedFields,
  unchained,
} from '../../../fixtures/iep/values.ts';

test.describe('PUT /api/v1/ieps/{iep_id}', () => {
  const changes = [
    { content: { only: ['this'] } },
    { meeting_date: '2025-02-02' },
    { effective_date: null, review_date: '2027-01-01' },
    { academic_year: '2031-2032' },
  ];

  for (const change of changes) {
    test(
      `writes ${Object.keys(change).join(' and ')} in place and leaves the rest, its version and its neighbour alone`,
      { tag: ['@integration', '@db', '@writes'] },
      async ({ iep, student: students, draft: drafts, goal, database }) => {
        // A year that is changed takes the IEP out of its chain.
        const student = await students.create({ school_district: unchained });
        const [neighbour, draft] = [
          await drafts.create(student.id),
          await drafts.create(student.id, { goals: [goal.build()] }),
        ];

        const updated = await iep.updateIep(200, { path: { iep_id: draft.id }, body: change });

        const row = { ...iepRowOf(draft), ...change };
        expect.soft(iepRowOf(updated), 'answer').toEqual(row);
        expect.soft(updated.goals, 'answered goals').toEqual(draft.goals);
        await expect.soft(database, 'row').toHaveRow('ieps', { id: draft.id }, row);
        await expect.soft(database, 'neighbour').toHaveRow('ieps', { id: neighbour.id }, iepRowOf(neighbour));
        await expect.soft(database, 'rows').toHaveRowCount('ieps', { student_id: student.id }, 2);
        expect.soft(await database.rows('iep_goals', { iep_id: draft.id }), 'goals').toEqual(draft.goals);
      },
    );
  }

  for (const status of iepStatuses) {
    test(
      `moves a draft to ${status}`,
      { tag: ['@integration', '@db', '@writes'] },
      async ({ iep, student: students, draft: drafts, database }) => {
        const { id } = await students.create();
        const draft = await drafts.create(id);

        const updated = await iep.updateIep(200, { path: { iep_id: draft.id }, body: { status } });

        expect.soft(updated, 'answer').toMatchObject({ id: draft.id, status, version: 1 });
        await expect.soft(database, 'row').toHaveRow('ieps', { id: draft.id }, { ...iepRowOf(draft), status });
      },
    );
  }

  test(
    'edits a returned IEP as well',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ iep, student: students, draft: drafts, database }) => {
      const { id } = await students.create();
      const draft = await drafts.create(id);
      const path = { iep_id: draft.id };
      const returned = await iep.updateIep(200, { path, body: { status: 'returned' } });

      const updated = await iep.updateIep(200, { path, body: { content: { again: true }, status: 'draft' } });

      expect(editableStatuses).toContain(returned.status);
      const row = { ...iepRowOf(draft), content: { again: true } };
      expect.soft(iepRowOf(updated), 'answer').toEqual(row);
      await expect.soft(database, 'row').toHaveRow('ieps', { id: draft.id }, row);
    },
  );

  for (const status of closedStatuses) {
    test(
      `refuses to edit an IEP in ${status} and changes nothing`,
      { tag: ['@integration', '@db', '@writes'] },
      async ({ iep, student: students, draft: drafts, database }) => {
        const { id } = await students.create();
        const draft = await drafts.create(id);
        const path = { iep_id: draft.id };
        await iep.updateIep(200, { path, body: { status } });

        const error = await iep.updateIep(400, { path, body: { content: { lost: true }, status: 'draft' } });

        expect.soft(error).toEqual({ detail: `Cannot edit IEP in ${status} status` });
        await expect.soft(database, 'row').toHaveRow('ieps', { id: draft.id }, { ...iepRowOf(draft), status });
      },
    );
  }

  test(
    'refuses a wrong year, day or status and changes nothing',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ iep, student: students, draft: drafts, database }) => {
      const { id } = await students.create();
      const draft = await drafts.create(id);
      const body = { academic_year: '2025', meeting_date: 'today', status: 'deleted', content: { lost: true } };

      const error = await iep.updateIep(422, { path: { iep_id: draft.id }, body });

      expect.soft(refusedFields(error)).toEqual(['body.academic_year', 'body.meeting_date', 'body.status']);
      await expect.soft(database, 'row').toHaveRow('ieps', { id: draft.id }, iepRowOf(draft));
    },
  );

  test('names an unknown IEP', { tag: ['@integration', '@writes'] }, async ({ iep }) => {
    const iep_id = crypto.randomUUID();

    const error = await iep.updateIep(404, { path: { iep_id }, body: { content: {} } });

    expect(error).toEqual({ detail: `IEP ${iep_id} not found` });
  });
});
