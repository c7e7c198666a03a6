import { expect, test } from '../../../fixtures/iep/index.ts';
import { byId, type Student } from '../../../fixtures/iep/values.ts';

test.describe('GET /api/v1/students/search', () => {
  test(
    'finds a text in first, last and full name and in the school id, in any case',
    { tag: ['@integration', '@writes'] },
    async ({ iep, student: students, run }) => {
      const word = run.name();
      const first = await students.create({ first_name: `Ada${word}` });
      const last = await students.create({ last_name: `${word}son` });
      const third = await students.create({ student_id: `${word}-7` });
      await students.create();
      const search = async (q: string): Promise<Student[]> =>
        (await iep.searchStudents(200, { query: { q } })).toSorted(byId);
      const all = [first, last, third].toSorted(byId);

      expect.soft(await search(word), 'as it is').toEqual(all);
      expect.soft(await search(word.toUpperCase()), 'in upper case').toEqual(all);
      const { full_name } = first;
      expect.soft(await search(full_name.slice(3)), 'across first and last name').toEqual([first]);
      expect.soft(await search(`${word}nobody`), 'nothing').toEqual([]);
    },
  );

  test(
    'leaves deactivated students out, and keeps to the limit',
    { tag: ['@integration', '@writes'] },
    async ({ iep, student: students, run }) => {
      const word = run.name();
      const gone = await students.create({ first_name: word });
      await students.create({ first_name: word });
      await students.create({ first_name: word });
      await iep.deactivateStudent(200, { path: { student_id: gone.id } });

      const found = await iep.searchStudents(200, { query: { q: word } });
      expect(found.map(({ id }) => id)).not.toContain(gone.id);
      expect(found).toHaveLength(2);
      expect(await iep.searchStudents(200, { query: { q: word, limit: 1 } })).toHaveLength(1);
    },
  );
});
