import { expect, test } from '../../../fixtures/huleedu/index.ts';
import { matchesOf, resultOf, suggestionOf } from '../../../fixtures/huleedu/values.ts';

test.describe('GET /v1/classes/students/{student_id}', () => {
  test(
    'refuses unknown and malformed ids, and a call without a user',
    { tag: ['@smoke', '@read-only'] },
    async ({ huleedu, newTeacher }) => {
      const teacher = newTeacher();
      const nothing = { student_id: crypto.randomUUID() };

      const missing = await teacher.getStudent(404, { path: nothing });
      const malformed = await teacher.getStudent(400, { path: { student_id: 'student-1' } });
      await huleedu.getStudent(401, { path: nothing });

      expect.soft(missing).toEqual({ error: 'Student not found' });
      expect.soft(malformed).toEqual({ error: 'Invalid student ID format' });
    },
  );
});

test.describe('PUT /v1/classes/students/{student_id}', () => {
  test(
    'changes name, e-mail and rosters, and leaves what it does not name',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ teacher, schoolClass, student, run, classManagement }) => {
      const [left, joined] = [(await schoolClass.create()).id, (await schoolClass.create()).id];
      const { id, email } = await student.create({ class_ids: [left] });
      const path = { student_id: id };
      const named = { first_name: 'Maja', last_name: 'Holm' };
      const legal_full_name = `${run.name()} Maja Holm`;

      const renamed = await teacher.updateStudent(200, { path, body: { person_name: { ...named, legal_full_name } } });
      expect.soft(renamed, 'name alone').toEqual({ id, ...named, email, class_ids: [left] });
      const body = { email: `${run.name()}@school.edu`, add_class_ids: [joined], remove_class_ids: [left] };
      const moved = await teacher.updateStudent(200, { path, body });
      expect.soft(moved, 'the rest').toEqual({ id, ...named, email: body.email, class_ids: [joined] });

      expect.soft(await teacher.getStudent(200, { path }), 'read back').toEqual(moved);
      const row = await classManagement.row('students', { id });
      const stored = { ...named, legal_full_name, email: body.email, created_by_user_id: teacher.userId };
      expect.soft(row, 'row').toMatchObject(stored);
      const links = await classManagement.rows('class_student_association', { student_id: id });
      expect.soft(links, 'rosters').toEqual([{ class_id: joined, student_id: id }]);
    },
  );

  test(
    'refuses unknown and malformed ids and nobody’s call, and changes nothing',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ teacher, huleedu, student, classManagement }) => {
      const { id } = await student.create();
      const before = await classManagement.row('students', { id });
      const body = { person_name: { first_name: 'Changed', last_name: 'Changed' } };

      const missing = await teacher.updateStudent(404, { path: { student_id: crypto.randomUUID() }, body });
      const malformed = await teacher.updateStudent(400, { path: { student_id: 'student-1' }, body });
      await huleedu.updateStudent(401, { path: { student_id: id }, body });

      expect.soft(missing).toEqual({ error: 'Student not found' });
      expect.soft(malformed).toEqual({ error: 'Invalid student ID format' });
      expect.soft(await classManagement.row('students', { id }), 'row').toEqual(before);
    },
  );
});

test.describe('DELETE /v1/classes/students/{student_id}', () => {
  test(
    'removes the student from the rosters, and no class and no other student',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ teacher, huleedu, school, classManagement }) => {
      const { classId, students } = await school.create({ students: 2 });
      const [gone = '', kept = ''] = students.map(({ id }) => id);

      await teacher.deleteStudent(200, { path: { student_id: gone } });

      await expect.soft(classManagement, 'row').toHaveRowCount('students', { id: gone }, 0);
      const { students: left } = await huleedu.getRoster(200, { path: { class_id: classId } });
      expect.soft(left.map(({ student_id }) => student_id)).toEqual([kept]);
      const missing = await teacher.getStudent(404, { path: { student_id: gone } });
      expect.soft(missing).toEqual({ error: 'Student not found' });
    },
  );

  test(
    'takes the suggestions that name the student, and no other',
    { tag: ['@integration', '@db', '@events', '@writes'], annotation: { type: 'plan', description: 'CM-16' } },
    async ({ teacher, school, matches, classManagement }) => {
      const { classId, course, students } = await school.create({ students: 2 });
      const batchId = crypto.randomUUID();
      const results = [...students, ...students].map((student) => resultOf([suggestionOf(student)]));
      await matches.deliver(matchesOf({ batchId, classId, course }, results));
      const table = 'essay_student_associations';
      const before = await classManagement.rows(table, { batch_id: batchId }, ['id']);
      const [gone = '', kept = ''] = students.map(({ id }) => id);
      expect(before.filter(({ student_id }) => student_id === gone)).toHaveLength(2);

      await teacher.deleteStudent(200, { path: { student_id: gone } });

      const after = await classManagement.rows(table, { batch_id: batchId }, ['id']);
      expect(after).toEqual(before.filter(({ student_id }) => student_id === kept));
    },
  );

  test(
    'refuses unknown and malformed ids and nobody’s call, and removes nothing',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ teacher, huleedu, student, classManagement }) => {
      const { id } = await student.create();

      const missing = await teacher.deleteStudent(404, { path: { student_id: crypto.randomUUID() } });
      const malformed = await teacher.deleteStudent(400, { path: { student_id: 'student-1' } });
      await huleedu.deleteStudent(401, { path: { student_id: id } });

      expect.soft(missing).toEqual({ error: 'Student not found' });
      expect.soft(malformed).toEqual({ error: 'Invalid student ID format' });
      await expect.soft(classManagement, 'row').toHaveRowCount('students', { id }, 1);
    },
  );
});
