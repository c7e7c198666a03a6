import { expect, test } from '../../../fixtures/huleedu/index.ts';
import { sortedBy } from '../../../fixtures/huleedu/values.ts';

test.describe('GET /v1/classes/{class_id}', () => {
  test(
    'refuses unknown and malformed ids, and a call without a user',
    { tag: ['@smoke', '@read-only'] },
    async ({ huleedu, newTeacher }) => {
      const teacher = newTeacher();
      const nothing = { class_id: crypto.randomUUID() };

      const missing = await teacher.getClass(404, { path: nothing });
      const malformed = await teacher.getClass(400, { path: { class_id: 'class-1' } });
      await huleedu.getClass(401, { path: nothing });

      expect.soft(missing).toEqual({ error: 'Class not found' });
      expect.soft(malformed).toEqual({ error: 'Invalid class ID format' });
    },
  );
});

test.describe('GET /v1/classes/{class_id}/roster', () => {
  test(
    'lists every student of the class, and of no other, to a caller without a user',
    { tag: ['@critical', '@integration', '@writes'] },
    async ({ huleedu, teacher, schoolClass, student }) => {
      const { id: classId } = await schoolClass.create();
      const { id: otherId } = await schoolClass.create();
      const [first, both] = [
        await student.create({ class_ids: [classId] }),
        await student.create({ class_ids: [classId, otherId] }),
      ];
      await student.create({ class_ids: [otherId] });
      await student.create();
      const path = { class_id: classId };

      const { students } = await huleedu.getRoster(200, { path });

      const expected = [first, both].map(({ id, first_name, last_name, email }) => ({
        student_id: id,
        first_name,
        last_name,
        full_legal_name: `${first_name} ${last_name}`,
        email,
      }));
      expect.soft(sortedBy(students, 'student_id')).toEqual(sortedBy(expected, 'student_id'));
      expect.soft(await teacher.getRoster(200, { path }), 'with a user').toEqual({ students });
    },
  );

  test(
    'is empty for a class without students, and refuses unknown and malformed ids',
    { tag: ['@integration', '@writes'] },
    async ({ huleedu, schoolClass }) => {
      const { id } = await schoolClass.create();

      expect.soft(await huleedu.getRoster(200, { path: { class_id: id } })).toEqual({ students: [] });
      const missing = await huleedu.getRoster(404, { path: { class_id: crypto.randomUUID() } });
      expect.soft(missing).toEqual({ error: 'Class not found' });
      const malformed = await huleedu.getRoster(400, { path: { class_id: 'class-1' } });
      expect.soft(malformed).toEqual({ error: 'Invalid class ID format' });
    },
  );
});
