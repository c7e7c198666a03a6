import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  assignmentsOf,
  factsOf,
  factsOfPages,
  guidelineOf,
  objectKeys,
  provenanceOf,
  refusedFields,
  topicsOf,
} from '../../../fixtures/learnlikemagic/values.ts';

const pageNumbers = [1, 2, 3, 4, 5];

const fivePages = [
  { heading: 'Comparing Fractions', lines: ['Fractions with one denominator are compared by numerators.'] },
  { heading: 'Comparing Fractions', lines: ['Fractions with one numerator are compared by denominators.'] },
  { heading: 'Adding Fractions', lines: ['Like fractions are added by adding their numerators.'] },
  { heading: 'Angles of a Triangle', lines: ['The angles of a triangle add up to 180 degrees.'] },
  { heading: 'Linear Equations', lines: ['A linear equation has the form ax + b = c.'] },
];

test.describe('POST /admin/books/{book_id}/generate-guidelines', () => {
  test(
    'turns five approved pages into guidelines that agree in every store',
    {
      tag: ['@integration', '@critical', '@db', '@s3', '@llm', '@slow', '@phase6', '@writes'],
      annotation: { type: 'plan', description: 'LLM-29' },
    },
    async ({ learnlikemagic, book, bookPage, documents, storage, database }) => {
      const { id } = await book.create();
      const path = { book_id: id };
      for (const page of fivePages) {
        const { page_num } = await bookPage.create(id, page);
        await learnlikemagic.approvePage(200, { path: { ...path, page_num } });
      }
      const row = await database.row('books', { id });
      const uploaded = await storage.keys(objectKeys.prefix(id));
      const metadata = await storage.get(objectKeys.metadata(id));

      const result = await learnlikemagic.generateGuidelines(200, { path, body: {}, llmCalls: 25 });

      const shards = await documents.shards(id);
      const finished = shards.filter(({ status }) => status !== 'open');
      expect(result).toEqual({
        book_id: id,
        status: 'completed',
        pages_processed: 5,
        subtopics_created: shards.length,
        subtopics_finalized: finished.length,
        errors: [],
        warnings: [],
      });
      expect(shards.length).toBeGreaterThan(0);

      const pages = await Promise.all(pageNumbers.map((page) => documents.pageGuideline(id, page)));
      const time = expect.any(String);
      expect(await documents.pageIndex(id)).toEqual({
        book_id: id,
        pages: assignmentsOf(pages),
        version: 6,
        last_updated: time,
      });
      expect(await documents.index(id)).toEqual({
        book_id: id,
        topics: topicsOf(shards),
        version: 6 + finished.length,
        last_updated: time,
      });
      for (const shard of shards) {
        expect(shard).toMatchObject(provenanceOf(pages, shard));
        expect(factsOf(shard)).toEqual(factsOfPages(pages, shard));
      }

      const listed = await learnlikemagic.listGuidelines(200, { path });
      expect(listed).toEqual({
        book_id: id,
        total_subtopics: shards.length,
        guidelines: shards.map((shard) => guidelineOf(shard)),
      });

      const snapshots = await storage.keys(`${objectKeys.guidelines(id)}snapshots/`);
      expect(snapshots).toHaveLength(finished.length);
      await expect(storage).toHaveKeys(objectKeys.prefix(id), [
        ...uploaded,
        ...snapshots,
        ...pageNumbers.map((page) => objectKeys.pageGuideline(id, page)),
        ...shards.map(({ topic_key, subtopic_key }) => objectKeys.shard(id, topic_key, subtopic_key)),
        objectKeys.index(id),
        objectKeys.pageIndex(id),
      ]);
      await expect(storage).toHaveObject(objectKeys.metadata(id), {
        contentType: 'application/json',
        bytes: metadata.bytes,
      });
      await expect(database).toHaveRow('books', { id }, row);
      await expect(database).toHaveRowCount('teaching_guidelines', { book_id: id }, 0);
    },
  );

  test(
    'refuses a book without a page and writes nothing',
    {
      tag: ['@integration', '@db', '@s3', '@phase6', '@writes'],
      annotation: { type: 'plan', description: 'LLM-34' },
    },
    async ({ learnlikemagic, book, storage, database }) => {
      const { id } = await book.create();
      const row = await database.row('books', { id });

      const refusal = await learnlikemagic.generateGuidelines(400, { path: { book_id: id }, body: {} });

      expect(refusal).toEqual({ detail: `Book has no approved pages: ${id}` });
      await expect(storage).toHaveKeys(objectKeys.prefix(id), [objectKeys.metadata(id)]);
      await expect(database).toHaveRow('books', { id }, row);
    },
  );

  test(
    'refuses a book whose pages wait for review, and asks the model nothing',
    {
      tag: ['@integration', '@s3', '@llm', '@phase6', '@scripted', '@writes'],
      annotation: { type: 'plan', description: 'LLM-34' },
    },
    async ({ learnlikemagic, book, bookPage, storage, model }) => {
      const { id } = await book.create();
      const { image } = await bookPage.create(id);
      const keys = await storage.keys(objectKeys.prefix(id));

      const refusal = await learnlikemagic.generateGuidelines(400, { path: { book_id: id }, body: {} });

      expect(refusal).toEqual({ detail: `Book has no approved pages: ${id}` });
      expect((await model.calls(image.word)).map(({ purpose }) => purpose)).toEqual(['ocr']);
      await expect(storage).toHaveKeys(objectKeys.prefix(id), keys);
    },
  );

  test(
    'does nothing for a range without pages',
    { tag: ['@integration', '@s3', '@llm', '@slow', '@phase6', '@writes'] },
    async ({ learnlikemagic, book, bookPage, storage }) => {
      const { id } = await book.create();
      const { page_num } = await bookPage.create(id);
      await learnlikemagic.approvePage(200, { path: { book_id: id, page_num } });
      const keys = await storage.keys(objectKeys.prefix(id));

      const result = await learnlikemagic.generateGuidelines(200, {
        path: { book_id: id },
        body: { start_page: 2 },
        llmCalls: 0,
      });

      expect(result).toEqual({
        book_id: id,
        status: 'completed',
        pages_processed: 0,
        subtopics_created: 0,
        subtopics_finalized: 0,
        errors: [],
        warnings: [],
      });
      await expect(storage).toHaveKeys(objectKeys.prefix(id), keys);
    },
  );

  test(
    'refuses page numbers that are no integers and a book that was never made, and writes nothing',
    { tag: ['@integration', '@s3', '@phase6', '@writes'] },
    async ({ learnlikemagic, book, run, storage }) => {
      const { id } = await book.create();
      const unknown = run.name();

      const wrong = await learnlikemagic.generateGuidelines(422, {
        path: { book_id: id },
        body: { start_page: 'first', end_page: 1.5 },
      });

      const noBook = await learnlikemagic.generateGuidelines(404, { path: { book_id: unknown }, body: {} });

      expect(refusedFields(wrong)).toEqual(['int_from_float at body.end_page', 'int_parsing at body.start_page']);
      expect(noBook).toEqual({ detail: `Book not found: ${unknown}` });
      await expect(storage).toHaveKeys(objectKeys.prefix(unknown), []);
      await expect(storage).toHaveKeys(objectKeys.prefix(id), [objectKeys.metadata(id)]);
    },
  );
});
