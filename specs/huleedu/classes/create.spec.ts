import { expect, test } from '../../../fixtures/huleedu/index.ts';
import { courseCodes, languages, operations, refusedSomehow } from '../../../fixtures/huleedu/values.ts';

test.describe('POST /v1/classes/', () => {
  for (const course of courseCodes) {
    test(
      `creates a class of ${course} that belongs to its teacher`,
      { tag: ['@integration', '@db', '@writes'] },
      async ({ teacher, schoolClass, classManagement }) => {
        const { name } = schoolClass.build();

        const created = await teacher.createClass(201, { body: { name, course_codes: [course] } });

        expect.soft(created.name, 'name').toBe(name);
        const read = await teacher.getClass(200, { path: { class_id: created.id } });
        expect.soft(read, 'read back').toEqual({ id: created.id, name, course_code: course });
        const row = await classManagement.row('classes', { id: created.id });
        expect.soft(row, 'row').toMatchObject({ name, created_by_user_id: teacher.userId });
        const language = languages[course];
        const ofCourse = { id: row.course_id, course_code: course, name: expect.any(String) as unknown, language };
        await expect
          .soft(classManagement, 'one class')
          .toHaveRowCount('classes', { created_by_user_id: teacher.userId }, 1);
        await expect.soft(classManagement, 'course').toHaveRow('courses', { id: row.course_id }, ofCourse);
      },
    );
  }

  test(
    'takes the longest name and one of other alphabets',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ teacher, run, classManagement }) => {
      const long = run.name().padEnd(100, 'å');
      const foreign = `${run.name()} Klass 9Ж “Ö” 学`;

      for (const name of [long, foreign]) {
        const { id } = await teacher.createClass(201, { body: { name, course_codes: ['ENG6'] } });
        const row = await classManagement.row('classes', { id });
        expect.soft(row.name).toBe(name);
      }
    },
  );

  test(
    'refuses several courses by rule, names them and stores nothing',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ teacher, schoolClass, classManagement }) => {
      const body = schoolClass.build({ course_codes: ['ENG5', 'SV1'] });

      const { error } = await teacher.createClass(400, { body });

      expect.soft(error.error_code).toBe('MULTIPLE_COURSE_ERROR');
      expect.soft(error.service).toBe('class_management_service');
      expect.soft(error.details['provided_course_codes']).toEqual(['ENG5', 'SV1']);
      await expect.soft(classManagement).toHaveRowCount('classes', { created_by_user_id: teacher.userId }, 0);
    },
  );

  test(
    'refuses a call without a user, or with an empty one, and stores nothing',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ huleedu, schoolClass, classManagement }) => {
      const body = schoolClass.build();

      await huleedu.createClass(401, { body });
      await huleedu.createClass(401, { body, headers: { 'x-user-id': '' } });

      await expect(classManagement).toHaveRowCount('classes', { name: body.name }, 0);
    },
  );

  const broken = [
    ['an empty name', { name: '' }],
    ['a name of 101 characters', { name: 'x'.repeat(101) }],
    ['no name', { name: undefined }],
    ['no course', { course_codes: [] }],
    ['a course that is no text', { course_codes: [5] }],
    ['a course that there is not', { course_codes: ['ENG9'] }],
  ] as const;

  for (const [what, fields] of broken) {
    test(
      `does not create a class with ${what}`,
      { tag: ['@integration', '@db', '@writes'] },
      async ({ teacher, schoolClass, classManagement }) => {
        const body = { ...schoolClass.build(), ...fields };

        const answer = await teacher.send(refusedSomehow(operations.createClass), { body });

        answer.as(answer.status);
        await expect(classManagement).toHaveRowCount('classes', { created_by_user_id: teacher.userId }, 0);
      },
    );
  }
});
