import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  begins,
  continues,
  defaultTopic,
  findsEnough,
  firstOf,
  goodDescription,
  newShard,
  objectKeys,
} from '../../../fixtures/learnlikemagic/values.ts';

/** The page of an error that says something of it; its text is the client library's. */
const pageOfError = (error: string): number => Number(/^Error processing page (\d+): \S/.exec(error)?.[1]);

test.describe('POST /admin/books/{book_id}/generate-guidelines', () => {
  test(
    'leaves out pages whose summary or boundary fails, and goes on',
    { tag: ['@integration', '@s3', '@llm', '@phase6', '@fault', '@scripted', '@writes'] },
    async ({ learnlikemagic, scriptedBook, documents, storage }) => {
      const halves = scriptedBook.subtopic('Halves');
      const { book, path } = await scriptedBook.create([
        { generated: halves },
        { boundary: continues(halves), fails: { summary: { status: 400 } } },
        // The client library tries this one again, in vain.
        { boundary: continues(halves), fails: { boundary: { status: 503 } } },
        { boundary: continues(halves) },
      ]);

      const result = await learnlikemagic.generateGuidelines(200, { path, body: { start_page: 2 }, llmCalls: 20 });

      expect.soft(result, 'answer').toMatchObject({ status: 'completed', pages_processed: 1 });
      expect.soft(result.errors.map(pageOfError), 'errors').toEqual([2, 3]);
      const { index, pageIndex, shards } = await documents.of(book.id);
      expect.soft(shards, 'shards').toEqual([
        newShard(book.id, defaultTopic, halves, 1, {
          source_pages: [1, 4],
          source_page_end: 4,
          last_updated_page: 4,
          version: 2,
        }),
      ]);
      expect.soft(index, 'index').toMatchObject({ version: 3 });
      expect.soft(Object.keys(pageIndex.pages).sort(), 'page index').toEqual(['1', '4']);
      await expect(storage).toHaveKeys(`${objectKeys.prefix(book.id)}pages/`, [
        objectKeys.pageGuideline(book.id, 1),
        objectKeys.pageGuideline(book.id, 4),
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
      ]);
      const before = await documents.objects(book.id);

      const result = await learnlikemagic.generateGuidelines(200, { path, body: {}, llmCalls: 25 });

      expect.soft(result, 'answer').toMatchObject({ status: 'completed', pages_processed: 0 });
      expect.soft(result.errors.map(pageOfError), 'errors').toEqual([1, 2, 3, 4, 5]);
      expect(await documents.objects(book.id), 'objects').toEqual(before);
    },
  );

  test(
    'stores no summary over 500 characters, and nothing of a page that it reports for it',
    { tag: ['@integration', '@s3', '@llm', '@phase6', '@scripted', '@writes'] },
    async ({ learnlikemagic, scriptedBook, documents, storage, model }) => {
      const { book, path, pages } = await scriptedBook.create([{}]);
      const { key } = firstOf(pages, 'page');
      const content = `Halves\n${'They are two equal parts of a whole. '.repeat(20)}`;
      await model.answers({ purpose: 'summary', match: key, content });
      const before = await storage.keys(objectKeys.prefix(book.id));

      const { errors } = await learnlikemagic.generateGuidelines(200, { path, body: {}, llmCalls: 5 });

      // Cut or refused: the contract has at most 500 characters in the document (c), and nothing of a failed page (e).
      const { pageGuidelines } = await documents.found(book.id);
      const good = [expect.objectContaining({ page: 1, book_id: book.id })];
      expect.soft(pageGuidelines, 'page guidelines').toEqual(good.slice(errors.length));
      const added = (await storage.keys(objectKeys.prefix(book.id))).length - before.length;
      expect.soft(added === 0, 'nothing is stored').toBe(errors.length > 0);
      expect(errors.map(pageOfError)).toEqual([1].slice(0, errors.length));
    },
  );

  test(
    'takes a page without facts when they fail or cannot be used',
    { tag: ['@integration', '@s3', '@llm', '@phase6', '@fault', '@scripted', '@writes'] },
    async ({ learnlikemagic, scriptedBook, documents }) => {
      const halves = scriptedBook.subtopic('Halves');
      const facts = findsEnough();
      const { book, path } = await scriptedBook.create([
        { generated: halves, facts },
        { boundary: continues(halves), fails: { facts: { status: 400 } } },
        { boundary: continues(halves), facts: 'There are no facts.' },
        { boundary: continues(halves), fails: { facts: { reset: true } } },
      ]);

      const result = await learnlikemagic.generateGuidelines(200, { path, body: { start_page: 2 }, llmCalls: 15 });

      expect.soft(result, 'answer').toMatchObject({ pages_processed: 3, errors: [] });
      const { shards, pageGuidelines } = await documents.found(book.id);
      expect.soft(shards, 'shards').toEqual([
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
      const read = [facts, nothing, nothing, nothing].map((one, index) => ({ page: index + 1, facts: one }));
      expect(pageGuidelines, 'page guidelines').toMatchObject(read);
    },
  );

  test(
    'leaves a subtopic open when its teaching description fails twice, and finishes another',
    { tag: ['@integration', '@s3', '@llm', '@phase6', '@fault', '@scripted', '@writes'] },
    async ({ learnlikemagic, scriptedBook, documents, model }) => {
      const failing = scriptedBook.subtopic('Fails');
      const recovering = scriptedBook.subtopic('Recovers');
      const { book, path } = await scriptedBook.create([
        { generated: failing, facts: findsEnough() },
        { generated: recovering, facts: findsEnough() },
        ...['Next', 'Later'].map((name) => ({ generated: scriptedBook.subtopic(name) })),
        { boundary: begins(scriptedBook.subtopic('Last')) },
      ]);
      await model.fails({ purpose: 'description', match: failing.title, with: { status: 400 } });
      await model.fails({ purpose: 'description', match: recovering.title, with: { status: 400 }, times: 1 });
      await model.answers({ purpose: 'description', match: recovering.title, content: goodDescription });

      const result = await learnlikemagic.generateGuidelines(200, { path, body: { start_page: 5 }, llmCalls: 10 });

      expect.soft(result, 'answer').toMatchObject({ pages_processed: 1, errors: [] });
      const { index, shards } = await documents.found(book.id);
      const texts = [
        { status: 'open', teaching_description: null },
        { status: 'final', teaching_description: goodDescription },
      ];
      const others = ['open', 'open', 'open'].map((status) => ({ status }));
      expect.soft(shards, 'shards').toMatchObject([...texts, ...others]);
      const entries = [...texts, ...others].map(({ status }) => ({ status }));
      expect.soft(index, 'index').toMatchObject({ topics: [{ subtopics: entries }] });
      const calls = await model.calls(recovering.title);
      expect(calls.filter(({ purpose }) => purpose === 'description')).toHaveLength(2);
    },
  );

  test(
    'loses nothing to a throttled or a broken call that succeeds when it is tried again',
    { tag: ['@integration', '@s3', '@llm', '@phase6', '@fault', '@scripted', '@writes'] },
    async ({ learnlikemagic, scriptedBook, documents, model }) => {
      const halves = scriptedBook.subtopic('Halves');
      const { book, path, pages } = await scriptedBook.create([{}]);
      const { key } = firstOf(pages, 'page');
      await model.fails({ purpose: 'summary', match: key, with: { status: 429 }, times: 1 });
      await model.answers({ purpose: 'summary', match: key, content: `Summary ${key}` });
      await model.fails({ purpose: 'boundary', match: key, with: { reset: true }, times: 1 });
      await model.answers({ purpose: 'boundary', match: key, content: begins(halves) });
      await model.fails({ purpose: 'facts', match: key, with: { status: 500 }, times: 1 });
      await model.answers({ purpose: 'facts', match: key, content: { objectives_add: ['Halves a number'] } });

      const result = await learnlikemagic.generateGuidelines(200, { path, body: {}, llmCalls: 5 });

      expect.soft(result, 'answer').toMatchObject({ pages_processed: 1, errors: [] });
      const { shards } = await documents.found(book.id);
      const objectives = ['Halves a number'];
      expect.soft(shards, 'shards').toEqual([newShard(book.id, defaultTopic, halves, 1, { objectives })]);
      const calls = (await model.calls(key)).map(({ purpose, attempt }) => `${purpose} ${String(attempt)}`);
      const tries = ['summary 0', 'summary 1', 'boundary 0', 'boundary 1', 'facts 0', 'facts 1'];
      // In an environment that permits no planting the page was read by the model as well.
      expect(calls.filter((call) => call !== 'ocr 0')).toEqual(tries);
    },
  );
});
