import { expect, test } from '../../../fixtures/iep/index.ts';
import { type BodyTaker, bodyTakers, iepRowOf, pathOfNothing, studentRowOf } from '../../../fixtures/iep/values.ts';

const broken = ['{', '{"first_name": "A",}', "{'first_name': 'A'}", 'first_name=A'];
const others = ['[]', '"A"', '8'];

test.describe('every operation with a body', () => {
  test(
    'refuses a body that is broken, absent or of another type, and changes nothing',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ iep, student: students, draft: drafts, database }) => {
      const student = await students.create();
      const draft = await drafts.create(student.id);
      const path = { ...pathOfNothing(), student_id: student.id, iep_id: draft.id };
      const query = { current_user_id: 1 };

      for (const operation of bodyTakers) {
        const name = `${operation.method} ${operation.path}`;
        const refused = (content: string): ReturnType<typeof iep.call<BodyTaker, 422>> =>
          iep.call(operation, 422, { path, query, raw: { content, contentType: 'application/json' } });
        const types = await Promise.all(
          broken.map(async (content) => (await refused(content)).detail.map(({ type, loc }) => [type, loc[0]])),
        );
        const absent = await iep.call(operation, 422, { path, query });
        const places = await Promise.all(
          others.map(async (content) => (await refused(content)).detail.map(({ loc }) => loc[0])),
        );

        expect.soft(types, name).toEqual(broken.map(() => [['json_invalid', 'body']]));
        expect
          .soft(
            absent.detail.map(({ loc }) => loc[0]),
            name,
          )
          .toEqual(['body']);
        expect.soft(places, name).toEqual(others.map(() => ['body']));
      }

      await expect.soft(database, 'student').toHaveRow('students', { id: student.id }, studentRowOf(student));
      await expect.soft(database, 'IEPs').toHaveRow('ieps', { student_id: student.id }, iepRowOf(draft));
    },
  );
});
