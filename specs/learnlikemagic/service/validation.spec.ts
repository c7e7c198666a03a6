import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import { operations, pathOfNothing, refusedFields } from '../../../fixtures/learnlikemagic/values.ts';

const goal = { topic: 'Algebra', syllabus: 'CBSE', learning_objectives: ['Adds'] };
const student = { id: 'Ada', grade: 8 };

/** An operation, what is wrong with the request, the request, and every complaint that it must cause. */
const refusals = [
  [operations.createSession, 'has nothing in it', { body: {} }, ['missing at body.goal', 'missing at body.student']],
  [
    operations.createSession,
    'lacks required fields',
    { body: { student: {}, goal: { guideline_id: null } } },
    [
      'missing at body.goal.learning_objectives',
      'missing at body.goal.syllabus',
      'missing at body.goal.topic',
      'missing at body.student.grade',
      'missing at body.student.id',
    ],
  ],
  [
    operations.createSession,
    'has fields of other types',
    {
      body: {
        student: { id: 8, grade: 8.5, prefs: { style: 1, lang: 2 } },
        goal: { topic: 1, syllabus: 2, learning_objectives: ['Adds', 3], guideline_id: 4 },
      },
    },
    [
      'int_from_float at body.student.grade',
      'string_type at body.goal.guideline_id',
      'string_type at body.goal.learning_objectives.1',
      'string_type at body.goal.syllabus',
      'string_type at body.goal.topic',
      'string_type at body.student.id',
      'string_type at body.student.prefs.lang',
      'string_type at body.student.prefs.style',
    ],
  ],
  [
    operations.createSession,
    'has a word for a number and a text for a list',
    { body: { student: { ...student, grade: 'eight' }, goal: { ...goal, learning_objectives: 'Adds' } } },
    ['int_parsing at body.student.grade', 'list_type at body.goal.learning_objectives'],
  ],
  [operations.submitStep, 'lacks the reply', { body: {} }, ['missing at body.student_reply']],
  [
    operations.submitStep,
    'replies with a number',
    { body: { student_reply: 4 } },
    ['string_type at body.student_reply'],
  ],
  [
    operations.listBooks,
    'has words and fractions for numbers',
    { query: { grade: '', limit: 'all', offset: '0.5' } },
    ['int_parsing at query.grade', 'int_parsing at query.limit', 'int_parsing at query.offset'],
  ],
  [operations.updateBookStatus, 'lacks the status', { body: {} }, ['missing at body.status']],
  [
    operations.updateBookStatus,
    'has a status that does not exist',
    { body: { status: 'processing' } },
    ['string_pattern_mismatch at body.status'],
  ],
  [operations.updateBookStatus, 'has a number for a status', { body: { status: 1 } }, ['string_type at body.status']],
  [operations.uploadPage, 'is no form', { body: { image: 'page.png' } }, ['missing at body.image']],
  [operations.uploadPage, 'has a text for a file', { multipart: { image: 'page.png' } }, ['value_error at body.image']],
  [operations.getPage, 'has a word for a page', { path: { page_num: 'one' } }, ['int_parsing at path.page_num']],
  [
    operations.approvePage,
    'has a fraction for a page',
    { path: { page_num: '1.5' } },
    ['int_parsing at path.page_num'],
  ],
  [operations.deletePage, 'has a word for a page', { path: { page_num: 'one' } }, ['int_parsing at path.page_num']],
  [
    operations.generateGuidelines,
    'has a word and a fraction for pages',
    { body: { start_page: 'one', end_page: 1.5 } },
    ['int_from_float at body.end_page', 'int_parsing at body.start_page'],
  ],
  [operations.getSubtopic, 'lacks the topic', {}, ['missing at query.topic_key']],
  [
    operations.updateSubtopic,
    'lacks the topic and has fields of other types',
    { body: { objectives: 'Adds', examples: ['1 + 1', 2], misconceptions: {}, teaching_description: 3 } },
    [
      'list_type at body.misconceptions',
      'list_type at body.objectives',
      'missing at query.topic_key',
      'string_type at body.examples.1',
      'string_type at body.teaching_description',
    ],
  ],
  [
    operations.approveSubtopic,
    'lacks topic and decision and has a number for notes',
    { body: { reviewer_notes: 5 } },
    ['missing at body.approved', 'missing at query.topic_key', 'string_type at body.reviewer_notes'],
  ],
] as const;

test.describe('every operation', () => {
  test(
    'names every failing field of a request before anything is looked up',
    { tag: ['@integration', '@writes'] },
    async ({ learnlikemagic, run }) => {
      const unknown = pathOfNothing(run.name());

      const answers = await Promise.all(
        refusals.map(([operation, , request]) => {
          const { path, ...rest } = { path: {}, ...request };
          return learnlikemagic.send(operation, { ...rest, path: { ...unknown, ...path } });
        }),
      );

      const named = ({ method, path }: { method: string; path: string }, what: string): string =>
        `${method} ${path} that ${what}`;
      expect(
        answers.map((answer, index) => [
          named(answer.operation, String(refusals[index]?.[1])),
          refusedFields(answer.as(422)),
        ]),
      ).toEqual(refusals.map(([operation, what, , complaints]) => [named(operation, what), complaints]));
    },
  );
});

test.describe('POST /admin/books', () => {
  test(
    'says of each failing field what was sent and which limit it breaks',
    { tag: ['@integration', '@writes'] },
    async ({ learnlikemagic, book }) => {
      const body = { ...book.build(), title: '', grade: 13, country: undefined };

      const { detail } = await learnlikemagic.createBook(422, { body });

      expect(detail.toSorted((one, other) => one.type.localeCompare(other.type))).toEqual([
        expect.objectContaining({
          ...{ type: 'less_than_equal', loc: ['body', 'grade'], input: 13 },
          ctx: expect.objectContaining({ le: 12 }),
        }),
        expect.objectContaining({ type: 'missing', loc: ['body', 'country'], input: body }),
        expect.objectContaining({
          ...{ type: 'string_too_short', loc: ['body', 'title'], input: '' },
          ctx: expect.objectContaining({ min_length: 1 }),
        }),
      ]);
    },
  );
});
