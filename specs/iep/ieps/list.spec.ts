import { expect, test } from '../../../fixtures/iep/index.ts';
import { iepRowOf } from '../../../fixtures/iep/values.ts';

test.describe('GET /api/v1/ieps/student/{student_id}', () => {
  test(
    'lists all years and versions, the newest first, with goals, by year, status and limit',
    { tag: ['@critical', '@integration', '@writes'] },
    async ({ iep, student: students, draft: drafts, goal }) => {
      const [student, other] = [await students.create(), await students.create()];
      const first = await drafts.create(student.id, { goals: [goal.build()] });
      const second = await drafts.create(student.id, { academic_year: '2024-2025' });
      const third = await drafts.create(student.id);
      await drafts.create(other.id);
      await iep.updateIep(200, { path: { iep_id: second.id }, body: { status: 'approved' } });
      const idsOf = async (query?: { academic_year?: string; status?: string; limit?: number }): Promise<string[]> =>
        (await iep.listIepsOfStudent(200, { path: { student_id: student.id }, query: { ...query } })).map(
          ({ id }) => id,
        );

      expect.soft(await idsOf(), 'all').toEqual([third.id, second.id, first.id]);
      expect.soft(await idsOf({ academic_year: '2025-2026' }), 'a year').toEqual([third.id, first.id]);
      expect.soft(await idsOf({ academic_year: '1999-2000' }), 'a year without any').toEqual([]);
      expect.soft(await idsOf({ status: 'approved' }), 'a status').toEqual([second.id]);
      expect.soft(await idsOf({ academic_year: '2025-2026', status: 'draft' }), 'both').toEqual([third.id, first.id]);
      expect.soft(await idsOf({ status: 'no-such-status' }), 'a status that is none').toEqual([]);
      expect.soft(await idsOf({ limit: 2 }), 'a limit').toEqual([third.id, second.id]);
      const all = await iep.listIepsOfStudent(200, { path: { student_id: student.id } });
      expect.soft(all.at(-1)?.goals, 'goals').toEqual(first.goals);
      const whole = [third, { ...second, status: 'approved' as const }, first];
      expect.soft(all.map(iepRowOf), 'whole IEPs').toEqual(whole.map(iepRowOf));
    },
  );

  test(
    'is empty for a student without any',
    { tag: ['@integration', '@writes'] },
    async ({ iep, student: students }) => {
      const { id } = await students.create();

      expect(await iep.listIepsOfStudent(200, { path: { student_id: id } })).toEqual([]);
    },
  );

  test('names an unknown student', { tag: ['@integration', '@read-only'] }, async ({ iep }) => {
    const student_id = crypto.randomUUID();

    const error = await iep.listIepsOfStudent(404, { path: { student_id } });

    expect(error).toEqual({ detail: `Student ${student_id} not found` });
  });
});
