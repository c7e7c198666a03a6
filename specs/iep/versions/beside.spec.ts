import { expect, test } from '../../../fixtures/iep/index.ts';
import { chainFaults, operations, refusedSomehow, upTo } from '../../../fixtures/iep/values.ts';

const query = { current_user_id: 4711 };

test.describe('POST /api/v1/ieps', () => {
  test(
    'keeps one chain beside a versioned update of the latest',
    { tag: ['@concurrent', '@integration', '@db', '@writes'] },
    async ({ iep, student: students, draft: drafts, database }) => {
      const { id } = await students.create();
      const latest = (await drafts.createMany(2, id)).at(-1);
      const request = { path: { iep_id: latest?.id ?? '' }, query, body: { beside: true } };

      const [burst, update] = await Promise.all([
        drafts.burst(6, id),
        iep.send(refusedSomehow(operations.updateWithVersioning), request),
      ]);
      update.as(update.status);

      const rows = await database.rows('ieps', { student_id: id }, ['version']);
      const updated = [update.status].filter((status) => status === 200).length;
      expect.soft(rows.map(({ version }) => version)).toEqual(upTo(2 + burst.created.length + updated));
      expect.soft(await chainFaults(database, { studentIds: [id] }), 'chain').toEqual([]);
      // One update beside them costs each creation one of its four attempts at most (contract 7.1).
      expect.soft(burst.created).toHaveLength(6);
    },
  );

  test(
    'keeps one chain beside soft deletions, which keep their numbers',
    { tag: ['@concurrent', '@integration', '@db', '@writes'] },
    async ({ iep, student: students, draft: drafts, database }) => {
      const { id } = await students.create();
      const chain = await drafts.createMany(3, id);

      const [burst] = await Promise.all([
        drafts.burst(6, id),
        ...chain.map((one) => iep.deleteIep(200, { path: { iep_id: one.id } })),
      ]);

      expect.soft(burst.versions).toEqual([4, 5, 6, 7, 8, 9]);
      const rows = await database.rows('ieps', { student_id: id }, ['version']);
      expect
        .soft(rows.map(({ status }) => status))
        .toEqual([...chain.map(() => 'deleted'), ...upTo(6).map(() => 'draft')]);
      expect.soft(await chainFaults(database, { studentIds: [id] }), 'chain').toEqual([]);
    },
  );

  test(
    'moves no pointer to the active IEP, however it is set meanwhile',
    { tag: ['@concurrent', '@integration', '@db', '@writes'] },
    async ({ iep, student: students, draft: drafts, database }) => {
      const { id } = await students.create();
      const [first, second] = await drafts.createMany(2, id);
      const point = (iep_id = ''): Promise<unknown> => iep.setActiveIep(200, { path: { student_id: id, iep_id } });

      const [burst] = await Promise.all([drafts.burst(6, id), point(first?.id)]);
      await Promise.all([drafts.burst(2, id), point(second?.id)]);

      expect.soft(burst.versions).toEqual([3, 4, 5, 6, 7, 8]);
      expect.soft((await database.row('students', { id })).active_iep_id).toBe(second?.id);
      expect.soft(await chainFaults(database, { studentIds: [id] }), 'chain').toEqual([]);
    },
  );

  test(
    'numbers without a gap beside creations that fail',
    { tag: ['@concurrent', '@integration', '@db', '@writes'] },
    async ({ iep, student: students, draft: drafts, database }) => {
      const { id } = await students.create();
      const broken = drafts.build(id, { template_id: crypto.randomUUID() });

      const [burst, ...errors] = await Promise.all([
        drafts.burst(6, id),
        ...upTo(4).map(() => iep.createIep(500, { query, body: broken })),
      ]);

      expect.soft(burst.versions).toEqual(upTo(6));
      expect.soft(errors).toEqual(errors.map(() => ({ detail: 'Failed to create IEP' })));
      await expect.soft(database, 'rows').toHaveRowCount('ieps', { student_id: id }, 6);
      expect.soft(await chainFaults(database, { studentIds: [id] }), 'chain').toEqual([]);
    },
  );
});
