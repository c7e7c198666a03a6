import { expect, test } from '../../../fixtures/huleedu/index.ts';
import { operations, refusedSomehow } from '../../../fixtures/huleedu/values.ts';

test.describe('POST /v1/classes/students', () => {
  test(
    'creates a student on the rosters that it names, and fills the legal name',
    { tag: ['@critical', '@integration', '@db', '@writes'] },
    async ({ teacher, schoolClass, student: students, classManagement }) => {
      const classes = [(await schoolClass.create()).id, (await schoolClass.create()).id].sort();
      const body = students.build({ class_ids: classes });
      const { first_name, last_name } = body.person_name;

      const created = await teacher.createStudent(201, { body });

      expect.soft(created.full_name, 'full name').toBe(`${first_name} ${last_name}`);
      const { class_ids, ...read } = await teacher.getStudent(200, { path: { student_id: created.id } });
      expect.soft(read, 'read back').toEqual({ id: created.id, first_name, last_name, email: body.email });
      expect.soft(class_ids.toSorted(), 'classes').toEqual(classes);
      const row = await classManagement.row('students', { id: created.id });
      const legal_full_name = `${first_name} ${last_name}`;
      const stored = { first_name, last_name, legal_full_name, email: body.email, created_by_user_id: teacher.userId };
      expect.soft(row, 'row').toMatchObject(stored);
      await expect.soft(classManagement).toHaveRowCount('students', { created_by_user_id: teacher.userId }, 1);
      const links = await classManagement.rows('class_student_association', { student_id: created.id }, ['class_id']);
      expect.soft(links.map(({ class_id }) => class_id)).toEqual(classes);
    },
  );

  test(
    'keeps a legal name of its own, and needs neither e-mail nor class',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ teacher, run, classManagement }) => {
      const legal = `${run.name()} Åsa-Maria Öberg`;
      const person_name = { first_name: 'Åsa', last_name: 'Öberg', legal_full_name: legal };

      const { id } = await teacher.createStudent(201, { body: { person_name } });

      const read = await teacher.getStudent(200, { path: { student_id: id } });
      expect.soft(read).toEqual({ id, first_name: 'Åsa', last_name: 'Öberg', email: null, class_ids: [] });
      const row = await classManagement.row('students', { id });
      expect.soft(row, 'row').toMatchObject({ legal_full_name: legal, email: null });
      await expect.soft(classManagement).toHaveRowCount('students', { created_by_user_id: teacher.userId }, 1);
    },
  );

  test(
    'takes one e-mail once for a teacher, and once for another teacher',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ teacher, newTeacher, student: students, classManagement }) => {
      const body = students.build();
      const other = newTeacher();
      await teacher.createStudent(201, { body });

      const again = await teacher.send(refusedSomehow(operations.createStudent), { body });
      again.as(again.status);
      await other.createStudent(201, { body });

      const creators = await classManagement.rows('students', { email: body.email ?? '' });
      const expected = [teacher.userId, other.userId].sort();
      expect(creators.map(({ created_by_user_id }) => created_by_user_id).sort()).toEqual(expected);
    },
  );

  test(
    'refuses a call without a user and stores nothing',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ huleedu, student: students, classManagement }) => {
      const body = students.build();

      await huleedu.createStudent(401, { body });

      await expect(classManagement).toHaveRowCount('students', { email: body.email ?? '' }, 0);
    },
  );

  const broken = [
    ['an e-mail that is none', { email: 'nobody' }],
    ['an e-mail in a domain for tests', { email: 'someone@school.test' }],
    ['no name', { person_name: undefined }],
    ['half a name', { person_name: { first_name: 'Ada' } }],
    ['a class id that is none', { class_ids: ['class-1'] }],
  ] as const;

  for (const [what, fields] of broken) {
    test(
      `does not create a student with ${what}`,
      { tag: ['@integration', '@db', '@writes'] },
      async ({ teacher, student: students, classManagement }) => {
        const body = { ...students.build(), ...fields };

        const answer = await teacher.send(refusedSomehow(operations.createStudent), { body });

        answer.as(answer.status);
        await expect(classManagement).toHaveRowCount('students', { created_by_user_id: teacher.userId }, 0);
      },
    );
  }
});
