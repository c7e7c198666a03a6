import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  begins,
  continues,
  defaultTopic,
  findsEnough,
  guidelineOf,
  newShard,
  objectKeys,
} from '../../../fixtures/learnlikemagic/values.ts';

test.describe('POST /admin/books/{book_id}/generate-guidelines', () => {
  test(
    'makes an open shard and a page guideline of what the model found on a page',
    { tag: ['@integration', '@s3', '@llm', '@phase6', '@scripted', '@writes'] },
    async ({ learnlikemagic, scriptedBook, documents }) => {
      const { key, title } = scriptedBook.subtopic('Halves');
      const halves = { key, title: `${title} ½ — आधा` };
      const facts = findsEnough({ examples_add: ['½ of 8 is 4', 'आधा = ½'] });
      const { book, path, pages } = await scriptedBook.create([{ boundary: begins(halves), facts }]);

      const result = await learnlikemagic.generateGuidelines(200, { path, body: {}, llmCalls: 5 });

      expect(result).toMatchObject({ pages_processed: 1, subtopics_created: 1, subtopics_finalized: 0, errors: [] });
      const [shard] = await documents.shards(book.id);
      expect(shard).toEqual(
        newShard(book.id, defaultTopic, halves, 1, {
          objectives: [...facts.objectives_add],
          examples: [...facts.examples_add],
          misconceptions: [...facts.misconceptions_add],
          assessments: [...facts.assessments_add],
        }),
      );
      expect(await documents.pageGuideline(book.id, 1)).toMatchObject({
        book_id: book.id,
        page: 1,
        assigned_topic_key: defaultTopic.topic_key,
        assigned_subtopic_key: key,
        confidence: 0.9,
        summary: pages[0]?.summary,
        facts,
      });
    },
  );

  test(
    'merges the facts of every page without duplicates',
    { tag: ['@integration', '@db', '@s3', '@llm', '@phase6', '@scripted', '@writes'] },
    async ({ learnlikemagic, scriptedBook, documents, database }) => {
      const halves = scriptedBook.subtopic('Halves');
      const half = { level: 'basic', prompt: 'Half of 8?', answer: '4' } as const;
      const { book, path } = await scriptedBook.create([
        {
          boundary: begins(halves),
          facts: {
            objectives_add: ['Halves a number'],
            examples_add: ['Half of 8 is 4'],
            misconceptions_add: ['Half is always 1'],
            assessments_add: [half],
          },
        },
        {
          boundary: continues(halves),
          facts: {
            objectives_add: ['HALVES A NUMBER', 'Names halves'],
            examples_add: ['half of 8 is 4', 'Half of 8 is 4'],
            misconceptions_add: ['half is ALWAYS 1', 'Odd numbers have no half'],
            assessments_add: [half, { ...half, level: 'proficient' }],
          },
        },
        {
          boundary: continues(halves),
          facts: {
            objectives_add: ['names halves', 'Adds halves'],
            examples_add: ['1/2 + 1/2 = 1'],
            assessments_add: [
              { ...half, answer: 'four' },
              { ...half, prompt: '8 / 2?' },
            ],
          },
        },
      ]);

      const result = await learnlikemagic.generateGuidelines(200, { path, body: {}, llmCalls: 15 });

      expect(result).toMatchObject({ pages_processed: 3, subtopics_created: 1, errors: [] });
      const expected = newShard(book.id, defaultTopic, halves, 1, {
        objectives: ['Halves a number', 'Names halves', 'Adds halves'],
        examples: ['Half of 8 is 4', 'half of 8 is 4', '1/2 + 1/2 = 1'],
        misconceptions: ['Half is always 1', 'Odd numbers have no half'],
        assessments: [
          half,
          { ...half, level: 'proficient' },
          { ...half, answer: 'four' },
          { ...half, prompt: '8 / 2?' },
        ],
        source_pages: [1, 2, 3],
        source_page_end: 3,
        last_updated_page: 3,
        version: 3,
      });
      expect(await documents.shards(book.id)).toEqual([expected]);
      const { guidelines } = await learnlikemagic.listGuidelines(200, { path });
      expect(guidelines).toEqual([guidelineOf(expected)]);
      expect(await documents.index(book.id)).toMatchObject({ version: 4 });
      expect(await documents.pageIndex(book.id)).toMatchObject({ version: 4 });
      await expect(database).toHaveRowCount('teaching_guidelines', { book_id: book.id }, 0);
    },
  );

  test(
    'takes only the pages of the range and adds them to what is there',
    { tag: ['@integration', '@s3', '@llm', '@phase6', '@scripted', '@writes'] },
    async ({ learnlikemagic, scriptedBook, documents }) => {
      const halves = scriptedBook.subtopic('Halves');
      const { book, path } = await scriptedBook.create([
        { boundary: begins(halves), facts: { objectives_add: ['From page 1'] } },
        { boundary: begins(halves), facts: { objectives_add: ['From page 2'] } },
        { boundary: begins(halves), facts: { objectives_add: ['From page 3'] } },
      ]);
      const request = { path, llmCalls: 15 };

      const second = await learnlikemagic.generateGuidelines(200, { ...request, body: { start_page: 2, end_page: 2 } });
      expect(second).toMatchObject({ pages_processed: 1, subtopics_created: 1 });
      expect(Object.keys((await documents.pageIndex(book.id)).pages)).toEqual(['2']);
      const first = await learnlikemagic.generateGuidelines(200, { ...request, body: { end_page: 1 } });
      expect(first).toMatchObject({ pages_processed: 1, subtopics_created: 0 });
      const last = await learnlikemagic.generateGuidelines(200, { ...request, body: { start_page: 3, end_page: 0 } });
      expect(last).toMatchObject({ pages_processed: 1, subtopics_created: 0 });

      expect(await documents.shards(book.id)).toEqual([
        newShard(book.id, defaultTopic, halves, 1, {
          objectives: ['From page 2', 'From page 1', 'From page 3'],
          source_pages: [1, 2, 3],
          source_page_end: 3,
          last_updated_page: 3,
          version: 3,
        }),
      ]);
      expect((await documents.index(book.id)).topics).toEqual([
        {
          ...defaultTopic,
          subtopics: [{ subtopic_key: halves.key, subtopic_title: halves.title, status: 'open', page_range: '1-3' }],
        },
      ]);
    },
  );

  test(
    'adds nothing twice when a page is generated again',
    { tag: ['@integration', '@s3', '@llm', '@phase6', '@scripted', '@writes'] },
    async ({ learnlikemagic, scriptedBook, documents }) => {
      const halves = scriptedBook.subtopic('Halves');
      const { book, path } = await scriptedBook.create([{ boundary: begins(halves), facts: findsEnough() }]);
      await learnlikemagic.generateGuidelines(200, { path, body: {}, llmCalls: 5 });
      const [once] = await documents.shards(book.id);

      const again = await learnlikemagic.generateGuidelines(200, { path, body: {}, llmCalls: 5 });

      expect(again).toMatchObject({ pages_processed: 1, subtopics_created: 0, errors: [] });
      expect(await documents.shards(book.id)).toEqual([{ ...once, version: 2 }]);
      expect(await documents.index(book.id)).toMatchObject({ version: 3 });
    },
  );

  test(
    'reports a page whose text is gone, and goes on',
    { tag: ['@integration', '@s3', '@llm', '@phase6', '@scripted', '@writes'] },
    async ({ learnlikemagic, scriptedBook, documents, storage }) => {
      const halves = scriptedBook.subtopic('Halves');
      const { book, path } = await scriptedBook.create([{ boundary: begins(halves) }, { boundary: begins(halves) }]);
      await storage.removePrefix(objectKeys.text(book.id, 1));

      const result = await learnlikemagic.generateGuidelines(200, { path, body: {}, llmCalls: 10 });

      expect(result).toMatchObject({
        pages_processed: 1,
        errors: [`Error processing page 1: Page text not found: ${objectKeys.text(book.id, 1)}`],
      });
      expect(Object.keys((await documents.pageIndex(book.id)).pages)).toEqual(['2']);
    },
  );
});
