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

      const { shards, pageGuidelines } = await documents.found(book.id);
      expect.soft(shards, 'shards').toEqual([
        newShard(book.id, defaultTopic, halves, 1, {
          objectives: [...facts.objectives_add],
          examples: [...facts.examples_add],
          misconceptions: [...facts.misconceptions_add],
          assessments: [...facts.assessments_add],
        }),
      ]);
      expect.soft(pageGuidelines, 'page guidelines').toMatchObject([
        {
          book_id: book.id,
          page: 1,
          assigned_topic_key: defaultTopic.topic_key,
          assigned_subtopic_key: key,
          confidence: 0.9,
          summary: pages[0]?.summary,
          facts,
        },
      ]);
      expect(result).toMatchObject({ errors: [] });
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
          generated: halves,
          facts: {
            objectives_add: ['Halves a number'],
            examples_add: ['Half of 8 is 4'],
            misconceptions_add: ['Half is always 1'],
            assessments_add: [half],
          },
        },
        {
          generated: halves,
          facts: {
            objectives_add: ['Names halves'],
            misconceptions_add: ['Odd numbers have no half'],
            assessments_add: [{ ...half, level: 'proficient' }],
          },
        },
        {
          boundary: continues(halves),
          facts: {
            objectives_add: ['HALVES A NUMBER', 'names halves', 'Adds halves'],
            examples_add: ['half of 8 is 4', 'Half of 8 is 4', '1/2 + 1/2 = 1'],
            misconceptions_add: ['half is ALWAYS 1'],
            assessments_add: [half, { ...half, answer: 'four' }, { ...half, prompt: '8 / 2?' }],
          },
        },
      ]);

      const result = await learnlikemagic.generateGuidelines(200, { path, body: { start_page: 3 }, llmCalls: 5 });

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
      const { shards, index, pageIndex } = await documents.found(book.id);
      expect.soft(shards, 'shards').toEqual([expected]);
      const { guidelines } = await learnlikemagic.listGuidelines(200, { path });
      expect.soft(guidelines, 'guidelines as listed').toEqual([guidelineOf(expected)]);
      expect.soft(index, 'index').toMatchObject({ version: 4 });
      expect.soft(pageIndex, 'page index').toMatchObject({ version: 4 });
      await expect.soft(database).toHaveRowCount('teaching_guidelines', { book_id: book.id }, 0);
      expect(result).toMatchObject({ errors: [] });
    },
  );

  test(
    'takes only the pages of the range and adds them to what is there',
    { tag: ['@integration', '@s3', '@llm', '@phase6', '@scripted', '@writes'] },
    async ({ learnlikemagic, scriptedBook, documents }) => {
      const halves = scriptedBook.subtopic('Halves');
      const { book, path } = await scriptedBook.create([
        { boundary: begins(halves), facts: { objectives_add: ['From page 1'] } },
        { generated: halves, facts: { objectives_add: ['From page 2'] } },
        { boundary: begins(halves), facts: { objectives_add: ['From page 3'] } },
      ]);
      const pagesOfIndex = async (): Promise<string[]> => Object.keys((await documents.of(book.id)).pageIndex.pages);

      const first = await learnlikemagic.generateGuidelines(200, { path, body: { end_page: 1 }, llmCalls: 5 });
      const afterFirst = await pagesOfIndex();
      const body = { start_page: 3, end_page: 0 };
      const last = await learnlikemagic.generateGuidelines(200, { path, body, llmCalls: 5 });

      expect.soft(afterFirst.sort(), 'pages after the first run').toEqual(['1', '2']);
      const { shards, index } = await documents.found(book.id);
      expect.soft(shards, 'shards').toEqual([
        newShard(book.id, defaultTopic, halves, 1, {
          objectives: ['From page 2', 'From page 1', 'From page 3'],
          source_pages: [1, 2, 3],
          source_page_end: 3,
          last_updated_page: 3,
          version: 3,
        }),
      ]);
      const subtopic = { subtopic_key: halves.key, subtopic_title: halves.title, status: 'open', page_range: '1-3' };
      expect.soft(index, 'index').toMatchObject({ topics: [{ ...defaultTopic, subtopics: [subtopic] }] });
      expect([first, last]).toMatchObject([{ errors: [] }, { errors: [] }]);
    },
  );

  test(
    'adds nothing twice when a page is generated again',
    { tag: ['@integration', '@s3', '@llm', '@phase6', '@scripted', '@writes'] },
    async ({ learnlikemagic, scriptedBook, documents }) => {
      const halves = scriptedBook.subtopic('Halves');
      const { book, path } = await scriptedBook.create([
        { generated: halves, boundary: begins(halves), facts: findsEnough() },
      ]);
      const [once] = (await documents.of(book.id)).shards;

      const again = await learnlikemagic.generateGuidelines(200, { path, body: {}, llmCalls: 5 });

      const { shards, index } = await documents.found(book.id);
      expect.soft(shards, 'shards').toEqual([{ ...once, version: 2 }]);
      expect.soft(index, 'index').toMatchObject({ version: 3 });
      expect(again).toMatchObject({ errors: [] });
    },
  );

  test(
    'reports a page whose text is gone, and goes on',
    { tag: ['@integration', '@s3', '@llm', '@phase6', '@scripted', '@writes'] },
    async ({ learnlikemagic, scriptedBook, documents, beside }) => {
      const halves = scriptedBook.subtopic('Halves');
      const blank = { boundary: begins(halves), summary: ' ' };
      const { book, path } = await scriptedBook.create([{ boundary: begins(halves) }, blank]);
      await beside.removePrefix(objectKeys.text(book.id, 1));
      const before = await documents.objects(book.id);

      const { errors } = await learnlikemagic.generateGuidelines(200, { path, body: {}, llmCalls: 10 });

      expect.soft(await documents.objects(book.id), 'objects').toEqual(before);
      expect(errors).toEqual([
        `Error processing page 1: Page text not found: ${objectKeys.text(book.id, 1)}`,
        expect.stringMatching(/^Error processing page 2: \S/),
      ]);
    },
  );
});
