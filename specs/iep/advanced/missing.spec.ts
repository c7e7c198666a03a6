import { expect, test } from '../../../fixtures/iep/index.ts';

const query = { current_user_id: 4711 };

test.describe('a missing IEP', () => {
  test(
    'is a 404 of the core routes and of the details, and a 400 of the advanced ones that write',
    { tag: ['@integration', '@writes'] },
    async ({ iep, goal }) => {
      const path = { iep_id: crypto.randomUUID() };
      const detail = `IEP ${path.iep_id} not found`;

      const core = [
        await iep.getIep(404, { path }),
        await iep.updateIep(404, { path, body: {} }),
        await iep.deleteIep(404, { path }),
        await iep.submitIep(404, { path, query, body: {} }),
        await iep.addGoal(404, { path, body: goal.build() }),
        await iep.getIepWithDetails(404, { path }),
      ];
      const advanced = [
        await iep.updateWithVersioning(400, { path, query, body: {} }),
        await iep.submitForApproval(400, { path, query }),
        await iep.generateSection(400, { path, query, body: { section_name: 'goals' } }),
      ];

      expect.soft(core, 'core').toEqual(core.map(() => ({ detail })));
      expect.soft(advanced, 'advanced').toEqual(advanced.map(() => ({ detail })));
    },
  );
});

test.describe('GET /api/v1/ieps/advanced/{iep_id}/with-details', () => {
  test(
    'reads an IEP with its goals, with and without the history',
    { tag: ['@integration', '@writes'] },
    async ({ iep, student: students, draft: drafts, goal }) => {
      const { id } = await students.create();
      const created = await drafts.create(id, { goals: [goal.build()] });
      const path = { iep_id: created.id };

      const read = await iep.getIepWithDetails(200, { path });
      const withHistory = await iep.getIepWithDetails(200, { path, query: { include_history: 'true' } });

      const { student, created_by_user, ...own } = created;
      expect([student, created_by_user]).toEqual([null, null]);
      expect(read).toMatchObject(own);
      expect(withHistory).toMatchObject(own);
    },
  );
});

test.describe('POST /api/v1/ieps/advanced/{iep_id}/submit-for-approval', () => {
  test(
    'puts a draft under review, and refuses it a second time',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ iep, student: students, draft: drafts, database }) => {
      const { id } = await students.create();
      const path = { iep_id: (await drafts.create(id)).id };

      const answer = await iep.submitForApproval(200, { path, query: { ...query, comments: 'Ready' } });
      const error = await iep.submitForApproval(400, { path, query });

      expect(answer.iep_id).toBe(path.iep_id);
      expect(error).toEqual({ detail: 'IEP must be in draft status to submit for approval' });
      expect(await database.row('ieps', { id: path.iep_id })).toMatchObject({ status: 'under_review', version: 1 });
    },
  );
});
