import { expect, test } from '../../../fixtures/iep/index.ts';
import { studentRowOf } from '../../../fixtures/iep/values.ts';

test.describe('DELETE /api/v1/students/{student_id}', () => {
  test(
    'deactivates a student, whose active IEP stays: readable by id, out of the ordinary list, the same a second time',
    { tag: ['@critical', '@integration', '@db', '@writes'] },
    async ({ iep, student: students, draft: drafts, run, database }) => {
      const code = run.name().toUpperCase();
      const [neighbour, student] = [await students.create(), await students.create({ disability_codes: [code] })];
      const path = { student_id: student.id };
      const { id: active_iep_id } = await drafts.create(student.id);
      await iep.setActiveIep(200, { path: { ...path, iep_id: active_iep_id } });

      for (const time of ['first', 'second']) {
        const answer = await iep.deactivateStudent(200, { path });
        expect.soft(answer.message, time).toBe(`Student ${student.id} deactivated successfully`);
        const read = await iep.getStudent(200, { path });
        expect.soft(read, time).toMatchObject({ id: student.id, is_active: false });
        const row = { ...studentRowOf(student), active_iep_id, is_active: false, updated_at: read.updated_at };
        await expect.soft(database, `${time}: row`).toHaveRow('students', { id: student.id }, row);
      }
      const other = studentRowOf(neighbour);
      await expect.soft(database, 'neighbour').toHaveRow('students', { id: neighbour.id }, other);
      const idsOf = async (is_active?: 'true' | 'false'): Promise<string[]> =>
        (await iep.listStudents(200, { query: { disability_code: code, is_active } })).items.map(({ id }) => id);
      expect.soft(await idsOf(), 'ordinary list').toEqual([]);
      expect.soft(await idsOf('true'), 'list of the active').toEqual([]);
      expect.soft(await idsOf('false'), 'list of the deactivated').toEqual([student.id]);
    },
  );

  test(
    'is undone by an update, and hinders no new IEP meanwhile',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ iep, student: students, draft: drafts, run, database }) => {
      const code = run.name().toUpperCase();
      const student = await students.create({ disability_codes: [code] });
      const path = { student_id: student.id };
      await iep.deactivateStudent(200, { path });

      expect(await drafts.create(student.id)).toMatchObject({ version: 1, status: 'draft' });
      const revived = await iep.updateStudent(200, { path, body: { is_active: true } });

      expect(revived.is_active).toBe(true);
      const list = await iep.listStudents(200, { query: { disability_code: code } });
      expect(list.items.map(({ id }) => id)).toEqual([student.id]);
      await expect(database).toHaveRow('students', { id: student.id }, studentRowOf(revived));
    },
  );

  test('names an unknown student', { tag: ['@integration', '@writes'] }, async ({ iep }) => {
    const student_id = crypto.randomUUID();

    expect(await iep.deactivateStudent(404, { path: { student_id } })).toEqual({
      detail: `Student ${student_id} not found`,
    });
  });
});
