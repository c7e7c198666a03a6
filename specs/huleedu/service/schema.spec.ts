import { expect, test } from '../../../fixtures/huleedu/index.ts';
import {
  associationColumns,
  columnsOf,
  courseCodes,
  courses,
  enumLabels,
  foreignKeysOfAssociations,
  foreignKeysOfRosters,
  languages,
  nullableOf,
  outboxIndexes,
  revision,
  uniqueColumns,
  uniqueOfAssociations,
} from '../../../fixtures/huleedu/values.ts';

const name = 'character varying(255)';
const moments = { created_at: 'timestamp without time zone', updated_at: 'timestamp without time zone' };

/** Columns and types, table by table (contract b.3). */
const others = {
  classes: { id: 'uuid', name, created_by_user_id: name, course_id: 'uuid', ...moments },
  students: {
    ...{ id: 'uuid', first_name: name, last_name: name, legal_full_name: 'character varying(512)', email: name },
    ...{ created_by_user_id: name, ...moments },
  },
  courses: { id: 'uuid', course_code: 'course_code_enum', name, language: 'language_enum' },
  class_student_association: { class_id: 'uuid', student_id: 'uuid' },
  event_outbox: {
    ...{ id: 'uuid', aggregate_id: name, aggregate_type: 'character varying(100)', event_type: name },
    ...{ event_data: 'json', event_key: name, topic: name, retry_count: 'integer', last_error: 'text' },
    ...{ created_at: 'timestamp with time zone', published_at: 'timestamp with time zone' },
  },
};

const nullableColumns = [
  ...['students.legal_full_name', 'students.email'],
  ...['event_outbox.event_key', 'event_outbox.published_at', 'event_outbox.last_error'],
];
const demandedColumns = ['students.first_name', 'students.last_name', 'classes.id', 'students.id', 'courses.id'];

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
      const columns = await classManagement.ask(associationColumns);

      const shown = Object.fromEntries(columns.map(({ name, type, nullable }) => [name, `${type} ${nullable}`]));
      expect(shown).toEqual({
        ...{ id: 'uuid NO', essay_id: 'uuid NO', student_id: 'uuid NO', batch_id: 'uuid NO', class_id: 'uuid NO' },
        created_by_user_id: 'character varying(255) NO',
        created_at: 'timestamp without time zone NO',
        confidence_score: 'double precision YES',
        match_reasons: 'json YES',
        validation_status: 'character varying(50) NO',
        validated_by: 'character varying(255) YES',
        validated_at: 'timestamp without time zone YES',
        validation_method: 'character varying(50) YES',
      });
    },
  );

  test(
    'has the types of every other table',
    { tag: ['@db', '@read-only'], annotation: { type: 'plan', description: 'CM-13' } },
    async ({ classManagement }) => {
      const columns = await classManagement.ask(columnsOf, [Object.keys(others)]);

      const shown = Object.keys(others).map((name) => {
        const own = columns.filter(({ table }) => table === name).map(({ column, type }) => [column, type] as const);
        return [name, Object.fromEntries(own)] as const;
      });
      expect.soft(Object.fromEntries(shown), 'columns').toEqual(others);
      const labels = await classManagement.ask(enumLabels);
      const values = labels.map(({ type, label }) => `${type} ${label}`).sort();
      const expected = courseCodes.map((code) => `course_code_enum ${code}`);
      expect.soft(values, 'values').toEqual([...expected, 'language_enum en', 'language_enum sv'].sort());
    },
  );

  test(
    'lets a student lack legal name and e-mail, but no other name, and a row of the outbox what is not known yet',
    { tag: ['@db', '@read-only'], annotation: { type: 'plan', description: 'CM-13' } },
    async ({ classManagement }) => {
      const nullable = await classManagement.ask(nullableOf, [[...nullableColumns, ...demandedColumns]]);

      expect(nullable.map(({ column }) => column).sort()).toEqual(nullableColumns.toSorted());
    },
  );

  test(
    'keeps one course for a code, one student of an e-mail for a teacher, and what must be found in the outbox',
    { tag: ['@db', '@read-only'], annotation: { type: 'plan', description: 'CM-13' } },
    async ({ classManagement }) => {
      const unique = await classManagement.ask(uniqueColumns);
      const expected = ['courses: course_code', 'students: created_by_user_id, email'];
      expect.soft(unique.map(({ columns }) => columns).sort(), 'unique').toEqual(expected);
      const indexes = await classManagement.ask(outboxIndexes);
      const outbox = ['aggregate', 'event_type', 'topic', 'unpublished_topic'].map((name) => `ix_event_outbox_${name}`);
      expect.soft(indexes.map(({ name }) => name).sort(), 'outbox').toEqual(outbox);
    },
  );

  test(
    'is at the last of its seven revisions',
    { tag: ['@db', '@read-only'], annotation: { type: 'plan', description: 'CM-13' } },
    async ({ classManagement }) => {
      const versions = await classManagement.ask(revision);

      expect(versions).toEqual([{ version_num: '59d16918f933' }]);
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
      const unique = await classManagement.ask(uniqueOfAssociations);
      expect.soft(unique.map(({ column }) => column).sort(), 'unique').toEqual(['essay_id', 'id']);
      const foreign = await classManagement.ask(foreignKeysOfAssociations);
      const cascading = [
        { target: 'classes', action: 'c' },
        { target: 'students', action: 'c' },
      ];
      expect.soft(foreign, 'foreign keys').toEqual(cascading);
      const others = await classManagement.ask(foreignKeysOfRosters);
      const places = 'class_student_association';
      const keys = [`${places} to classes c`, `${places} to students c`, 'classes to courses a'];
      expect.soft(others.map(({ key }) => key).sort(), 'foreign keys of classes and rosters').toEqual(keys);
    },
  );

  test(
    'holds the six courses, each in its language',
    { tag: ['@db', '@read-only'], annotation: { type: 'plan', description: 'CM-13' } },
    async ({ classManagement }) => {
      const rows = await classManagement.ask(courses);

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
