import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import { closedQuestion, gradingAnswer } from '../../../fixtures/learnlikemagic/values.ts';

/** The model answers when the quick calls have been, or else after so long; only the order is compared. Milliseconds. */
const slowness = 4_000;

/** A call on its way to the model may take that long on a busy deployment. Milliseconds. */
const arrival = { timeout: 30_000 };

/** More than the connections that a deployment keeps by default, 5 and 10 more (contract e). */
const manySessions = 16;

const nineSteps = Array.from({ length: 9 }, () => 'right' as const);

test.describe('POST /sessions/{session_id}/step', () => {
  test(
    'does not hold up other calls while the model takes its time',
    { tag: ['@integration', '@slow', '@db', '@llm', '@writes', '@scripted'] },
    async ({ learnlikemagic, session, book: books, model }) => {
      // The reply that completes a session takes one call of the model alone.
      const slow = await session.create({ replies: nineSteps });
      const quick = await session.create({ replies: nineSteps });
      const { country, board, grade } = slow.guideline;
      const finished: string[] = [];
      const finish = async (name: string, call: Promise<unknown>): Promise<void> => {
        await call;
        finished.push(name);
      };
      const match = slow.guideline.topic;
      await model.answers({ purpose: 'grading', match, content: gradingAnswer(0.9), delayMs: slowness });
      const body = { student_reply: closedQuestion.right };
      const { length } = await model.calls(match);

      const slowStep = finish('slow step', learnlikemagic.submitStep(200, { path: { session_id: slow.id }, body }));
      await expect
        .poll(async () => (await model.calls(match)).slice(length).map(({ purpose }) => purpose), {
          message: 'the model was asked',
          ...arrival,
        })
        .toContain('grading');
      await finish('health', learnlikemagic.getHealth(200));
      await finish('database health', learnlikemagic.getDatabaseHealth(200));
      await finish('curriculum', learnlikemagic.getCurriculum(200, { query: { country, board, grade } }));
      await finish('book', books.create());
      await finish('step', learnlikemagic.submitStep(200, { path: { session_id: quick.id }, body }));
      await model.release();
      await slowStep;

      expect(finished).toEqual(['health', 'database health', 'curriculum', 'book', 'step', 'slow step']);
    },
  );

  test(
    'keeps no connection to the database while the model takes its time, however many sessions wait',
    { tag: ['@integration', '@slow', '@db', '@llm', '@writes', '@scripted'] },
    async ({ learnlikemagic, session, guideline: guidelines, model }) => {
      const guideline = await guidelines.create();
      const { country, board, grade, topic: match } = guideline;
      const waiting = await Promise.all(
        Array.from({ length: manySessions }, () => session.create({ guideline, replies: nineSteps })),
      );
      const content = gradingAnswer(0.9);
      await model.answers({ purpose: 'grading', match, content, delayMs: slowness });
      const { length } = await model.calls(match);
      const finished: string[] = [];
      const finish = async <T>(name: string, call: Promise<T>): Promise<T> => {
        const answer = await call;
        finished.push(name);
        return answer;
      };
      const body = { student_reply: closedQuestion.right };

      const steps = waiting.map(({ id }) =>
        finish('slow step', learnlikemagic.submitStep(200, { path: { session_id: id }, body })),
      );
      await expect
        .poll(async () => (await model.calls(match)).length - length, { message: 'the model was asked', ...arrival })
        .toBeGreaterThanOrEqual(manySessions - 1);
      await finish('database health', learnlikemagic.getDatabaseHealth(200));
      await finish('curriculum', learnlikemagic.getCurriculum(200, { query: { country, board, grade } }));
      await model.release();
      const answers = await Promise.all(steps);

      const slow = waiting.map(() => 'slow step');
      expect.soft(finished, 'the order of the answers').toEqual(['database health', 'curriculum', ...slow]);
      const completed = { routing: 'Advance', next_turn: { step_idx: 10, is_complete: true } };
      expect.soft(answers, 'the slow steps').toMatchObject(waiting.map(() => completed));
    },
  );
});

test.describe('POST /admin/books/{book_id}/pages', () => {
  test(
    'does not hold up other books while a page is being read',
    { tag: ['@integration', '@slow', '@llm', '@writes', '@scripted'] },
    async ({ learnlikemagic, book: books, pageImage, model }) => {
      const slow = await books.create();
      const quick = await books.create();
      const [slowImage, image] = await Promise.all([pageImage.build(), pageImage.build()]);
      const finished: string[] = [];
      const finish = async (name: string, call: Promise<unknown>): Promise<void> => {
        await call;
        finished.push(name);
      };
      const match = slowImage.word;
      await model.answers({ purpose: 'ocr', match, content: 'Slow page', delayMs: slowness });
      await model.answers({ purpose: 'ocr', match: image.word, content: 'Quick page' });
      const upload = (book_id: string, part: typeof image): Promise<unknown> =>
        learnlikemagic.uploadPage(200, { path: { book_id }, multipart: { image: part } });

      const slowUpload = finish('slow page', upload(slow.id, slowImage));
      await expect
        .poll(async () => (await model.calls(match)).length, {
          message: 'the model was asked to read the page',
          ...arrival,
        })
        .toBe(1);
      await finish('health', learnlikemagic.getHealth(200));
      await finish('list', learnlikemagic.listBooks(200, { query: { country: quick.country } }));
      await finish('page', upload(quick.id, image));
      await finish('book', learnlikemagic.getBook(200, { path: { book_id: slow.id } }));
      await model.release();
      await slowUpload;

      expect(finished).toEqual(['health', 'list', 'page', 'book', 'slow page']);
    },
  );
});
