import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  type BodyTaker,
  bodyTakers,
  bookRowOf,
  objectKeys,
  operations,
  pathOfNothing,
  sessionIdsOf,
} from '../../../fixtures/learnlikemagic/values.ts';

const brokenTexts = ['{', '{"title": "A', '{"title": "A",}', "{'title': 'A'}", 'title=A', ''.padEnd(3)];

test.describe('every operation with a body', () => {
  test(
    'refuses a body that is broken, absent, of another type or content type, and changes nothing',
    { tag: ['@integration', '@db', '@s3', '@writes'] },
    async ({ learnlikemagic, book: books, database, storage }) => {
      const draft = books.build();
      const book = await learnlikemagic.createBook(201, { body: draft });
      const { id } = book;
      const path = { ...pathOfNothing(id), session_id: crypto.randomUUID() };
      const query = { topic_key: id };
      const json = 'application/json';
      // As a body of each operation has it, so that the content type alone is wrong.
      const whole = JSON.stringify({
        ...draft,
        ...{ student_reply: '4', status: 'uploading_pages', approved: true },
        ...{
          student: { id, grade: 8 },
          goal: { topic: 'A', syllabus: 'A', learning_objectives: [], guideline_id: id },
        },
      });

      for (const operation of bodyTakers) {
        const name = `${operation.method} ${operation.path}`;
        const refused = (content: string, contentType = json): ReturnType<typeof learnlikemagic.call<BodyTaker, 422>> =>
          learnlikemagic.call(operation, 422, { path, query, raw: { content, contentType } });
        const broken = await Promise.all(brokenTexts.map((content) => refused(content)));
        const absent = await learnlikemagic.call(operation, 422, { path, query });
        const others = await Promise.all(['[]', '"A"', '8'].map((content) => refused(content)));
        const text = await refused(whole, 'text/plain');

        expect(
          broken.map(({ detail }) => detail),
          name,
        ).toEqual(
          brokenTexts.map(() => [expect.objectContaining({ type: 'json_invalid', loc: ['body', expect.any(Number)] })]),
        );
        expect(absent.detail, name).toEqual([expect.objectContaining({ type: 'missing', loc: ['body'], input: null })]);
        expect(
          [...others, text].map(({ detail }) => detail.map(({ loc }) => loc)),
          name,
        ).toEqual([[['body']], [['body']], [['body']], [['body']]]);
      }

      await expect(database).toHaveRow('books', { author: book.author ?? '' }, bookRowOf(book));
      await expect(storage).toHaveKeys(objectKeys.prefix(id), [objectKeys.metadata(id)]);
      expect(await sessionIdsOf(database, id)).toEqual([]);
    },
  );

  test(
    'ignores fields that it does not know, and takes whole numbers that are sent as texts',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ learnlikemagic, book: books, run, database }) => {
      const book = await books.create();
      const unknown = run.name();
      const path = { ...pathOfNothing(unknown), book_id: book.id };
      const query = { topic_key: unknown };
      const extra = { colour: 'red', title: 'Another', force_regenerate: true, sorted_facts: [1] };

      const answers = {
        session: await learnlikemagic.send(operations.createSession, {
          body: {
            student: { id: unknown, grade: '8', name: 'Ada', ...extra },
            goal: { topic: 'A', syllabus: 'A', learning_objectives: [], guideline_id: unknown, ...extra },
            ...extra,
          },
        }),
        step: await learnlikemagic.send(operations.submitStep, { path, body: { student_reply: '4', ...extra } }),
        generation: await learnlikemagic.send(operations.generateGuidelines, {
          path: { book_id: unknown },
          body: { start_page: '1', end_page: '2', ...extra },
        }),
        edit: await learnlikemagic.send(operations.updateSubtopic, { path, query, body: extra }),
        approval: await learnlikemagic.send(operations.approveSubtopic, {
          path,
          query,
          body: { approved: true, ...extra },
        }),
        move: await learnlikemagic.send(operations.updateBookStatus, {
          path,
          body: { status: 'uploading_pages', ...extra },
        }),
      };

      expect(answers.session.as(404)).toEqual({ detail: `Teaching guideline ${unknown} not found` });
      expect(answers.step.as(404)).toEqual({ detail: `Session ${unknown} not found` });
      expect(answers.generation.as(404)).toEqual({ detail: `Book not found: ${unknown}` });
      expect(answers.edit.as(404).detail).toMatch(/^Subtopic guideline not found: /);
      expect(answers.approval.as(404).detail).toMatch(/^Subtopic guideline not found: /);
      const moved = answers.move.as(200);
      expect(moved).toMatchObject({ title: book.title, status: 'uploading_pages' });
      await expect(database).toHaveRow('books', { id: book.id }, bookRowOf(moved));
    },
  );
});

test.describe('POST /admin/books', () => {
  test(
    'ignores fields that it does not know or does not let a caller set, and takes whole numbers sent as texts',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ learnlikemagic, book, run, database }) => {
      const draft = book.build({ grade: 8, edition_year: 2024 });
      const foreign = { publisher: 'A', year: 1999, id: run.name(), status: 'approved', created_by: 'me', pages: [1] };
      const texts = { grade: '8', edition_year: '2024' };

      const answer = await learnlikemagic.send(operations.createBook, { body: { ...draft, ...foreign, ...texts } });

      const created = answer.as(201);
      expect(created).toMatchObject({ ...draft, status: 'draft', created_by: 'admin' });
      expect(created.id).not.toBe(foreign.id);
      await expect(database).toHaveRowCount('books', { id: foreign.id }, 0);
      await expect(database).toHaveRow('books', { id: created.id }, bookRowOf(created));
    },
  );
});
