import { expect, test } from '../../../fixtures/iep/index.ts';
import { iepRowOf, raised } from '../../../fixtures/iep/values.ts';

const query = { current_user_id: 4711 };
const always = 1_000;

test.describe('POST /api/v1/ieps', () => {
  test(
    'tries once where nothing fails, and three times where the database refuses twice',
    {
      tag: ['@integration', '@db', '@database-fault', '@writes'],
      annotation: { type: 'plan', description: 'IEP-6' },
    },
    async ({ student: students, draft: drafts, refusal, database }) => {
      const [calm, refused] = [await students.create(), await students.create()];
      const conflict = raised.retried['a version conflict'];
      const watch = await refusal.plant({ ...conflict, studentId: calm.id, times: 0 });
      const trigger = await refusal.plant({ ...conflict, studentId: refused.id, times: 2 });

      const [first, second] = [await drafts.create(calm.id), await drafts.create(refused.id)];

      expect.soft(await watch.attempts(), 'attempts where nothing fails').toHaveLength(1);
      expect.soft(await trigger.attempts(), 'attempts where two are refused').toHaveLength(3);
      for (const created of [first, second]) {
        expect.soft(created).toMatchObject({ version: 1, parent_version_id: null });
        await expect.soft(database, 'rows').toHaveRow('ieps', { student_id: created.student_id }, iepRowOf(created));
      }
    },
  );

  for (const [what, error] of Object.entries(raised.retried)) {
    test(
      `gives up ${what} after four attempts, and leaves no row`,
      {
        tag: ['@integration', '@db', '@database-fault', '@writes'],
        annotation: { type: 'plan', description: 'IEP-6' },
      },
      async ({ iep, student: students, draft: drafts, goal, refusal, database }) => {
        const { id } = await students.create();
        const trigger = await refusal.plant({ ...error, studentId: id, times: always });

        const answer = await iep.createIep(500, { query, body: drafts.build(id, { goals: [goal.build()] }) });

        expect.soft(answer).toEqual({ detail: 'Failed to create IEP' });
        expect.soft(await trigger.attempts(), 'attempts').toHaveLength(4);
        await expect.soft(database, 'rows').toHaveRowCount('ieps', { student_id: id }, 0);
      },
    );
  }

  for (const [what, error] of Object.entries(raised.final)) {
    test(
      `tries no second time after ${what}, and leaves no row`,
      { tag: ['@integration', '@db', '@database-fault', '@writes'] },
      async ({ iep, student: students, draft: drafts, refusal, database }) => {
        const { id } = await students.create();
        const trigger = await refusal.plant({ ...error, studentId: id, times: always });

        const answer = await iep.createIep(500, { query, body: drafts.build(id) });

        expect.soft(answer).toEqual({ detail: 'Failed to create IEP' });
        expect.soft(await trigger.attempts(), 'attempts').toHaveLength(1);
        await expect.soft(database, 'rows').toHaveRowCount('ieps', { student_id: id }, 0);
      },
    );
  }

  test(
    'gives the number of attempts that failed to nobody: the next creation starts at 1',
    { tag: ['@integration', '@db', '@database-fault', '@writes'] },
    async ({ iep, student: students, draft: drafts, refusal }) => {
      const { id } = await students.create();
      const error = raised.retried['a version conflict'];
      // The first creation uses all four up, the second meets the fifth.
      const trigger = await refusal.plant({ ...error, studentId: id, times: 5 });
      await iep.createIep(500, { query, body: drafts.build(id) });

      const created = await drafts.create(id);

      expect(created).toMatchObject({ version: 1, parent_version_id: null });
      expect(await trigger.attempts()).toHaveLength(6);
    },
  );

  test(
    'reports retries that were used up to the monitoring',
    { tag: ['@integration', '@db', '@database-fault', '@writes'] },
    async ({ iep, student: students, draft: drafts, refusal }) => {
      const { id } = await students.create();
      await refusal.plant({ ...raised.retried['a version conflict'], studentId: id, times: always });
      await iep.createIep(500, { query, body: drafts.build(id) });

      await expect
        .poll(
          async () => {
            const { conflicts } = await iep.listRecentConflicts(200, { query: { limit: 100 } });
            return conflicts.filter(({ student_id }) => student_id === id).map(({ conflict_type }) => conflict_type);
          },
          { message: 'the conflict is among the recent ones', timeout: 10_000 },
        )
        .toContain('retry_exhausted');
    },
  );
});

test.describe('POST /api/v1/ieps/advanced/{iep_id}/update-with-versioning', () => {
  test(
    'is not retried, and leaves no row',
    { tag: ['@integration', '@db', '@database-fault', '@writes'] },
    async ({ iep, student: students, draft: drafts, refusal, database }) => {
      const { id } = await students.create();
      const draft = await drafts.create(id);
      const error = raised.retried['a version conflict'];
      const trigger = await refusal.plant({ ...error, studentId: id, times: always });

      const answer = await iep.updateWithVersioning(500, { path: { iep_id: draft.id }, query, body: { lost: true } });

      expect.soft(answer).toEqual({ detail: 'Failed to update IEP with versioning' });
      expect.soft(await trigger.attempts(), 'attempts').toHaveLength(1);
      await expect.soft(database, 'rows').toHaveRow('ieps', { student_id: id }, iepRowOf(draft));
    },
  );
});
