import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  assignmentsOf,
  begins,
  continues,
  factsOf,
  factsOfPages,
  findsEnough,
  firstOf,
  goodDescription,
  guidelineOf,
  objectKeys,
  provenanceOf,
  refusedFields,
  stableSubtopics,
  topicsOf,
} from '../../../fixtures/learnlikemagic/values.ts';

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
    async ({ learnlikemagic, bookWithPages, documents, storage, database }) => {
      const { book, path } = await bookWithPages.create(fivePages);
      const { id } = book;
      const row = await database.row('books', { id });
      const untouched = await documents.objects(id);

      const answer = await learnlikemagic.generateGuidelines.send({ path, body: {}, llmCalls: 25 });

      const { index, pageIndex, shards, pageGuidelines: pages, snapshots } = await documents.of(id);
      const finished = shards.filter(({ status }) => status !== 'open');
      const open = shards.filter(({ status }) => status === 'open');
      expect.soft(shards.length).toBeGreaterThan(0);
      expect.soft(pages.map(({ page }) => page)).toEqual([1, 2, 3, 4, 5]);
      const stable = stableSubtopics(pageIndex.pages, 5);
      const stillOpen = open.map(({ topic_key, subtopic_key }) => `${topic_key}/${subtopic_key}`);
      expect
        .soft(
          stillOpen.filter((name) => stable.includes(name)),
          'stable and yet open',
        )
        .toEqual([]);

      const state = { book_id: id, last_updated: expect.any(String) };
      expect.soft(pageIndex, 'page index').toEqual({ ...state, pages: assignmentsOf(pages), version: 6 });
      const topics = topicsOf(shards);
      expect.soft(index, 'index').toEqual({ ...state, topics, version: 6 + finished.length });
      expect.soft(snapshots, 'snapshots of the index').toHaveLength(finished.length);
      for (const shard of shards) {
        expect.soft(shard, 'where a shard comes from').toMatchObject(provenanceOf(pages, shard));
        expect.soft(factsOf(pages, shard), 'facts of a shard').toEqual(factsOfPages(pages, shard));
      }

      const listed = await learnlikemagic.listGuidelines(200, { path });
      const guidelines = shards.map((shard) => guidelineOf(shard));
      expect.soft(listed, 'list').toEqual({ book_id: id, total_subtopics: shards.length, guidelines });

      await expect
        .soft(storage)
        .toHaveKeys(objectKeys.prefix(id), [
          ...Object.keys(untouched),
          ...snapshots.map(({ version }) => objectKeys.indexSnapshot(id, version)),
          ...pages.map(({ page }) => objectKeys.pageGuideline(id, page)),
          ...shards.map(({ topic_key, subtopic_key }) => objectKeys.shard(id, topic_key, subtopic_key)),
          objectKeys.index(id),
          objectKeys.pageIndex(id),
        ]);
      expect.soft(await documents.objects(id), 'pages and metadata').toMatchObject(untouched);
      await expect.soft(database).toHaveRow('books', { id }, row);
      await expect.soft(database).toHaveRowCount('teaching_guidelines', { book_id: id }, 0);
      expect(answer.as(200), 'answer').toEqual({
        book_id: id,
        status: 'completed',
        pages_processed: 5,
        subtopics_created: shards.length,
        subtopics_finalized: finished.length,
        errors: [],
        warnings: [],
      });
    },
  );

  test(
    'counts the pages that went through, the subtopics that are new and those that left open',
    { tag: ['@integration', '@llm', '@phase6', '@scripted', '@writes'] },
    async ({ learnlikemagic, scriptedBook, model }) => {
      const [a, b, c, d] = [
        scriptedBook.subtopic('Halves'),
        scriptedBook.subtopic('Thirds'),
        scriptedBook.subtopic('Fourths'),
        scriptedBook.subtopic('Fifths'),
      ];
      const objectives_add = ['Halves a number'];
      const { path } = await scriptedBook.create([
        { generated: a, facts: findsEnough() },
        { generated: b, facts: { objectives_add } },
        { generated: c },
        { boundary: continues(c) },
        { boundary: continues(c), summary: ' ' },
        { boundary: begins(d) },
      ]);
      for (const { title } of [a, b])
        await model.answers({ purpose: 'description', match: title, content: goodDescription });

      const result = await learnlikemagic.generateGuidelines(200, { path, body: { start_page: 4 }, llmCalls: 15 });

      expect(result).toMatchObject({
        status: 'completed',
        pages_processed: 2,
        subtopics_created: 1,
        subtopics_finalized: 2,
        errors: [expect.stringMatching(/^Error processing page 5: \S/)],
      });
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

      const refusal = await learnlikemagic.generateGuidelines.send({ path: { book_id: id }, body: {} });

      await expect.soft(storage).toHaveKeys(objectKeys.prefix(id), [objectKeys.metadata(id)]);
      await expect.soft(database).toHaveRow('books', { id }, row);
      expect(refusal.as(400)).toEqual({ detail: `Book has no approved pages: ${id}` });
    },
  );

  test(
    'refuses a book whose pages wait for review, and asks the model nothing',
    {
      tag: ['@integration', '@s3', '@llm', '@phase6', '@scripted', '@writes'],
      annotation: { type: 'plan', description: 'LLM-34' },
    },
    async ({ learnlikemagic, bookWithPages, documents, model }) => {
      const { book, path, pages } = await bookWithPages.create([{ status: 'pending_review' }]);
      const before = await documents.objects(book.id);

      const refusal = await learnlikemagic.generateGuidelines.send({ path, body: {} });

      const calls = (await model.calls(firstOf(pages, 'page').word)).map(({ purpose }) => purpose);
      // In an environment that permits no planting the page was read by the model.
      expect.soft(calls.filter((purpose) => purpose !== 'ocr')).toEqual([]);
      expect.soft(await documents.objects(book.id), 'objects').toEqual(before);
      expect(refusal.as(400)).toEqual({ detail: `Book has no approved pages: ${book.id}` });
    },
  );

  test(
    'refuses page numbers that are no integers and a book that was never made, and writes nothing',
    { tag: ['@integration', '@s3', '@phase6', '@writes'] },
    async ({ learnlikemagic, book, run, storage }) => {
      const { id } = await book.create();
      const unknown = run.name();

      const body = { start_page: 'first', end_page: 1.5 };
      const wrong = await learnlikemagic.generateGuidelines(422, { path: { book_id: id }, body });
      const noBook = await learnlikemagic.generateGuidelines(404, { path: { book_id: unknown }, body: {} });

      expect.soft(refusedFields(wrong)).toEqual(['int_from_float at body.end_page', 'int_parsing at body.start_page']);
      expect.soft(noBook).toEqual({ detail: `Book not found: ${unknown}` });
      await expect.soft(storage).toHaveKeys(objectKeys.prefix(unknown), []);
      await expect(storage).toHaveKeys(objectKeys.prefix(id), [objectKeys.metadata(id)]);
    },
  );
});
