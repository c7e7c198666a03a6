import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  begins,
  clockTolerance,
  defaultTopic,
  epochOf,
  findsEnough,
  firstOf,
  objectKeys,
  refusedFields,
  type SubtopicEdit,
} from '../../../fixtures/learnlikemagic/values.ts';

test.describe('PUT /admin/guidelines/books/{book_id}/subtopics/{subtopic_key}', () => {
  test(
    'stores a new teaching description and raises the version',
    {
      tag: ['@integration', '@db', '@s3', '@llm', '@slow', '@phase6', '@writes'],
      annotation: { type: 'plan', description: 'LLM-38' },
    },
    async ({ learnlikemagic, bookWithGuidelines, documents, database }) => {
      const { book, guidelines } = await bookWithGuidelines.create([{}]);
      const { topic_key, subtopic_key } = firstOf(guidelines, 'guideline');
      const request = { path: { book_id: book.id, subtopic_key }, query: { topic_key } };
      const [before, index, pageIndex] = [
        await documents.shard(book.id, topic_key, subtopic_key),
        await documents.index(book.id),
        await documents.pageIndex(book.id),
      ];
      const teaching_description = 'Updated teaching description: ½ of a \u{1F4D8}, à l’école';
      const body = { teaching_description, sorted_facts: ['Updated fact 1', 'Updated fact 2'] };

      const answer = await learnlikemagic.updateSubtopic.send({ ...request, body });

      const version = before.version + 1;
      const updated = answer.as(200);
      expect(updated).toEqual({
        message: 'Guideline updated successfully',
        version,
        updated_at: expect.any(String),
      });
      expect(Math.abs(epochOf(updated.updated_at) - answer.date)).toBeLessThan(clockTolerance);
      expect(await documents.shard(book.id, topic_key, subtopic_key)).toEqual({
        ...before,
        teaching_description,
        version,
      });
      expect(await learnlikemagic.getSubtopic(200, request)).toMatchObject({ teaching_description, version });
      expect(await documents.index(book.id)).toEqual(index);
      expect(await documents.pageIndex(book.id)).toEqual(pageIndex);
      await expect(database).toHaveRowCount('teaching_guidelines', { book_id: book.id }, 0);
    },
  );

  test(
    'applies each field alone and only the fields that are sent',
    { tag: ['@integration', '@s3', '@llm', '@phase6', '@scripted', '@writes'] },
    async ({ learnlikemagic, scriptedBook, documents, storage }) => {
      const halves = scriptedBook.subtopic('Halves');
      const { book, path } = await scriptedBook.create([{ boundary: begins(halves), facts: findsEnough() }]);
      await learnlikemagic.generateGuidelines(200, { path, body: {}, llmCalls: 5 });
      const { topic_key } = defaultTopic;
      const request = { path: { ...path, subtopic_key: halves.key }, query: { topic_key } };
      const index = await storage.get(objectKeys.index(book.id));
      const edits: SubtopicEdit[] = [
        { teaching_description: 'Halbieren — आधा करना\nzweite Zeile "in Anführungszeichen"' },
        { objectives: ['Halves a number', 'Halves a number', ''] },
        { examples: [] },
        { misconceptions: ['½ is more than 1'] },
        { assessments: [{ level: 'advanced', prompt: 'Half of ½?', answer: '¼' }] },
        { status: 'needs_review' },
        { objectives: ['One'], status: 'open' },
        {},
      ];

      let last = '';
      for (const edit of edits) {
        const before = await documents.shard(book.id, topic_key, halves.key);
        const { version, updated_at } = await learnlikemagic.updateSubtopic(200, { ...request, body: edit });
        expect(version).toBe(before.version + 1);
        expect(updated_at).not.toBe(last);
        last = updated_at;
        expect(await documents.shard(book.id, topic_key, halves.key)).toEqual({ ...before, ...edit, version });
      }

      const { bytes } = await storage.get(objectKeys.shard(book.id, topic_key, halves.key));
      expect(bytes.toString('utf8')).toMatch(/^\{\n {2}"[\x20-\x7e\n]*\}$/);
      expect(await storage.get(objectKeys.index(book.id))).toEqual(index);
    },
  );

  test(
    'keeps the edits of two reviewers who save at the same time',
    { tag: ['@integration', '@s3', '@llm', '@slow', '@phase6', '@writes'] },
    async ({ learnlikemagic, bookWithGuidelines, documents }) => {
      const { book, guidelines } = await bookWithGuidelines.create([{}]);
      const { topic_key, subtopic_key } = firstOf(guidelines, 'guideline');
      const request = { path: { book_id: book.id, subtopic_key }, query: { topic_key } };
      const before = await documents.shard(book.id, topic_key, subtopic_key);
      const edits = [
        { teaching_description: 'From the first reviewer' },
        { objectives: ['From the second reviewer'] },
        { examples: ['From the third reviewer'] },
        { misconceptions: ['From the fourth reviewer'] },
      ];

      const answers = await Promise.all(edits.map((body) => learnlikemagic.updateSubtopic(200, { ...request, body })));

      expect(answers.map(({ version }) => version - before.version).sort()).toEqual([1, 2, 3, 4]);
      expect(await documents.shard(book.id, topic_key, subtopic_key)).toEqual({
        ...before,
        teaching_description: 'From the first reviewer',
        objectives: ['From the second reviewer'],
        examples: ['From the third reviewer'],
        misconceptions: ['From the fourth reviewer'],
        version: before.version + 4,
      });
    },
  );

  test(
    'refuses fields of a wrong type and unknown keys, and changes nothing',
    { tag: ['@integration', '@s3', '@llm', '@slow', '@phase6', '@writes'] },
    async ({ learnlikemagic, bookWithGuidelines, documents, storage, run }) => {
      const { book, guidelines } = await bookWithGuidelines.create([{}]);
      const { topic_key, subtopic_key } = firstOf(guidelines, 'guideline');
      const path = { book_id: book.id, subtopic_key };
      const body = { teaching_description: 'Never stored' };
      const unknown = run.name();
      const [before, keys] = [
        await documents.shard(book.id, topic_key, subtopic_key),
        await storage.keys(objectKeys.prefix(book.id)),
      ];

      const wrong = await learnlikemagic.updateSubtopic(422, {
        path,
        query: { topic_key },
        body: { teaching_description: 5, objectives: 'one', examples: [1] },
      });
      const noTopicKey = await learnlikemagic.updateSubtopic(422, { path, body });
      const noSubtopic = await learnlikemagic.updateSubtopic(404, {
        path: { ...path, subtopic_key: unknown },
        query: { topic_key },
        body,
      });
      const noTopic = await learnlikemagic.updateSubtopic(404, { path, query: { topic_key: unknown }, body });
      const noBook = await learnlikemagic.updateSubtopic(404, {
        path: { ...path, book_id: unknown },
        query: { topic_key },
        body,
      });

      expect(refusedFields(wrong)).toEqual([
        'list_type at body.objectives',
        'string_type at body.examples.0',
        'string_type at body.teaching_description',
      ]);
      expect(refusedFields(noTopicKey)).toEqual(['missing at query.topic_key']);
      expect(noSubtopic.detail).toMatch(/^Subtopic guideline not found: \S/);
      expect(noTopic.detail).toMatch(/^Subtopic guideline not found: \S/);
      expect(noBook).toEqual({ detail: 'Book not found' });
      expect(await documents.shard(book.id, topic_key, subtopic_key)).toEqual(before);
      await expect(storage).toHaveKeys(objectKeys.prefix(book.id), keys);
      await expect(storage).toHaveKeys(objectKeys.prefix(unknown), []);
    },
  );
});
