import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import { clockTolerance, epochOf, firstOf, reviewOf, topicsOf } from '../../../fixtures/learnlikemagic/values.ts';

test.describe('GET /admin/guidelines/books/{book_id}/topics', () => {
  test(
    'lists the topics of the index with their subtopics',
    {
      tag: ['@integration', '@db', '@s3', '@llm', '@slow', '@phase6', '@writes'],
      annotation: { type: 'plan', description: 'LLM-36' },
    },
    async ({ learnlikemagic, reviewedBook, documents }) => {
      const { id } = reviewedBook.book;

      const topics = await learnlikemagic.listTopics(200, { path: { book_id: id } });

      const { index, shards } = await documents.of(id);
      expect.soft(topics, 'as in the index').toEqual(index.topics);
      expect.soft(topics, 'as in the shards').toEqual(topicsOf(shards));
      expect(topics.length).toBeGreaterThan(0);
    },
  );

  test(
    'answers 404 for a book without guidelines and for an unknown book',
    { tag: ['@integration', '@phase6', '@writes'] },
    async ({ learnlikemagic, book, run }) => {
      const { id } = await book.create();

      const none = await learnlikemagic.listTopics(404, { path: { book_id: id } });
      const unknown = await learnlikemagic.listTopics(404, { path: { book_id: run.name() } });

      expect(none.detail.startsWith(`Guidelines not found for book ${id}: `)).toBe(true);
      expect(unknown).toEqual({ detail: 'Book not found' });
    },
  );
});

test.describe('GET /admin/guidelines/books/{book_id}/subtopics/{subtopic_key}', () => {
  test(
    'shows each subtopic as its shard holds it, with the time of the call',
    {
      tag: ['@integration', '@db', '@s3', '@llm', '@slow', '@phase6', '@writes'],
      annotation: { type: 'plan', description: 'LLM-37' },
    },
    async ({ learnlikemagic, reviewedBook, documents }) => {
      const { id } = reviewedBook.book;
      const { shards } = await documents.of(id);

      for (const shard of shards) {
        const { topic_key, subtopic_key } = shard;
        const answer = await learnlikemagic.getSubtopic.send({
          path: { book_id: id, subtopic_key },
          query: { topic_key },
        });
        const { last_updated, ...guideline } = answer.as(200);
        expect.soft(guideline, subtopic_key).toEqual(reviewOf(shard));
        expect
          .soft(Math.abs(epochOf(last_updated) - answer.date), `time of ${subtopic_key}`)
          .toBeLessThan(clockTolerance);
      }
      expect(shards.length).toBeGreaterThan(0);
    },
  );

  test(
    'answers 404 for keys that name no guideline, and for an unknown book',
    { tag: ['@integration', '@llm', '@slow', '@phase6', '@writes'] },
    async ({ learnlikemagic, reviewedBook, run }) => {
      const { id } = reviewedBook.book;
      const { topic_key, subtopic_key } = firstOf(reviewedBook.guidelines, 'guideline');
      const unknown = run.name();

      const noSubtopic = await learnlikemagic.getSubtopic(404, {
        path: { book_id: id, subtopic_key: unknown },
        query: { topic_key },
      });
      const noTopic = await learnlikemagic.getSubtopic(404, {
        path: { book_id: id, subtopic_key },
        query: { topic_key: unknown },
      });
      const noBook = await learnlikemagic.getSubtopic(404, {
        path: { book_id: unknown, subtopic_key },
        query: { topic_key },
      });

      expect(noSubtopic.detail).toMatch(/^Subtopic guideline not found: \S/);
      expect(noTopic.detail).toMatch(/^Subtopic guideline not found: \S/);
      expect(noBook).toEqual({ detail: 'Book not found' });
    },
  );
});

test.describe('GET /admin/guidelines/books/{book_id}/page-assignments', () => {
  test(
    'gives the pages of the page index',
    {
      tag: ['@integration', '@db', '@s3', '@llm', '@slow', '@phase6', '@writes'],
      annotation: { type: 'plan', description: 'LLM-40' },
    },
    async ({ learnlikemagic, reviewedBook, documents }) => {
      const { id } = reviewedBook.book;

      const assignments = await learnlikemagic.getPageAssignments(200, { path: { book_id: id } });

      expect.soft(assignments).toEqual((await documents.of(id)).pageIndex.pages);
      const numbers = reviewedBook.pages.map(({ page_num }) => String(page_num));
      expect(Object.keys(assignments).sort()).toEqual(numbers.sort());
    },
  );

  test(
    'answers 404 for a book without guidelines and for an unknown book',
    { tag: ['@integration', '@phase6', '@writes'] },
    async ({ learnlikemagic, book, run }) => {
      const { id } = await book.create();

      const none = await learnlikemagic.getPageAssignments(404, { path: { book_id: id } });
      const unknown = await learnlikemagic.getPageAssignments(404, { path: { book_id: run.name() } });

      expect(none.detail).toMatch(/^Page assignments not found: \S/);
      expect(unknown).toEqual({ detail: 'Book not found' });
    },
  );
});
