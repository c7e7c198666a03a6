import { expect, test } from '../../../fixtures/iep/index.ts';

test.describe('GET /api/v1/ieps/{iep_id}', () => {
  test(
    'reads an IEP with its goals',
    { tag: ['@integration', '@writes'] },
    async ({ iep, student: students, draft: drafts, goal }) => {
      const { id } = await students.create();
      const created = await drafts.create(id, { goals: [goal.build()] });

      const read = await iep.getIep(200, { path: { iep_id: created.id } });

      const { student, created_by_user, ...own } = created;
      expect([student, created_by_user], 'a creation names nobody').toEqual([null, null]);
      expect(read).toMatchObject(own);
      expect([null, created.created_by_auth_id]).toContain(read.created_by_user?.id ?? null);
      const query = { include_goals: 'false' } as const;
      expect(await iep.getIep(200, { path: { iep_id: created.id }, query })).toEqual({ ...read, goals: [] });
    },
  );

  test(
    'names an unknown id, and refuses one that is no UUID',
    { tag: ['@smoke', '@integration', '@read-only'] },
    async ({ iep }) => {
      const iep_id = crypto.randomUUID();

      expect(await iep.getIep(404, { path: { iep_id } })).toEqual({ detail: `IEP ${iep_id} not found` });
      const error = await iep.getIep(422, { path: { iep_id: '1' } });
      expect(error.detail.map(({ loc }) => loc[0])).toEqual(['path']);
    },
  );
});

test.describe('GET /api/v1/ieps/{iep_id}/versions', () => {
  test(
    'lists every version of the same student and year in order, from any of them, deleted ones too',
    { tag: ['@critical', '@integration', '@db', '@writes'] },
    async ({ iep, student: students, draft: drafts, database }) => {
      const [student, other] = [await students.create(), await students.create()];
      const chain = await drafts.createMany(3, student.id);
      await drafts.create(student.id, { academic_year: '2026-2027' });
      await drafts.create(other.id);
      await iep.deleteIep(200, { path: { iep_id: chain[1]?.id ?? '' } });

      const lists = await Promise.all(
        [chain[0], chain[2]].map((one) => iep.listVersions(200, { path: { iep_id: one?.id ?? '' } })),
      );

      const rows = await database.rows('ieps', { student_id: student.id, academic_year: '2025-2026' }, ['version']);
      const expected = rows.map(({ id, version, status, created_by_auth_id, created_at }) =>
        expect.objectContaining({ id, version, status, created_by_auth_id, created_at }),
      );
      expect(expected).toHaveLength(3);
      expect(lists).toEqual([expected, expected]);
      expect(lists[0]?.map(({ status }) => status)).toEqual(['draft', 'deleted', 'draft']);
    },
  );

  test('names an unknown IEP', { tag: ['@integration', '@read-only'] }, async ({ iep }) => {
    const iep_id = crypto.randomUUID();

    expect(await iep.listVersions(404, { path: { iep_id } })).toEqual({ detail: `IEP ${iep_id} not found` });
  });
});
