import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  begins,
  continues,
  defaultTopic,
  findsEnough,
  goodDescription,
  newShard,
  objectKeys,
} from '../../../fixtures/learnlikemagic/values.ts';

const someText = /^Error processing page \d: \S/;

test.describe('POST /admin/books/{book_id}/generate-guidelines', () => {
  test(
    'leaves out pages whose summary or boundary fails, and goes on',
    { tag: ['@integration', '@s3', '@llm', '@phase6', '@fault', '@scripted', '@writes'] },
    async ({ learnlikemagic, scriptedBook, documents, storage }) => {
      const halves = scriptedBook.subtopic('Halves');
      const { book, path } = await scriptedBook.create([
        { boundary: begins(halves), fails: { summary: { status: 400 } } },
        { boundary: begins(halves) },
        { boundary: continues(halves), fails: { boundary: { status: 400 } } },
        { boundary: continues(halves), fails: { boundary: { status: 503 } } },
        { boundary: continues(halves) },
      ]);

      const result = await learnlikemagic.generateGuidelines(200, { path, body: {}, llmCalls: 25 });

      expect(result).toMatchObject({ status: 'completed', pages_processed: 2, subtopics_created: 1 });
      expect(result.errors.map((error) => someText.exec(error)?.[0].slice(0, -1))).toEqual([
        'Error processing page 1: ',
        'Error processing page 3: ',
        'Error processing page 4: ',
      ]);
      expect(await documents.shards(book.id)).toEqual([
        newShard(book.id, defaultTopic, halves, 2, {
          source_pages: [2, 5],
          source_page_end: 5,
          last_updated_page: 5,
          version: 2,
        }),
      ]);
      expect(await documents.index(book.id)).toMatchObject({ version: 3 });
      expect(Object.keys((await documents.pageIndex(book.id)).pages)).toEqual(['2', '5']);
      await expect(storage).toHaveKeys(`${objectKeys.prefix(book.id)}pages/`, [
        objectKeys.pageGuideline(book.id, 2),
        objectKeys.pageGuideline(book.id, 5),
      ]);
    },
  );

  test(
    'leaves out pages whose summary or boundary cannot be used',
    { tag: ['@integration', '@s3', '@llm', '@phase6', '@scripted', '@writes'] },
    async ({ learnlikemagic, scriptedBook, documents }) => {
      const halves = scriptedBook.subtopic('Halves');
      const { book, path } = await scriptedBook.create([
        { boundary: begins(halves), summary: ' \n ' },
        { boundary: begins(halves), summary: null },
        { boundary: { ...begins(halves), decision: 'perhaps' } },
        { boundary: { ...begins(halves), new_score: 'high' } },
        { boundary: { decision: 'new', reasoning: 'No scores.' } },
        { boundary: begins(halves) },
      ]);

      const result = await learnlikemagic.generateGuidelines(200, { path, body: {}, llmCalls: 30 });

      expect(result).toMatchObject({ status: 'completed', pages_processed: 1, subtopics_created: 1 });
      expect(result.errors.map((error) => someText.exec(error)?.[0].slice(0, -1))).toEqual([
        'Error processing page 1: ',
        'Error processing page 2: ',
        'Error processing page 3: ',
        'Error processing page 4: ',
        'Error processing page 5: ',
      ]);
      expect(await documents.shards(book.id)).toEqual([newShard(book.id, defaultTopic, halves, 6)]);
    },
  );

  test(
    'takes a page without facts when they fail or cannot be used',
    { tag: ['@integration', '@s3', '@llm', '@phase6', '@fault', '@scripted', '@writes'] },
    async ({ learnlikemagic, scriptedBook, documents }) => {
      const halves = scriptedBook.subtopic('Halves');
      const facts = findsEnough();
      const { book, path } = await scriptedBook.create([
        { boundary: begins(halves), fails: { facts: { status: 400 } } },
        { boundary: continues(halves), facts: 'There are no facts.' },
        { boundary: continues(halves), fails: { facts: { reset: true } } },
        { boundary: continues(halves), facts },
      ]);

      const result = await learnlikemagic.generateGuidelines(200, { path, body: {}, llmCalls: 20 });

      expect(result).toMatchObject({ pages_processed: 4, subtopics_created: 1, errors: [] });
      expect(await documents.shards(book.id)).toEqual([
        newShard(book.id, defaultTopic, halves, 1, {
          objectives: [...facts.objectives_add],
          examples: [...facts.examples_add],
          misconceptions: [...facts.misconceptions_add],
          assessments: [...facts.assessments_add],
          source_pages: [1, 2, 3, 4],
          source_page_end: 4,
          last_updated_page: 4,
          version: 4,
        }),
      ]);
      const nothing = { objectives_add: [], examples_add: [], misconceptions_add: [], assessments_add: [] };
      expect(await documents.pageGuideline(book.id, 1)).toMatchObject({ facts: nothing });
      expect(await documents.pageGuideline(book.id, 4)).toMatchObject({ facts });
    },
  );

  test(
    'leaves a subtopic open when its teaching description fails twice, and finishes another',
    { tag: ['@integration', '@s3', '@llm', '@phase6', '@fault', '@scripted', '@writes'] },
    async ({ learnlikemagic, scriptedBook, documents, model }) => {
      const failing = scriptedBook.subtopic('Fails');
      const recovering = scriptedBook.subtopic('Recovers');
      await model.fails({ purpose: 'description', match: failing.title, with: { status: 400 } });
      await model.fails({ purpose: 'description', match: recovering.title, with: { status: 400 }, times: 1 });
      await model.answers({ purpose: 'description', match: recovering.title, content: goodDescription });
      const { book, path } = await scriptedBook.create([
        { boundary: begins(failing), facts: findsEnough() },
        { boundary: begins(recovering), facts: findsEnough() },
        ...['Next', 'Later', 'Last'].map((name) => ({ boundary: begins(scriptedBook.subtopic(name)) })),
      ]);

      const result = await learnlikemagic.generateGuidelines(200, { path, body: {}, llmCalls: 25 });

      expect(result).toMatchObject({ pages_processed: 5, subtopics_created: 5, subtopics_finalized: 1, errors: [] });
      const shards = (await documents.shards(book.id)).slice(0, 2);
      expect(shards.map(({ status, teaching_description }) => ({ status, teaching_description }))).toEqual([
        { status: 'open', teaching_description: null },
        { status: 'final', teaching_description: goodDescription },
      ]);
      const { topics } = await documents.index(book.id);
      expect(topics[0]?.subtopics.slice(0, 2).map(({ status }) => status)).toEqual(['open', 'final']);
      const calls = await model.calls(recovering.title);
      expect(calls.filter(({ purpose }) => purpose === 'description')).toHaveLength(2);
    },
  );

  test(
    'loses nothing to a throttled or a broken call that succeeds when it is tried again',
    { tag: ['@integration', '@s3', '@llm', '@phase6', '@fault', '@scripted', '@writes'] },
    async ({ learnlikemagic, scriptedBook, documents, bookPage, book, model }) => {
      const halves = scriptedBook.subtopic('Halves');
      const { id } = await book.create({ subject: 'Mathematics', grade: 8 });
      const { image } = await bookPage.create(id);
      await learnlikemagic.approvePage(200, { path: { book_id: id, page_num: 1 } });
      await model.fails({ purpose: 'summary', match: image.word, with: { status: 429 }, times: 1 });
      await model.answers({ purpose: 'summary', match: image.word, content: `Summary ${image.word}` });
      await model.fails({ purpose: 'boundary', match: image.word, with: { reset: true }, times: 1 });
      await model.answers({ purpose: 'boundary', match: image.word, content: begins(halves) });
      await model.fails({ purpose: 'facts', match: image.word, with: { status: 500 }, times: 1 });
      await model.answers({ purpose: 'facts', match: image.word, content: { objectives_add: ['Halves a number'] } });

      const result = await learnlikemagic.generateGuidelines(200, { path: { book_id: id }, body: {}, llmCalls: 5 });

      expect(result).toMatchObject({ pages_processed: 1, subtopics_created: 1, errors: [] });
      expect(await documents.shards(id)).toEqual([
        newShard(id, defaultTopic, halves, 1, { objectives: ['Halves a number'] }),
      ]);
      const calls = (await model.calls(image.word)).map(({ purpose, attempt }) => `${purpose} ${String(attempt)}`);
      expect(calls).toEqual(['ocr 0', 'summary 0', 'summary 1', 'boundary 0', 'boundary 1', 'facts 0', 'facts 1']);
    },
  );
});
