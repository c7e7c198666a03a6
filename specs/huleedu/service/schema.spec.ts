import { expect, test } from '../../../fixtures/huleedu/index.ts';
import { courseCodes, languages } from '../../../fixtures/huleedu/values.ts';

test.describe('the database of class management', () => {
  test(
    'has the columns of an association, their types and which may be empty',
    {
      tag: ['@db', '@read-only'],
      annotation: [
        { type: 'plan', description: 'CM-13' },
        { type: 'plan', description: 'CM-22' },
      ],
    },
    async ({ classManagement }) => {
      const columns = await classManagement.query<{ name: string; type: string; nullable: string }>(
        `SELECT column_name AS name, data_type AS type, is_nullable AS nullable FROM information_schema.columns
         WHERE table_name = 'essay_student_associations' AND table_schema = 'public'`,
      );

      const shown = Object.fromEntries(columns.map(({ name, type, nullable }) => [name, `${type} ${nullable}`]));
      expect(shown).toEqual({
        ...{ id: 'uuid NO', essay_id: 'uuid NO', student_id: 'uuid NO', batch_id: 'uuid NO', class_id: 'uuid NO' },
        created_by_user_id: 'character varying NO',
        created_at: 'timestamp without time zone NO',
        confidence_score: 'double precision YES',
        match_reasons: 'json YES',
        validation_status: 'character varying NO',
        validated_by: 'character varying YES',
        validated_at: 'timestamp without time zone YES',
        validation_method: 'character varying YES',
      });
    },
  );

  test(
    'keeps an essay to one association, and associations to their student and class',
    {
      tag: ['@db', '@read-only'],
      annotation: [
        { type: 'plan', description: 'CM-13' },
        { type: 'plan', description: 'CM-14' },
        { type: 'plan', description: 'CM-16' },
      ],
    },
    async ({ classManagement }) => {
      const unique = await classManagement.query<{ column: string }>(
        `SELECT attname AS column FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
         WHERE indrelid = 'essay_student_associations'::regclass AND indisunique AND indnkeyatts = 1 AND indisvalid`,
      );
      expect.soft(unique.map(({ column }) => column).sort(), 'unique').toEqual(['essay_id', 'id']);
      const foreign = await classManagement.query<{ target: string; action: string }>(
        `SELECT confrelid::regclass::text AS target, confdeltype AS action FROM pg_constraint
         WHERE conrelid = 'essay_student_associations'::regclass AND contype = 'f' ORDER BY 1`,
      );
      const cascading = [
        { target: 'classes', action: 'c' },
        { target: 'students', action: 'c' },
      ];
      expect.soft(foreign, 'foreign keys').toEqual(cascading);
    },
  );

  test(
    'holds the six courses, each in its language',
    { tag: ['@db', '@read-only'], annotation: { type: 'plan', description: 'CM-13' } },
    async ({ classManagement }) => {
      const rows = await classManagement.query<{ course_code: string; name: string; language: string }>(
        'SELECT course_code::text, name, language::text FROM courses ORDER BY 1',
      );

      const named = { ENG: 'English', SV: 'Svenska' };
      const expected = courseCodes.map((code) => ({
        course_code: code,
        name: `${named[code.startsWith('ENG') ? 'ENG' : 'SV']} ${code.slice(-1)}`,
        language: languages[code],
      }));
      expect(rows).toEqual(expected);
    },
  );
});
