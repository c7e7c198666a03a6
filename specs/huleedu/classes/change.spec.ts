import { expect, test } from '../../../fixtures/huleedu/index.ts';
import { matchesOf, resultOf, suggestionOf } from '../../../fixtures/huleedu/values.ts';

test.describe('PUT /v1/classes/{class_id}', () => {
  test(
    'changes name and course, each alone as well, and nothing else',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ teacher, schoolClass, run, classManagement }) => {
      const { id } = await schoolClass.create({ course_codes: ['SV1'] });
      const neighbour = await schoolClass.create();
      const path = { class_id: id };
      const name = `${run.name()} renamed`;

      const renamed = await teacher.updateClass(200, { path, body: { name } });
      expect.soft(renamed, 'name alone').toEqual({ id, name, course_code: 'SV1' });
      const moved = await teacher.updateClass(200, { path, body: { course_codes: ['ENG7'] } });
      expect.soft(moved, 'course alone').toEqual({ id, name, course_code: 'ENG7' });

      expect.soft(await teacher.getClass(200, { path }), 'read back').toEqual(moved);
      const row = await classManagement.row('classes', { id });
      expect.soft(row, 'row').toMatchObject({ name, created_by_user_id: teacher.userId });
      const other = await teacher.getClass(200, { path: { class_id: neighbour.id } });
      expect.soft(other.name, 'neighbour').toBe(neighbour.name);
    },
  );

  test(
    'refuses unknown and malformed ids and nobody’s call, and changes nothing',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ teacher, huleedu, schoolClass, classManagement }) => {
      const { id } = await schoolClass.create();
      const before = await classManagement.row('classes', { id });
      const body = { name: 'Changed' };

      const missing = await teacher.updateClass(404, { path: { class_id: crypto.randomUUID() }, body });
      const malformed = await teacher.updateClass(400, { path: { class_id: 'class-1' }, body });
      await huleedu.updateClass(401, { path: { class_id: id }, body });

      expect.soft(missing).toEqual({ error: 'Class not found' });
      expect.soft(malformed).toEqual({ error: 'Invalid class ID format' });
      expect.soft(await classManagement.row('classes', { id }), 'row').toEqual(before);
    },
  );
});

test.describe('DELETE /v1/classes/{class_id}', () => {
  test(
    'removes the class with its roster, and leaves its students',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ teacher, school, classManagement }) => {
      const { classId, students } = await school.create({ students: 2 });
      const neighbour = await school.create({ students: 1 });

      await teacher.deleteClass(200, { path: { class_id: classId } });

      await expect.soft(classManagement, 'class').toHaveRowCount('classes', { id: classId }, 0);
      const links = { class_id: classId };
      await expect.soft(classManagement, 'roster').toHaveRowCount('class_student_association', links, 0);
      for (const { id } of students) {
        const student = await teacher.getStudent(200, { path: { student_id: id } });
        expect.soft(student.class_ids, 'classes of a student').toEqual([]);
      }
      const others = { class_id: neighbour.classId };
      await expect.soft(classManagement, 'neighbour').toHaveRowCount('class_student_association', others, 1);
      expect.soft(await teacher.getClass(404, { path: { class_id: classId } })).toEqual({ error: 'Class not found' });
    },
  );

  test(
    'takes the suggestions for its essays with it, and only those',
    { tag: ['@integration', '@db', '@events', '@writes'], annotation: { type: 'plan', description: 'CM-16' } },
    async ({ teacher, school, matches, classManagement }) => {
      const [gone, kept] = [await school.create(), await school.create()];
      for (const { classId, course, students } of [gone, kept]) {
        const results = students.map((student) => resultOf([suggestionOf(student)]));
        await matches.deliver(matchesOf({ batchId: crypto.randomUUID(), classId, course }, results));
        await expect(classManagement).toHaveRowCount('essay_student_associations', { class_id: classId }, 1);
      }

      await teacher.deleteClass(200, { path: { class_id: gone.classId } });

      const table = 'essay_student_associations';
      await expect.soft(classManagement, 'its own').toHaveRowCount(table, { class_id: gone.classId }, 0);
      await expect.soft(classManagement, 'another’s').toHaveRowCount(table, { class_id: kept.classId }, 1);
    },
  );

  test(
    'refuses unknown and malformed ids and nobody’s call, and removes nothing',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ teacher, huleedu, schoolClass, classManagement }) => {
      const { id } = await schoolClass.create();

      const missing = await teacher.deleteClass(404, { path: { class_id: crypto.randomUUID() } });
      const malformed = await teacher.deleteClass(400, { path: { class_id: 'class-1' } });
      await huleedu.deleteClass(401, { path: { class_id: id } });

      expect.soft(missing).toEqual({ error: 'Class not found' });
      expect.soft(malformed).toEqual({ error: 'Invalid class ID format' });
      await expect.soft(classManagement, 'class').toHaveRowCount('classes', { id }, 1);
    },
  );
});
