import { expect, test } from '../../../fixtures/iep/index.ts';
import { chainFaults, iepRowOf } from '../../../fixtures/iep/values.ts';

test.describe('DELETE /api/v1/ieps/{iep_id}', () => {
  test(
    'marks an IEP as deleted; row, goals and neighbours stay',
    { tag: ['@critical', '@integration', '@db', '@writes'] },
    async ({ iep, student: students, draft: drafts, goal, database }) => {
      const { id } = await students.create();
      const neighbour = await drafts.create(id);
      const draft = await drafts.create(id, { goals: [goal.build()] });

      const answer = await iep.deleteIep(200, { path: { iep_id: draft.id } });

      expect.soft(answer.message, 'message').toBe(`IEP ${draft.id} deleted successfully`);
      const row = { ...iepRowOf(draft), status: 'deleted' };
      await expect.soft(database, 'row').toHaveRow('ieps', { id: draft.id }, row);
      expect.soft(await database.rows('iep_goals', { iep_id: draft.id }), 'goals').toEqual(draft.goals);
      await expect.soft(database, 'neighbour').toHaveRow('ieps', { id: neighbour.id }, iepRowOf(neighbour));
    },
  );

  test(
    'leaves the highest number to a deleted version: the next is its child',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ iep, student: students, draft: drafts, database }) => {
      const { id } = await students.create();
      const [, second] = await drafts.createMany(2, id);
      await iep.deleteIep(200, { path: { iep_id: second?.id ?? '' } });

      const third = await drafts.create(id);

      expect.soft(third, 'answer').toMatchObject({ version: 3, parent_version_id: second?.id });
      expect.soft(await chainFaults(database, { studentIds: [id] }), 'chain').toEqual([]);
    },
  );

  test('names an unknown IEP', { tag: ['@integration', '@writes'] }, async ({ iep }) => {
    const iep_id = crypto.randomUUID();

    expect(await iep.deleteIep(404, { path: { iep_id } })).toEqual({ detail: `IEP ${iep_id} not found` });
  });
});
