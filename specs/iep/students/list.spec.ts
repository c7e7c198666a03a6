import { expect, test } from '../../../fixtures/iep/index.ts';
import { byId } from '../../../fixtures/iep/values.ts';

test.describe('GET /api/v1/students', () => {
  test(
    'filters by grade, code and case manager, alone and together',
    { tag: ['@critical', '@integration', '@writes'] },
    async ({ iep, student: students, draft: drafts, run, userId }) => {
      const [code, other] = [run.name().toUpperCase(), run.name().toUpperCase()];
      const case_manager_auth_id = userId();
      const first = await students.create({ disability_codes: [code], grade_level: '3' });
      const second = await students.create({ disability_codes: [other, code], grade_level: '4', case_manager_auth_id });
      const third = await students.create({ disability_codes: [other], grade_level: '3', case_manager_auth_id });
      const idsOf = async (query: Parameters<typeof iep.listStudents>[1]): Promise<string[]> =>
        (await iep.listStudents(200, query)).items.map(({ id }) => id).sort();

      const { id: iep_id } = await drafts.create(first.id);
      await iep.setActiveIep(200, { path: { student_id: first.id, iep_id } });
      const { items } = await iep.listStudents(200, { query: { disability_code: code } });
      const whole = await Promise.all(
        [first, second].map(({ id }) => iep.getStudent(200, { path: { student_id: id } })),
      );
      expect.soft(items.toSorted(byId), 'whole students').toEqual(whole.toSorted(byId));
      expect.soft(await idsOf({ query: { case_manager_auth_id } })).toEqual([second.id, third.id].sort());
      expect.soft(await idsOf({ query: { disability_code: code, grade_level: '3' } })).toEqual([first.id]);
      expect
        .soft(await idsOf({ query: { disability_code: other, case_manager_auth_id } }))
        .toEqual([second.id, third.id].sort());
      expect.soft(await idsOf({ query: { case_manager_auth_id, grade_level: '3' } })).toEqual([third.id]);
      expect
        .soft(await idsOf({ query: { disability_code: code, case_manager_auth_id, grade_level: '5' } }))
        .toEqual([]);
    },
  );

  test(
    'orders by last and first name, page by page, with totals that hold past the end',
    { tag: ['@integration', '@writes'] },
    async ({ iep, student: students, run, userId }) => {
      const case_manager_auth_id = userId();
      const name = run.name();
      const names = [
        [`${name} B`, 'Amy'],
        [`${name} A`, 'Zoe'],
        [`${name} C`, 'Ben'],
        [`${name} A`, 'Ann'],
        [`${name} B`, 'Abe'],
      ] as const;
      for (const [last_name, first_name] of names)
        await students.create({ last_name, first_name, case_manager_auth_id });
      const page = (size?: number, number?: number): ReturnType<typeof iep.listStudents<200>> =>
        iep.listStudents(200, { query: { case_manager_auth_id, size, page: number } });
      const shown = ({ items }: Awaited<ReturnType<typeof page>>): string[] =>
        items.map(({ first_name }) => first_name);

      const whole = await page();
      expect.soft(shown(whole)).toEqual(['Ann', 'Zoe', 'Abe', 'Amy', 'Ben']);
      expect.soft(whole).toMatchObject({ total: 5, page: 1, size: 20, pages: 1, has_next: false, has_prev: false });
      const first = await page(2);
      expect.soft(shown(first)).toEqual(['Ann', 'Zoe']);
      expect.soft(first).toMatchObject({ total: 5, page: 1, size: 2, pages: 3, has_next: true, has_prev: false });
      const second = await page(2, 2);
      expect.soft(shown(second)).toEqual(['Abe', 'Amy']);
      expect.soft(second).toMatchObject({ total: 5, page: 2, pages: 3, has_next: true, has_prev: true });
      const last = await page(2, 3);
      expect.soft(shown(last)).toEqual(['Ben']);
      expect.soft(last).toMatchObject({ total: 5, page: 3, pages: 3, has_next: false, has_prev: true });
      const past = await page(2, 9);
      expect.soft(past).toMatchObject({ items: [], total: 5, page: 9, pages: 3, has_next: false, has_prev: true });
    },
  );

  test(
    'has one empty page for a filter that nothing passes',
    { tag: ['@smoke', '@integration', '@read-only'] },
    async ({ iep, run }) => {
      const list = await iep.listStudents(200, { query: { disability_code: run.name() } });

      expect(list).toMatchObject({
        items: [],
        total: 0,
        page: 1,
        size: 20,
        pages: 1,
        has_next: false,
        has_prev: false,
      });
    },
  );

  test(
    'shows a page of a hundred out of more than that, and counts all',
    { tag: ['@integration', '@db', '@slow', '@writes'] },
    async ({ iep, student: students, userId }) => {
      const case_manager_auth_id = userId();
      const drafts = Array.from({ length: 103 }, () => students.build({ case_manager_auth_id }));
      for (let start = 0; start < drafts.length; start += 20) {
        await Promise.all(drafts.slice(start, start + 20).map((body) => iep.createStudent(201, { body })));
      }

      const first = await iep.listStudents(200, { query: { case_manager_auth_id, size: 100 } });
      const second = await iep.listStudents(200, { query: { case_manager_auth_id, size: 100, page: 2 } });

      expect([first.items.length, first.total, first.pages]).toEqual([100, 103, 2]);
      const found = [...first.items, ...second.items].map(({ student_id }) => student_id);
      expect(found.sort()).toEqual(drafts.map(({ student_id }) => student_id).sort());
    },
  );
});
