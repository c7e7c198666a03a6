import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import { answeredSomehow, operations, pathOfNothing } from '../../../fixtures/learnlikemagic/values.ts';

test.describe('GET /admin/books', () => {
  const pages = [{ limit: -1 }, { offset: -1 }, { limit: -1, offset: -1 }, { limit: 0 }, { offset: 1e12 }];

  test(
    'answers a limit or an offset out of bounds as the contract knows answers, and shows nothing of its inside',
    { tag: ['@integration', '@read-only'] },
    async ({ learnlikemagic, run }) => {
      const country = run.name();

      const answers = await Promise.all(
        pages.map((page) =>
          learnlikemagic.send(answeredSomehow(operations.listBooks), { query: { country, ...page } }),
        ),
      );

      // Bounds are not laid down (contract a.4): each status, but with its own body, as `as` judges it.
      expect(answers.map((answer) => answer.as(answer.status))).toHaveLength(pages.length);
    },
  );
});

test.describe('every query', () => {
  const filters = ['country', 'board', 'subject', 'status'] as const;
  const questions = ['country', 'board', 'subject', 'topic'] as const;

  test(
    'answers a text with a NUL character as the contract knows answers, and shows nothing of its inside',
    { tag: ['@integration', '@read-only'] },
    async ({ learnlikemagic, run }) => {
      const name = run.name();
      const text = `${name}\0`;
      const whole = { country: name, board: name, grade: 8, subject: name, topic: name };

      const answers = await Promise.all([
        ...filters.map((filter) =>
          learnlikemagic.send(answeredSomehow(operations.listBooks), { query: { country: name, [filter]: text } }),
        ),
        ...questions.map((question) =>
          learnlikemagic.send(answeredSomehow(operations.getCurriculum), { query: { ...whole, [question]: text } }),
        ),
      ]);

      expect(answers.map((answer) => answer.as(answer.status))).toHaveLength(filters.length + questions.length);
    },
  );
});

test.describe('every operation with a body', () => {
  test(
    'takes null for what may be null as if it had not been sent',
    { tag: ['@integration', '@writes'] },
    async ({ learnlikemagic, run }) => {
      const unknown = run.name();
      const path = pathOfNothing(unknown);
      const query = { topic_key: unknown };
      const student = { id: unknown, grade: 8 };
      const goal = { topic: 'A', syllabus: 'A', learning_objectives: [] };
      const named = { ...goal, guideline_id: unknown };

      const prefs = await Promise.all(
        [null, {}, { style: null, lang: null }].map((each) =>
          learnlikemagic.createSession.send({ body: { student: { ...student, prefs: each }, goal: named } }),
        ),
      );
      const guideline = await learnlikemagic.createSession.send({
        body: { student, goal: { ...goal, guideline_id: null } },
      });
      const generation = await learnlikemagic.generateGuidelines.send({
        path,
        body: { start_page: null, end_page: null },
      });
      const edit = await learnlikemagic.updateSubtopic.send({ path, query, body: { teaching_description: null } });
      const approval = await learnlikemagic.approveSubtopic.send({
        ...{ path, query },
        body: { approved: true, reviewer_notes: null },
      });

      const notFound = { detail: `Teaching guideline ${unknown} not found` };
      expect.soft(prefs.map((answer) => answer.as(404))).toEqual([notFound, notFound, notFound]);
      expect.soft(guideline.as(404)).toEqual({ detail: 'Teaching guideline None not found' });
      expect.soft(generation.as(404)).toEqual({ detail: `Book not found: ${unknown}` });
      expect.soft(edit.as(404)).toEqual({ detail: 'Book not found' });
      expect.soft(approval.as(404)).toEqual({ detail: 'Book not found' });
    },
  );
});
