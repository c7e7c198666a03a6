import { expect, test } from '../../../fixtures/iep/index.ts';
import { chainFaults, closedStatuses, iepRowOf } from '../../../fixtures/iep/values.ts';

const query = { current_user_id: 4712 };

test.describe('POST /api/v1/ieps/advanced/{iep_id}/update-with-versioning', () => {
  test(
    'writes a new version with the content merged, and leaves the edited one alone',
    { tag: ['@critical', '@integration', '@db', '@writes'] },
    async ({ iep, student: students, draft: drafts, template: templates, database }) => {
      const { id } = await students.create();
      const { id: template_id } = await templates.create();
      const content = { kept: 1, replaced: { old: true, gone: true } };
      const draft = await drafts.create(id, { content, template_id });

      const updated = await iep.updateWithVersioning(200, {
        path: { iep_id: draft.id },
        query,
        body: { replaced: { old: false }, added: [1, 2] },
      });

      const { student_id, academic_year, status } = draft;
      expect.soft(updated, 'answer').toMatchObject({
        ...{ student_id, academic_year, template_id, status },
        version: 2,
        parent_version_id: draft.id,
        content: { kept: 1, replaced: { old: false }, added: [1, 2] },
      });
      expect.soft(updated.content.replaced, 'merged shallowly').toEqual({ old: false });
      await expect.soft(database, 'new row').toHaveRow('ieps', { id: updated.id }, iepRowOf(updated));
      await expect.soft(database, 'edited row').toHaveRow('ieps', { id: draft.id }, iepRowOf(draft));
      expect.soft(await chainFaults(database, { studentIds: [id] }), 'chain').toEqual([]);
    },
  );

  test(
    'copies the status of a returned IEP',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ iep, student: students, draft: drafts, database }) => {
      const { id } = await students.create();
      const path = { iep_id: (await drafts.create(id)).id };
      await iep.updateIep(200, { path, body: { status: 'returned' } });

      const updated = await iep.updateWithVersioning(200, { path, query, body: { again: true } });

      expect(updated).toMatchObject({ version: 2, status: 'returned', parent_version_id: path.iep_id });
      await expect(database).toHaveRow('ieps', { id: updated.id }, iepRowOf(updated));
    },
  );

  test(
    'fails for a version that has a successor already, and stores nothing',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ iep, student: students, draft: drafts, database }) => {
      const { id } = await students.create();
      const [first] = await drafts.createMany(2, id);

      const error = await iep.updateWithVersioning(500, {
        path: { iep_id: first?.id ?? '' },
        query,
        body: { lost: true },
      });

      expect(error).toEqual({ detail: 'Failed to update IEP with versioning' });
      await expect(database).toHaveRowCount('ieps', { student_id: id }, 2);
      expect(await chainFaults(database, { studentIds: [id] })).toEqual([]);
    },
  );

  for (const status of closedStatuses) {
    test(
      `refuses an IEP in ${status} and stores nothing`,
      { tag: ['@integration', '@db', '@writes'] },
      async ({ iep, student: students, draft: drafts, database }) => {
        const { id } = await students.create();
        const draft = await drafts.create(id);
        const path = { iep_id: draft.id };
        await iep.updateIep(200, { path, body: { status } });

        const error = await iep.updateWithVersioning(400, { path, query, body: { lost: true } });

        expect.soft(error).toEqual({ detail: `Cannot edit IEP in ${status} status` });
        await expect.soft(database, 'rows').toHaveRow('ieps', { student_id: id }, { ...iepRowOf(draft), status });
      },
    );
  }
});
