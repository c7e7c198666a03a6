import { expect, test } from '../../../fixtures/iep/index.ts';
import { chainFaults, chainOf, iepRowOf, planYear, unchained, upTo } from '../../../fixtures/iep/values.ts';

test.describe('POST /api/v1/ieps', () => {
  test(
    'gives two creations in a row the versions 1 and 2, the second a child of the first',
    {
      tag: ['@critical', '@integration', '@db', '@writes'],
      annotation: { type: 'plan', description: 'IEP-1' },
    },
    async ({ student: students, draft: drafts, database }) => {
      const { id } = await students.create();

      const [first, second] = await drafts.createMany(2, id);

      expect([first?.version, first?.student_id, first?.parent_version_id]).toEqual([1, id, null]);
      expect([second?.version, second?.student_id, second?.parent_version_id]).toEqual([2, id, first?.id]);
      await expect(database).toHaveRowCount('ieps', { student_id: id }, 2);
    },
  );

  test(
    'takes the next number from what is stored, rows of others included',
    {
      tag: ['@integration', '@db', '@writes'],
      annotation: [
        { type: 'plan', description: 'IEP-7' },
        { type: 'plan', description: 'IEP-10' },
      ],
    },
    async ({ iep, student: students, draft: drafts, database }) => {
      const { id } = await students.create();

      for (const version of upTo(3)) {
        const created = await drafts.create(id);
        expect(created.version).toBe(version);
        await expect(database).toHaveRow('ieps', { id: created.id }, iepRowOf(created));
      }
      const history = await iep.listIepsOfStudent(200, { path: { student_id: id } });
      expect(chainOf(history).found).toEqual(chainOf(history).expected);
    },
  );

  test(
    'leaves the refusal of a second version 1 to the database, and goes on with 2',
    {
      tag: ['@integration', '@db', '@writes'],
      annotation: { type: 'plan', description: 'IEP-8' },
    },
    async ({ student: students, draft: drafts, beside, database }) => {
      const { id } = await students.create();
      const first = await drafts.create(id);
      const copy = { ...iepRowOf(first), id: crypto.randomUUID() };

      const refusal = { code: '23505', constraint: 'uq_student_year_version' };
      await expect(beside.insert('ieps', copy)).rejects.toMatchObject(refusal);

      const second = await drafts.create(id);
      expect(second).toMatchObject({ version: 2, parent_version_id: first.id });
      expect(await chainFaults(database, { studentIds: [id] })).toEqual([]);
    },
  );

  test(
    'links a chain of three that its history tells',
    {
      tag: ['@integration', '@db', '@writes'],
      annotation: [
        { type: 'plan', description: 'IEP-9' },
        { type: 'plan', description: 'IEP-15' },
      ],
    },
    async ({ iep, student: students, draft: drafts, database }) => {
      const { id } = await students.create();

      const [first, second, third] = await drafts.createMany(3, id);

      const chain = [first, second, third].map((one) => [one?.version, one?.parent_version_id]);
      expect(chain).toEqual([
        [1, null],
        [2, first?.id],
        [3, second?.id],
      ]);
      const history = await iep.listVersions(200, { path: { iep_id: third?.id ?? '' } });
      expect(history.map((entry) => [entry.version, entry.id])).toEqual([
        [1, first?.id],
        [2, second?.id],
        [3, third?.id],
      ]);
      const rows = await database.rows('ieps', { student_id: id, academic_year: planYear }, ['version']);
      expect(rows.map(({ version, parent_version_id }) => [version, parent_version_id])).toEqual(chain);
    },
  );

  test(
    'makes each new version the latest, of which there is none at first',
    {
      tag: ['@integration', '@writes'],
      annotation: { type: 'plan', description: 'IEP-14' },
    },
    async ({ iep, student: students, draft: drafts }) => {
      const { id } = await students.create();
      const ofYear = { path: { student_id: id }, query: { academic_year: planYear } };
      expect(await iep.listIepsOfStudent(200, ofYear)).toEqual([]);

      for (const version of upTo(3)) {
        const created = await drafts.create(id);
        const history = await iep.listVersions(200, { path: { iep_id: created.id } });
        const latest = history.toSorted((one, other) => other.version - one.version)[0];
        expect([latest?.id, latest?.version]).toEqual([created.id, version]);
      }
    },
  );

  test(
    'uses a number again whose row is physically gone',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ student: students, draft: drafts, beside, database }) => {
      const { id } = await students.create();
      const [, second] = await drafts.createMany(3, id);
      await beside.remove('ieps', { student_id: id, version: 3 });

      const third = await drafts.create(id);

      expect(third).toMatchObject({ version: 3, parent_version_id: second?.id });
      expect(await chainFaults(database, { studentIds: [id] })).toEqual([]);
    },
  );

  test(
    'goes on from the highest number, and fills no gap below it',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ student: students, draft: drafts, beside }) => {
      const { id } = await students.create({ school_district: unchained });
      const first = await drafts.create(id);
      const high = { ...iepRowOf(first), id: crypto.randomUUID(), version: 5, parent_version_id: first.id };
      await beside.insert('ieps', high);

      const next = await drafts.create(id);

      expect(next).toMatchObject({ version: 6, parent_version_id: high.id });
    },
  );
});
