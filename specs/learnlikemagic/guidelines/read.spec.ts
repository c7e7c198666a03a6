import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import { firstOf, guidelineOf } from '../../../fixtures/learnlikemagic/values.ts';

test.describe('GET /admin/books/{book_id}/guidelines', () => {
  test(
    'lists every subtopic in index order as its shard holds it',
    {
      tag: ['@integration', '@db', '@s3', '@llm', '@slow', '@phase6', '@writes'],
      annotation: { type: 'plan', description: 'LLM-30' },
    },
    async ({ learnlikemagic, reviewedBook, documents }) => {
      const { id } = reviewedBook.book;

      const listed = await learnlikemagic.listGuidelines(200, { path: { book_id: id } });

      const { shards } = await documents.of(id);
      expect(listed).toEqual({
        book_id: id,
        total_subtopics: shards.length,
        guidelines: shards.map((shard) => guidelineOf(shard)),
      });
      expect(shards.length).toBeGreaterThan(0);
    },
  );

  test(
    'lists nothing for a book without guidelines',
    { tag: ['@integration', '@phase6', '@writes'] },
    async ({ learnlikemagic, book }) => {
      const { id } = await book.create();

      const listed = await learnlikemagic.listGuidelines(200, { path: { book_id: id } });

      expect(listed).toEqual({ book_id: id, total_subtopics: 0, guidelines: [] });
    },
  );

  test(
    'answers 404 for an unknown book',
    { tag: ['@integration', '@phase6', '@read-only'] },
    async ({ learnlikemagic, run }) => {
      const id = run.name();

      const refusal = await learnlikemagic.listGuidelines(404, { path: { book_id: id } });

      expect(refusal).toEqual({ detail: `Book not found: ${id}` });
    },
  );
});

test.describe('GET /admin/books/{book_id}/guidelines/{topic_key}/{subtopic_key}', () => {
  test(
    'gives each guideline by its keys as its shard holds it',
    {
      tag: ['@integration', '@db', '@s3', '@llm', '@slow', '@phase6', '@writes'],
      annotation: { type: 'plan', description: 'LLM-31' },
    },
    async ({ learnlikemagic, reviewedBook, documents }) => {
      const { id } = reviewedBook.book;
      const { shards } = await documents.of(id);

      const guidelines = await Promise.all(
        shards.map(({ topic_key, subtopic_key }) =>
          learnlikemagic.getGuideline(200, { path: { book_id: id, topic_key, subtopic_key } }),
        ),
      );

      expect(guidelines).toEqual(shards.map((shard) => guidelineOf(shard)));
      expect(guidelines.length).toBeGreaterThan(0);
    },
  );

  test(
    'answers 404 for keys that name no guideline of the book',
    { tag: ['@integration', '@s3', '@llm', '@slow', '@phase6', '@writes'] },
    async ({ learnlikemagic, reviewedBook, run, documents }) => {
      const { id } = reviewedBook.book;
      const { topic_key, subtopic_key } = firstOf(reviewedBook.guidelines, 'guideline');
      const objects = await documents.objects(id);
      const unknown = run.name();
      const pairs = [
        { topic_key, subtopic_key: unknown },
        { topic_key: unknown, subtopic_key },
        { topic_key: subtopic_key, subtopic_key: topic_key },
      ];

      for (const pair of pairs) {
        const refusal = await learnlikemagic.getGuideline(404, { path: { book_id: id, ...pair } });
        expect.soft(refusal).toEqual({ detail: `Guideline not found: ${pair.topic_key}/${pair.subtopic_key}` });
      }
      expect(await documents.objects(id), 'objects').toEqual(objects);
    },
  );

  test(
    'answers 404 for a book without guidelines and for an unknown book',
    { tag: ['@integration', '@phase6', '@writes'] },
    async ({ learnlikemagic, book, run }) => {
      const { id } = await book.create();
      const unknown = run.name();
      const keys = { topic_key: 'mathematics-grade-8', subtopic_key: 'halves' };

      const none = await learnlikemagic.getGuideline(404, { path: { book_id: id, ...keys } });
      const noBook = await learnlikemagic.getGuideline(404, { path: { book_id: unknown, ...keys } });

      expect(none).toEqual({ detail: 'Guideline not found: mathematics-grade-8/halves' });
      expect(noBook).toEqual({ detail: `Book not found: ${unknown}` });
    },
  );
});
