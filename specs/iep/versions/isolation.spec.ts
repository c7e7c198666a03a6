import { expect, test } from '../../../fixtures/iep/index.ts';
import { chainFaults } from '../../../fixtures/iep/values.ts';

const years = ['2024-2025', '2025-2026', '2026-2027'];

test.describe('POST /api/v1/ieps', () => {
  test(
    'counts each student alone',
    { tag: ['@integration', '@db', '@writes'], annotation: { type: 'plan', description: 'IEP-12' } },
    async ({ student: students, draft: drafts, database }) => {
      const [one, other] = [await students.create(), await students.create()];

      const versions = [];
      for (const { id } of [one, other, one, other]) versions.push((await drafts.create(id)).version);

      expect.soft(versions, 'versions').toEqual([1, 1, 2, 2]);
      expect.soft(await chainFaults(database, { studentIds: [one.id, other.id] }), 'chain').toEqual([]);
    },
  );

  test(
    'counts each academic year alone',
    { tag: ['@integration', '@db', '@writes'], annotation: { type: 'plan', description: 'IEP-13' } },
    async ({ student: students, draft: drafts, database }) => {
      const { id } = await students.create();

      const versions = [];
      for (const academic_year of [...years, ...years]) {
        versions.push((await drafts.create(id, { academic_year })).version);
      }

      expect.soft(versions, 'versions').toEqual([1, 1, 1, 2, 2, 2]);
      expect.soft(await chainFaults(database, { studentIds: [id] }), 'chain').toEqual([]);
    },
  );

  test(
    'counts three students at once without mixing them up',
    {
      tag: ['@concurrent', '@integration', '@db', '@writes'],
      annotation: { type: 'plan', description: 'IEP-3' },
    },
    async ({ student: students, draft: drafts, database }) => {
      const three = [await students.create(), await students.create(), await students.create()];

      const bursts = await Promise.all(three.map(({ id }) => drafts.burst(2, id)));

      expect
        .soft(
          bursts.map(({ failed, versions }) => ({ failed, versions })),
          'versions',
        )
        .toEqual(three.map(() => ({ failed: [], versions: [1, 2] })));
      expect.soft(await chainFaults(database, { studentIds: three.map(({ id }) => id) }), 'chain').toEqual([]);
    },
  );

  test(
    'counts three years of one student at once without mixing them up',
    {
      tag: ['@concurrent', '@integration', '@db', '@writes'],
      annotation: { type: 'plan', description: 'IEP-4' },
    },
    async ({ student: students, draft: drafts, database }) => {
      const { id } = await students.create();

      const bursts = await Promise.all(years.map((academic_year) => drafts.burst(2, id, { academic_year })));

      expect
        .soft(
          bursts.map(({ failed, versions }) => ({ failed, versions })),
          'versions',
        )
        .toEqual(years.map(() => ({ failed: [], versions: [1, 2] })));
      await expect.soft(database, 'rows').toHaveRowCount('ieps', { student_id: id }, 6);
      expect.soft(await chainFaults(database, { studentIds: [id] }), 'chain').toEqual([]);
    },
  );
});
