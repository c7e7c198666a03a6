import { expect, test } from '../../../fixtures/iep/index.ts';
import { chainFaults, countChains } from '../../../fixtures/iep/values.ts';

test.describe('every chain of the run', () => {
  test(
    'is numbered from 1 without a gap and linked from end to end',
    { tag: ['@concurrent', '@integration', '@db', '@writes'] },
    async ({ student: students, draft: drafts, run, database }) => {
      const { id } = await students.create();
      await drafts.burst(4, id);

      expect(await countChains(database, run.prefix)).toBeGreaterThanOrEqual(1);
      expect(await chainFaults(database, { prefix: run.prefix })).toEqual([]);
    },
  );
});
