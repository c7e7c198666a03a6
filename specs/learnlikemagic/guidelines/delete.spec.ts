import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import { begins, defaultTopic, findsEnough, newShard, objectKeys } from '../../../fixtures/learnlikemagic/values.ts';

test.describe('DELETE /admin/books/{book_id}/guidelines', () => {
  test(
    'removes every guideline document and keeps pages, metadata and rows',
    {
      tag: ['@integration', '@db', '@s3', '@llm', '@slow', '@phase6', '@writes'],
      annotation: { type: 'plan', description: 'LLM-33' },
    },
    async ({ learnlikemagic, bookWithGuidelines, storage, database, syncedRows }) => {
      const { book, pages } = await bookWithGuidelines.create();
      const { id } = book;
      const path = { book_id: id };
      await learnlikemagic.approveGuidelines(200, { path });
      const rows = await syncedRows.of(id);
      const row = await database.row('books', { id });
      const kept = [
        objectKeys.metadata(id),
        ...pages.flatMap(({ page_num }) => [objectKeys.image(id, page_num), objectKeys.text(id, page_num)]),
      ];
      const before = await Promise.all(kept.map((key) => storage.get(key)));

      await learnlikemagic.deleteGuidelines(204, { path });

      await expect(storage).toHaveKeys(objectKeys.guidelines(id), []);
      expect(await Promise.all(kept.map((key) => storage.get(key)))).toEqual(before);
      await expect(database).toHaveRow('books', { id }, row);
      expect(await syncedRows.of(id)).toEqual(rows);
      expect(rows.length).toBeGreaterThan(0);
      expect(await learnlikemagic.listGuidelines(200, { path })).toEqual({
        book_id: id,
        total_subtopics: 0,
        guidelines: [],
      });
      await learnlikemagic.listTopics(404, { path });
      await learnlikemagic.getPageAssignments(404, { path });
    },
  );

  test(
    'lets generation start anew',
    { tag: ['@integration', '@s3', '@llm', '@phase6', '@scripted', '@writes'] },
    async ({ learnlikemagic, scriptedBook, documents }) => {
      const halves = scriptedBook.subtopic('Halves');
      const facts = findsEnough();
      const { book, path } = await scriptedBook.create([{ boundary: begins(halves), facts }]);
      const request = { path, body: {}, llmCalls: 5 };
      const first = await learnlikemagic.generateGuidelines(200, request);
      const shards = await documents.shards(book.id);
      await learnlikemagic.approveSubtopic(200, {
        path: { ...path, subtopic_key: halves.key },
        query: { topic_key: defaultTopic.topic_key },
        body: { approved: true, reviewer_notes: 'Good' },
      });

      await learnlikemagic.deleteGuidelines(204, { path });

      expect(await learnlikemagic.generateGuidelines(200, request)).toEqual(first);
      expect(await documents.shards(book.id)).toEqual(shards);
      expect(shards).toEqual([
        newShard(book.id, defaultTopic, halves, 1, {
          objectives: [...facts.objectives_add],
          examples: [...facts.examples_add],
          misconceptions: [...facts.misconceptions_add],
          assessments: [...facts.assessments_add],
        }),
      ]);
      expect(await documents.index(book.id)).toMatchObject({ version: 2 });
      expect(await documents.pageIndex(book.id)).toMatchObject({ version: 2 });
    },
  );

  test(
    'does nothing to a book without guidelines',
    { tag: ['@integration', '@s3', '@phase6', '@writes'] },
    async ({ learnlikemagic, book, storage }) => {
      const { id } = await book.create();
      const metadata = await storage.get(objectKeys.metadata(id));

      await learnlikemagic.deleteGuidelines(204, { path: { book_id: id } });

      await expect(storage).toHaveKeys(objectKeys.prefix(id), [objectKeys.metadata(id)]);
      expect(await storage.get(objectKeys.metadata(id))).toEqual(metadata);
    },
  );

  test('refuses an unknown book', { tag: ['@integration', '@phase6', '@writes'] }, async ({ learnlikemagic, run }) => {
    const id = run.name();

    const refusal = await learnlikemagic.deleteGuidelines(404, { path: { book_id: id } });

    expect(refusal).toEqual({ detail: `Book not found: ${id}` });
  });
});
