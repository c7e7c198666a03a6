import { expect, test } from '../../../fixtures/iep/index.ts';
import { dayAfter } from '../../../fixtures/iep/values.ts';

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
      const found = async (days_ahead?: number): Promise<string[]> =>
        (await iep.listReviewNeeded(200, { query: { days_ahead } }))
          .map(({ id }) => id)
          .filter((id) => own.includes(id));

      expect.soft((await found()).sort(), 'thirty days unless given').toEqual([soon]);
      expect.soft((await found(60)).sort(), 'sixty days').toEqual([soon, later].sort());
      expect.soft((await found(365)).sort(), 'a year').toEqual([soon, later, muchLater].sort());
      expect.soft(await found(1), 'a day').toEqual([]);
    },
  );
});
