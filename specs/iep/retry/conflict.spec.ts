import { expect, test } from '../../../fixtures/iep/index.ts';
import { chainFaults, planYear } from '../../../fixtures/iep/values.ts';

const waits = { message: 'the creation waits for the side row', timeout: 10_000 };

const query = { current_user_id: 4711 };

test.describe('POST /api/v1/ieps', () => {
  test(
    'waits for a row that another transaction holds, and goes on with the next number once that is committed',
    { tag: ['@concurrent', '@integration', '@db', '@database-fault', '@writes'] },
    async ({ iep, student: students, draft: drafts, sideRow, database }) => {
      const { id } = await students.create();
      const side = await sideRow.open({ student_id: id, academic_year: planYear, version: 1 });

      const creation = iep.createIep(201, { query, body: drafts.build(id) });
      await expect.poll(() => side.waiting(), waits).toBe(1);
      const start = performance.now();
      await side.commit();
      const created = await creation;
      const waited = performance.now() - start;

      expect.soft(created).toMatchObject({ version: 2, parent_version_id: side.id });
      // One retry, which waits a tenth of a second, a tenth less at most (contract 7.1).
      expect.soft(waited, 'milliseconds from commit to answer').toBeGreaterThanOrEqual(90);
      expect.soft(await chainFaults(database, { studentIds: [id] })).toEqual([]);
    },
  );

  test(
    'takes the number itself when the other transaction is rolled back',
    { tag: ['@concurrent', '@integration', '@db', '@database-fault', '@writes'] },
    async ({ iep, student: students, draft: drafts, sideRow, database }) => {
      const { id } = await students.create();
      const side = await sideRow.open({ student_id: id, academic_year: planYear, version: 1 });

      const creation = iep.createIep(201, { query, body: drafts.build(id) });
      await expect.poll(() => side.waiting(), waits).toBe(1);
      await side.rollback();

      expect(await creation).toMatchObject({ version: 1, parent_version_id: null });
      expect(await chainFaults(database, { studentIds: [id] })).toEqual([]);
    },
  );

  test(
    'reports a conflict that a retry resolved to the monitoring',
    { tag: ['@concurrent', '@integration', '@db', '@database-fault', '@writes'] },
    async ({ iep, student: students, draft: drafts, sideRow }) => {
      const { id } = await students.create();
      const side = await sideRow.open({ student_id: id, academic_year: planYear, version: 1 });
      const creation = iep.createIep(201, { query, body: drafts.build(id) });
      await expect.poll(() => side.waiting(), waits).toBe(1);
      await side.commit();
      await creation;

      // Each process counts for itself, and any may answer: it is asked until one has it.
      await expect
        .poll(
          async () => {
            const { conflicts } = await iep.listRecentConflicts(200, { query: { limit: 100 } });
            return conflicts
              .filter(({ student_id, conflict_type }) => student_id === id && conflict_type === 'resolved_after_retry')
              .map(({ academic_year, retry_count }) => ({ academic_year, retry_count }));
          },
          { message: 'the conflict is among the recent ones', timeout: 10_000 },
        )
        .toEqual([{ academic_year: planYear, retry_count: 1 }]);
    },
  );
});
