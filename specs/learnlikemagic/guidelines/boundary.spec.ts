import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  begins,
  continues,
  defaultTopic,
  findsEnough,
  newShard,
  objectKeys,
} from '../../../fixtures/learnlikemagic/values.ts';

test.describe('POST /admin/books/{book_id}/generate-guidelines', () => {
  test(
    'sorts pages by the scores and not by the word of the decision',
    { tag: ['@integration', '@s3', '@llm', '@phase6', '@scripted', '@writes'] },
    async ({ learnlikemagic, scriptedBook, documents }) => {
      const [a, b, c, d] = [
        scriptedBook.subtopic('Halves'),
        scriptedBook.subtopic('Thirds'),
        scriptedBook.subtopic('Fourths'),
        scriptedBook.subtopic('Fifths'),
      ];
      const { book, path } = await scriptedBook.create([
        { generated: a },
        { boundary: continues(a, { decision: 'new', continue_score: 0.6, new_score: 0.69 }) },
        { boundary: begins(b, { decision: 'continue', continue_score: 0.9, new_score: 0.75 }) },
        { boundary: continues(a, { continue_score: 0.9, new_score: 0.7 }) },
        // Without a key the last open subtopic is meant.
        { boundary: continues(b, { continue_subtopic_key: null, continue_score: 0.59, new_score: 0.5 }) },
        { boundary: begins(c, { continue_score: 0.5, new_score: 0.5 }) },
        { boundary: begins(d, { decision: 'continue', continue_score: 0.6, new_score: 0.74 }) },
      ]);

      const result = await learnlikemagic.generateGuidelines(200, { path, body: { start_page: 2 }, llmCalls: 30 });

      const { pages } = (await documents.of(book.id)).pageIndex;
      const { topic_key } = defaultTopic;
      expect(result).toMatchObject({ errors: [] });
      expect(pages).toEqual({
        1: { topic_key, subtopic_key: a.key, confidence: 0.9 },
        2: { topic_key, subtopic_key: a.key, confidence: 0.6 },
        3: { topic_key, subtopic_key: b.key, confidence: 0.75 },
        4: { topic_key, subtopic_key: a.key, confidence: 0.65 },
        5: { topic_key, subtopic_key: b.key, confidence: 0.59 },
        6: { topic_key, subtopic_key: c.key, confidence: 0.5 },
        7: { topic_key, subtopic_key: d.key, confidence: 0.65 },
      });
    },
  );

  test(
    'makes the key of a new subtopic a slug and puts it under the topic of subject and grade',
    { tag: ['@integration', '@s3', '@llm', '@phase6', '@scripted', '@writes'] },
    async ({ learnlikemagic, scriptedBook, documents }) => {
      const { key, title } = scriptedBook.subtopic('Sums');
      const { book, path } = await scriptedBook.create([
        { boundary: begins({ key: `  Adding__Like  Fractions (Part 2)! - ${key} `, title }) },
      ]);

      await learnlikemagic.generateGuidelines(200, { path, body: {}, llmCalls: 5 });

      const { index, shards } = await documents.of(book.id);
      const subtopic_key = `adding-like-fractions-part-2-${key}`;
      const subtopic = { subtopic_key, subtopic_title: title, status: 'open', page_range: '1-1' };
      expect
        .soft(index.topics, 'index')
        .toEqual([{ topic_key: 'mathematics-grade-8', topic_title: 'Mathematics Grade 8', subtopics: [subtopic] }]);
      expect(shards, 'shards').toMatchObject([
        { topic_key: 'mathematics-grade-8', subtopic_key, subtopic_title: title },
      ]);
    },
  );

  test(
    'adds a page to a subtopic whose key the model calls new again',
    { tag: ['@integration', '@s3', '@llm', '@phase6', '@scripted', '@writes'] },
    async ({ learnlikemagic, scriptedBook, documents }) => {
      const halves = scriptedBook.subtopic('Halves');
      const thirds = scriptedBook.subtopic('Thirds');
      const { book, path } = await scriptedBook.create([
        { generated: halves },
        { generated: thirds },
        { boundary: begins(halves, { new_score: 0.8 }) },
      ]);
      const [, other] = (await documents.of(book.id)).shards;

      const result = await learnlikemagic.generateGuidelines(200, { path, body: { start_page: 3 }, llmCalls: 5 });

      const { index, shards } = await documents.of(book.id);
      const known = { source_pages: [1, 3], source_page_start: 1, source_page_end: 3, version: 2 };
      expect(result).toMatchObject({ errors: [] });
      expect.soft(shards[0], 'shard').toMatchObject(known);
      expect.soft(shards[1], 'other shard').toEqual(other);
      expect(index.topics, 'index').toEqual([
        {
          ...defaultTopic,
          subtopics: [
            { subtopic_key: halves.key, subtopic_title: halves.title, status: 'open', page_range: '1-3' },
            { subtopic_key: thirds.key, subtopic_title: thirds.title, status: 'open', page_range: '2-2' },
          ],
        },
      ]);
    },
  );

  test(
    'reports a page that cannot be sorted, writes nothing of it and goes on',
    { tag: ['@integration', '@s3', '@llm', '@phase6', '@scripted', '@writes'] },
    async ({ learnlikemagic, scriptedBook, documents, storage }) => {
      const halves = scriptedBook.subtopic('Halves');
      const nowhere = scriptedBook.subtopic('Nowhere');
      const chatter = 'I would rather talk about fractions in general. '.repeat(6);
      const { book, path } = await scriptedBook.create([
        { boundary: continues(nowhere, { continue_subtopic_key: null }) },
        { boundary: chatter },
        { boundary: begins(halves) },
        { boundary: continues(nowhere) },
        { boundary: begins(nowhere, { new_subtopic_title: null }) },
        { boundary: begins(nowhere, { new_subtopic_key: null }) },
      ]);

      const result = await learnlikemagic.generateGuidelines(200, { path, body: {}, llmCalls: 30 });

      expect
        .soft(result.errors, 'errors')
        .toEqual([
          'Error processing page 1: No open subtopic to continue',
          `Error processing page 2: Invalid JSON response from LLM: ${chatter.slice(0, 200)}`,
          `Error processing page 4: Subtopic ${nowhere.key} not found in open subtopics`,
          'Error processing page 5: LLM must provide new_subtopic_key and new_subtopic_title',
          'Error processing page 6: LLM must provide new_subtopic_key and new_subtopic_title',
        ]);
      await expect
        .soft(storage)
        .toHaveKeys(`${objectKeys.prefix(book.id)}pages/`, [objectKeys.pageGuideline(book.id, 3)]);
      await expect
        .soft(storage)
        .toHaveKeys(objectKeys.guidelines(book.id), [
          objectKeys.index(book.id),
          objectKeys.pageIndex(book.id),
          objectKeys.shard(book.id, defaultTopic.topic_key, halves.key),
        ]);
      const { index, pageIndex, shards } = await documents.of(book.id);
      expect.soft(Object.keys(pageIndex.pages), 'page index').toEqual(['3']);
      expect.soft(index, 'index').toMatchObject({ version: 2 });
      expect(shards, 'shards').toEqual([newShard(book.id, defaultTopic, halves, 3)]);
    },
  );

  test(
    'asks for summary, boundary and facts of a page, in this order',
    { tag: ['@integration', '@s3', '@llm', '@phase6', '@scripted', '@writes'] },
    async ({ learnlikemagic, scriptedBook, model }) => {
      const { path, pages } = await scriptedBook.create([{ boundary: begins(scriptedBook.subtopic('Halves')) }]);
      const [page] = pages;

      await learnlikemagic.generateGuidelines(200, { path, body: {}, llmCalls: 5 });

      // In an environment that permits no planting the page was read by the model as well.
      const calls = (await model.calls(String(page?.key))).filter(({ purpose }) => purpose !== 'ocr');
      const request = { model: 'gpt-4o-mini', attempt: 0 };
      expect(calls).toMatchObject([
        { ...request, purpose: 'summary', max_tokens: 200, temperature: 0.3, response_format: null },
        { ...request, purpose: 'boundary', max_tokens: 300, temperature: 0.2, response_format: 'json_object' },
        { ...request, purpose: 'facts', max_tokens: 500, temperature: 0.3, response_format: 'json_object' },
      ]);
    },
  );

  test(
    'tells the model what is open, the two pages before and this page',
    { tag: ['@integration', '@s3', '@llm', '@phase6', '@scripted', '@writes'] },
    async ({ learnlikemagic, scriptedBook, model }) => {
      const halves = scriptedBook.subtopic('Halves');
      const thirds = scriptedBook.subtopic('Thirds');
      const { path, pages } = await scriptedBook.create([
        { generated: halves, facts: findsEnough() },
        { generated: halves, facts: { objectives_add: ['Finds the half of a number'] } },
        { generated: thirds, facts: { examples_add: ['1/3', '2/3'] } },
        { boundary: continues(thirds) },
      ]);
      const [first, second, third, fourth] = pages.map(({ summary }) => summary);

      await learnlikemagic.generateGuidelines(200, { path, body: { start_page: 4 }, llmCalls: 5 });

      const [boundary] = (await model.calls(String(fourth))).filter(({ purpose }) => purpose === 'boundary');
      const prompt = String(boundary?.user);
      expect.soft(prompt).toContain('Current Page: 4');
      expect.soft(prompt).toContain(`- ${halves.title} (${halves.key})`);
      expect.soft(prompt).toContain('Pages 1-2: 3 objectives, 1 examples');
      expect.soft(prompt).toContain(`- ${thirds.title} (${thirds.key})`);
      expect.soft(prompt).toContain('Pages 3-3: 0 objectives, 2 examples');
      expect.soft(prompt).toContain(`Page 2: ${String(second)}`);
      expect.soft(prompt).toContain(`Page 3: ${String(third)}`);
      expect.soft(prompt).not.toContain(String(first));
    },
  );
});
