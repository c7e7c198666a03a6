import { expect, test } from '../../../fixtures/iep/index.ts';
import { byId, dayAfter, type Student } from '../../../fixtures/iep/values.ts';

test.describe('GET /api/v1/students/review-needed', () => {
  test(
    'lists active students whose active IEP is to be reviewed within the window',
    { tag: ['@integration', '@writes'] },
    async ({ iep, student: students, draft: drafts }) => {
      const clock = await iep.getHealth.send();
      clock.as(200);
      const studentWith = async (days: number, status: 'active' | 'draft', pointed = 0): Promise<string> => {
        const { id } = await students.create();
        const two = [await drafts.create(id, { review_date: dayAfter(clock.date, days) }), await drafts.create(id)];
        await iep.updateIep(200, { path: { iep_id: two[0]?.id ?? '' }, body: { status } });
        await iep.setActiveIep(200, { path: { student_id: id, iep_id: two[pointed]?.id ?? '' } });
        return id;
      };
      const soon = await studentWith(10, 'active');
      const later = await studentWith(40, 'active');
      const muchLater = await studentWith(300, 'active');
      const draft = await studentWith(10, 'draft');
      const elsewhere = await studentWith(10, 'active', 1);
      const gone = await studentWith(10, 'active');
      await iep.deactivateStudent(200, { path: { student_id: gone } });
      const own = [soon, later, muchLater, draft, elsewhere, gone];
      const found = async (days_ahead?: number): Promise<Student[]> =>
        (await iep.listReviewNeeded(200, { query: { days_ahead } })).filter(({ id }) => own.includes(id));
      const read = (...ids: string[]): Promise<Student[]> =>
        Promise.all(ids.toSorted().map((student_id) => iep.getStudent(200, { path: { student_id } })));

      expect.soft(await found(), 'thirty days unless given').toEqual(await read(soon));
      expect.soft((await found(60)).toSorted(byId), 'sixty days').toEqual(await read(soon, later));
      expect.soft((await found(365)).toSorted(byId), 'a year').toEqual(await read(soon, later, muchLater));
      expect.soft(await found(1), 'a day').toEqual([]);
    },
  );
});
