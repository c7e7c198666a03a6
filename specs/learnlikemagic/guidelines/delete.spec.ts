import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import { begins, defaultTopic, findsEnough, newShard, objectKeys } from '../../../fixtures/learnlikemagic/values.ts';

test.describe('DELETE /admin/books/{book_id}/guidelines', () => {
  test(
    'removes every guideline document and keeps pages, metadata and rows',
    {
      tag: ['@integration', '@db', '@s3', '@llm', '@slow', '@phase6', '@writes'],
      annotation: { type: 'plan', description: 'LLM-33' },
    },
    async ({ learnlikemagic, bookWithGuidelines, reviewedBook, storage, documents, database, syncedRows }) => {
      const { book, path, pages } = await bookWithGuidelines.create({ approved: 1 });
      const { id } = book;
      const neighbour = reviewedBook.book.id;
      await learnlikemagic.approveGuidelines(200, { path });
      const rows = await syncedRows.of(id);
      const row = await database.row('books', { id });
      const kept = [
        objectKeys.metadata(id),
        ...pages.flatMap(({ page_num }) => [objectKeys.image(id, page_num), objectKeys.text(id, page_num)]),
      ];
      const [before, neighbours] = await Promise.all([documents.objects(id), documents.objects(neighbour)]);

      const answer = await learnlikemagic.deleteGuidelines.send({ path });

      await expect.soft(storage).toHaveKeys(objectKeys.guidelines(id), []);
      const after = await documents.objects(id);
      for (const key of kept) expect.soft(after[key], key).toBe(before[key]);
      await expect.soft(database).toHaveRow('books', { id }, row);
      expect.soft(await syncedRows.of(id), 'rows').toEqual(rows);
      expect.soft(await documents.objects(neighbour), 'objects of another book').toEqual(neighbours);
      expect(rows.length).toBeGreaterThan(0);
      answer.as(204);
    },
  );

  test(
    'leaves a book that answers as one without guidelines',
    { tag: ['@integration', '@llm', '@slow', '@phase6', '@writes'] },
    async ({ learnlikemagic, bookWithGuidelines }) => {
      const { book, path } = await bookWithGuidelines.create({ pages: 1 });

      await learnlikemagic.deleteGuidelines(204, { path });

      const listed = await learnlikemagic.listGuidelines(200, { path });
      expect.soft(listed, 'guidelines').toEqual({ book_id: book.id, total_subtopics: 0, guidelines: [] });
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
      const { book, path } = await scriptedBook.create([{ boundary: begins(halves), facts, generated: halves }]);
      await learnlikemagic.approveSubtopic(200, {
        path: { ...path, subtopic_key: halves.key },
        query: { topic_key: defaultTopic.topic_key },
        body: { approved: true, reviewer_notes: 'Good' },
      });

      await learnlikemagic.deleteGuidelines(204, { path });

      const result = await learnlikemagic.generateGuidelines(200, { path, body: {}, llmCalls: 5 });
      const { shards, index, pageIndex } = await documents.found(book.id);
      expect.soft(shards, 'shards').toEqual([
        newShard(book.id, defaultTopic, halves, 1, {
          objectives: [...facts.objectives_add],
          examples: [...facts.examples_add],
          misconceptions: [...facts.misconceptions_add],
          assessments: [...facts.assessments_add],
        }),
      ]);
      expect.soft(index, 'index').toMatchObject({ version: 2 });
      expect.soft(pageIndex, 'page index').toMatchObject({ version: 2 });
      expect(result).toMatchObject({ errors: [] });
    },
  );

  test(
    'does nothing to a book without guidelines',
    { tag: ['@integration', '@s3', '@phase6', '@writes'] },
    async ({ learnlikemagic, book, documents }) => {
      const { id } = await book.create();
      const before = await documents.objects(id);

      const answer = await learnlikemagic.deleteGuidelines.send({ path: { book_id: id } });

      expect.soft(await documents.objects(id), 'objects').toEqual(before);
      answer.as(204);
    },
  );

  test('refuses an unknown book', { tag: ['@integration', '@phase6', '@writes'] }, async ({ learnlikemagic, run }) => {
    const id = run.name();

    const refusal = await learnlikemagic.deleteGuidelines(404, { path: { book_id: id } });

    expect(refusal).toEqual({ detail: `Book not found: ${id}` });
  });
});
