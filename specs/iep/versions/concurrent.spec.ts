import { expect, test } from '../../../fixtures/iep/index.ts';
import { chainFaults, chainOf, heldBySessions, planYear, upTo } from '../../../fixtures/iep/values.ts';

/** How many creations at once: all of them must succeed (contract 10). */
const whole = [
  { number: 2, annotation: [] },
  { number: 5, annotation: [{ type: 'plan', description: 'IEP-2' }] },
  { number: 10, annotation: [{ type: 'plan', description: 'IEP-11' }] },
];

/** How many at once, and the share of them that must succeed (contract 10 and 10.1: 20 tasks and more, above 85 %). */
const crowded = [
  { number: 20, share: 0.95, annotation: [{ type: 'plan', description: 'IEP-5' }] },
  { number: 30, share: 0.85, annotation: [] },
  { number: 50, share: 0.85, annotation: [] },
];

test.describe('POST /api/v1/ieps', () => {
  for (const { number, annotation } of whole) {
    test(
      `gives ${String(number)} creations at once the versions 1 to ${String(number)} of one chain`,
      { tag: ['@concurrent', '@critical', '@integration', '@db', '@writes'], annotation },
      async ({ student: students, draft: drafts, database }) => {
        const { id } = await students.create();

        const { created, failed, versions } = await drafts.burst(number, id);

        expect.soft(failed, 'failed').toEqual([]);
        expect.soft(versions, 'versions').toEqual(upTo(number));
        const { found, expected } = chainOf(created);
        expect.soft(found, 'parents').toEqual(expected);
        expect.soft(await chainFaults(database, { studentIds: [id] }), 'rows').toEqual([]);
        await expect.soft(database, 'rows').toHaveRowCount('ieps', { student_id: id }, number);
      },
    );
  }

  for (const { number, share, annotation } of crowded) {
    test(
      `gives ${String(number)} creations at once numbers without a gap; one that fails leaves no row`,
      { tag: ['@concurrent', '@integration', '@slow', '@db', '@writes'], annotation },
      async ({ student: students, draft: drafts, database }) => {
        const { id } = await students.create();

        const { created, failed, successRate, versions } = await drafts.burst(number, id);

        expect.soft(successRate, `failed: ${JSON.stringify(failed)}`).toBeGreaterThanOrEqual(share);
        expect.soft(versions, 'versions').toEqual(upTo(created.length));
        const { found, expected } = chainOf(created);
        expect.soft(found, 'parents').toEqual(expected);
        expect.soft(failed, 'failed').toEqual(failed.map(() => ({ detail: 'Failed to create IEP' })));
        await expect.soft(database, 'rows').toHaveRowCount('ieps', { student_id: id }, created.length);
        expect.soft(await chainFaults(database, { studentIds: [id] }), 'rows').toEqual([]);
        expect.soft(await drafts.create(id), 'the next').toMatchObject({ version: created.length + 1 });
      },
    );
  }

  test(
    'keeps several pairs of student and year apart that are all crowded',
    { tag: ['@concurrent', '@integration', '@slow', '@db', '@writes'] },
    async ({ student: students, draft: drafts, database }) => {
      const two = [await students.create(), await students.create()];
      const pairs = two.flatMap(({ id }) => [planYear, '2026-2027'].map((academic_year) => ({ id, academic_year })));

      const bursts = await Promise.all(pairs.map(({ id, academic_year }) => drafts.burst(6, id, { academic_year })));

      expect(bursts.map(({ versions }) => versions)).toEqual(pairs.map(() => upTo(6)));
      expect(await chainFaults(database, { studentIds: two.map(({ id }) => id) })).toEqual([]);
    },
  );

  test(
    'stores the goals of each creation with it, however many come at once',
    { tag: ['@concurrent', '@integration', '@db', '@writes'] },
    async ({ student: students, draft: drafts, goal, database }) => {
      const { id } = await students.create();

      const { created, failed } = await drafts.burst(8, id, {
        goals: [goal.build(), goal.build({ domain: 'Writing' })],
      });

      expect(failed).toEqual([]);
      for (const { id: iep_id, goals } of created) {
        expect(goals.map(({ domain }) => domain).sort()).toEqual(['Reading', 'Writing']);
        const byId = (all: readonly { id: string }[]): unknown => Object.fromEntries(all.map((one) => [one.id, one]));
        expect(byId(await database.rows('iep_goals', { iep_id }))).toEqual(byId(goals));
      }
    },
  );

  test(
    'leaves no lock and no open transaction behind',
    { tag: ['@concurrent', '@integration', '@db', '@writes'] },
    async ({ iep, student: students, draft: drafts, run, database }) => {
      const { id } = await students.create();
      const { created } = await drafts.burst(15, id);
      await iep.createIep(500, { query: { current_user_id: 1 }, body: drafts.build(crypto.randomUUID()) });
      const held = await heldBySessions(database, run.prefix);

      expect(created).toHaveLength(15);
      await expect
        .poll(async () => (await heldBySessions(database, run.prefix)).filter((line) => held.includes(line)), {
          message: 'what was held when the last answer had come is let go',
          timeout: 10_000,
        })
        .toEqual([]);
    },
  );
});
