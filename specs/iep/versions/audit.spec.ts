import { expect, test } from '../../../fixtures/iep/index.ts';
import { auditedChains, chainFaults, planYear } from '../../../fixtures/iep/values.ts';

test.describe('every chain of the run', () => {
  test(
    'is numbered from 1 without a gap and linked from end to end',
    { tag: ['@concurrent', '@integration', '@db', '@writes'] },
    async ({ iep, student: students, draft: drafts, run, database }) => {
      const [crowded, calm] = [await students.create(), await students.create()];
      const { created } = await drafts.burst(6, crowded.id);
      const later = await drafts.createMany(3, crowded.id, { academic_year: '2026-2027' });
      const [draft, ...others] = await drafts.createMany(2, calm.id);
      await iep.deleteIep(200, { path: { iep_id: draft?.id ?? '' } });
      const own = [
        `${crowded.id} ${planYear}: ${String(created.length)}`,
        `${crowded.id} 2026-2027: ${String(later.length)}`,
        `${calm.id} ${planYear}: ${String(others.length + 1)}`,
      ];

      // Those of other tests come and go while this one looks.
      expect.soft(await auditedChains(database, { prefix: run.prefix }), 'chains').toEqual(expect.arrayContaining(own));
      expect.soft(await chainFaults(database, { prefix: run.prefix }), 'faults').toEqual([]);
    },
  );
});
