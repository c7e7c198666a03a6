import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import { firstOf, objectKeys, onUnreadable, operations } from '../../../fixtures/learnlikemagic/values.ts';

const { approveGuidelines, approveSubtopic, generateGuidelines, getGuideline, getSubtopic } = operations;
const { getPageAssignments, listGuidelines, listTopics, syncToDatabase, updateSubtopic } = operations;

/** What asks for the guidelines of a whole book. */
const ofBook = [
  [listGuidelines, {}],
  [listTopics, {}],
  [getPageAssignments, {}],
  [syncToDatabase, {}],
  [approveGuidelines, {}],
] as const;

const put = (text: string): { bytes: Buffer; contentType: string } => ({
  bytes: Buffer.from(text),
  contentType: 'application/json',
});

// Whether a call succeeds here is not laid down: it may not lose what is there, nor tell how it is built.
test.describe('guideline documents that cannot be read', () => {
  test(
    'an index that is no JSON is neither replaced nor removed, and keeps nothing else from being kept',
    { tag: ['@integration', '@s3', '@llm', '@slow', '@phase6', '@writes'] },
    async ({ learnlikemagic, bookWithGuidelines, documents, beside }) => {
      const { book, path, guidelines } = await bookWithGuidelines.create();
      const { topic_key, subtopic_key } = firstOf(guidelines, 'guideline');
      const index = objectKeys.index(book.id);
      await beside.put(index, put('{"topics": ['));
      const before = await documents.objects(book.id);
      const subtopic = { path: { ...path, topic_key, subtopic_key }, query: { topic_key } };
      const requests = [
        ...ofBook.map(([operation, request]) => [operation, { path, ...request }] as const),
        [getGuideline, subtopic],
        [getSubtopic, subtopic],
        [updateSubtopic, { ...subtopic, body: { examples: ['New'] } }],
        [approveSubtopic, { ...subtopic, body: { approved: true } }],
        [generateGuidelines, { path, body: { start_page: 1, end_page: 1 } }],
      ] as const;

      for (const [operation, request] of requests) {
        const answer = await learnlikemagic.send(onUnreadable(operation, operation.responses[200]), request);
        expect.soft(() => answer.as(answer.status), operation.path).not.toThrow();
      }

      const after = await documents.objects(book.id);
      expect.soft(after[index], 'index').toBe(before[index]);
      expect(Object.keys(after), 'objects').toEqual(expect.arrayContaining(Object.keys(before)));
    },
  );

  test(
    'a shard that is gone is not found, and the others are kept',
    { tag: ['@integration', '@s3', '@llm', '@phase6', '@writes'] },
    async ({ learnlikemagic, sortedBook, documents, beside }) => {
      const { book, path } = await sortedBook.create([{ name: 'Halves' }, { name: 'Thirds' }]);
      const { index, shards } = await documents.of(book.id);
      const { topic_key, subtopic_key } = firstOf(shards, 'shard');
      await beside.removePrefix(objectKeys.shard(book.id, topic_key, subtopic_key));
      const before = await documents.objects(book.id);
      const subtopic = { path: { ...path, subtopic_key }, query: { topic_key } };

      const one = await learnlikemagic.getGuideline(404, { path: { ...path, topic_key, subtopic_key } });
      const read = await learnlikemagic.getSubtopic(404, subtopic);
      const edit = await learnlikemagic.updateSubtopic(404, { ...subtopic, body: { examples: [] } });
      const decision = await learnlikemagic.approveSubtopic(404, { ...subtopic, body: { approved: true } });

      expect.soft(await documents.objects(book.id), 'objects after the refusals').toEqual(before);
      expect.soft(one, 'guideline').toEqual({ detail: `Guideline not found: ${topic_key}/${subtopic_key}` });
      for (const { detail } of [read, edit, decision]) expect.soft(detail).toMatch(/^Subtopic guideline not found: \S/);
      for (const [operation, request] of ofBook) {
        const answer = await learnlikemagic.send(onUnreadable(operation, operation.responses[200]), {
          path,
          ...request,
        });
        expect.soft(() => answer.as(answer.status), operation.path).not.toThrow();
      }
      const after = await documents.found(book.id);
      const entries = index.topics.map((topic) => ({
        topic_key,
        subtopics: topic.subtopics.map((entry) => ({ subtopic_key: entry.subtopic_key })),
      }));
      expect.soft(after.index, 'index').toMatchObject({ topics: entries });
      const kept = Object.keys(await documents.objects(book.id));
      expect(kept, 'objects').toEqual(expect.arrayContaining(Object.keys(before)));
    },
  );

  test(
    'a shard with a value of a wrong type is not overwritten, nor synced',
    { tag: ['@integration', '@db', '@s3', '@llm', '@phase6', '@writes'] },
    async ({ learnlikemagic, sortedBook, documents, database, beside }) => {
      const { book, path } = await sortedBook.create([{ name: 'Halves' }, { name: 'Thirds' }]);
      const shard = firstOf((await documents.of(book.id)).shards, 'shard');
      const key = objectKeys.shard(book.id, shard.topic_key, shard.subtopic_key);
      await beside.put(key, put(JSON.stringify({ ...shard, assessments: { level: 7 }, version: 'first' })));
      const before = await documents.objects(book.id);

      for (const [operation, request] of ofBook) {
        const answer = await learnlikemagic.send(onUnreadable(operation, operation.responses[200]), {
          path,
          ...request,
        });
        expect.soft(() => answer.as(answer.status), operation.path).not.toThrow();
      }

      const after = await documents.objects(book.id);
      expect.soft(after[key], 'shard').toBe(before[key]);
      expect.soft(Object.keys(after), 'objects').toEqual(expect.arrayContaining(Object.keys(before)));
      const row = { book_id: book.id, subtopic_key: shard.subtopic_key };
      await expect(database).toHaveRowCount('teaching_guidelines', row, 0);
    },
  );
});
