import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  begins,
  clockTolerance,
  defaultTopic,
  epochOf,
  firstOf,
  objectKeys,
  refusedFields,
  topicsOf,
  withStatus,
} from '../../../fixtures/learnlikemagic/values.ts';

test.describe('POST /admin/guidelines/books/{book_id}/subtopics/{subtopic_key}/approve', () => {
  test(
    'approves a guideline in shard and index, and writes no row',
    {
      tag: ['@integration', '@critical', '@db', '@s3', '@llm', '@slow', '@phase6', '@writes'],
      annotation: { type: 'plan', description: 'LLM-39' },
    },
    async ({ learnlikemagic, bookWithGuidelines, documents, storage, database }) => {
      const { book, guidelines } = await bookWithGuidelines.create();
      const { id } = book;
      const { topic_key, subtopic_key } = firstOf(guidelines, 'guideline');
      const [shards, index, pageIndex, keys] = [
        await documents.shards(id),
        await documents.index(id),
        await documents.pageIndex(id),
        await storage.keys(objectKeys.prefix(id)),
      ];
      const [first, ...others] = shards;
      const before = firstOf(shards, 'shard');

      const answer = await learnlikemagic.approveSubtopic.send({
        path: { book_id: id, subtopic_key },
        query: { topic_key },
        body: { approved: true },
      });

      const approval = answer.as(200);
      expect(approval).toEqual({
        message: 'Guideline approved',
        status: 'final',
        previous_status: first?.status,
        version: before.version + 1,
        updated_at: expect.any(String),
      });
      expect(Math.abs(epochOf(approval.updated_at) - answer.date)).toBeLessThan(clockTolerance);
      const expected = [withStatus(before, 'final'), ...others];
      expect(await documents.shards(id)).toEqual(expected);
      expect(await documents.index(id)).toEqual({
        book_id: id,
        topics: topicsOf(expected),
        version: index.version + 1,
        last_updated: expect.any(String),
      });
      expect(await documents.snapshot(id, index.version)).toEqual(index);
      expect(await documents.pageIndex(id)).toEqual(pageIndex);
      await expect(storage).toHaveKeys(objectKeys.prefix(id), [...keys, objectKeys.indexSnapshot(id, index.version)]);
      await expect(database).toHaveRowCount('teaching_guidelines', { book_id: id }, 0);
    },
  );

  test(
    'rejects, approves again and keeps the notes of every review',
    { tag: ['@integration', '@s3', '@llm', '@phase6', '@scripted', '@writes'] },
    async ({ learnlikemagic, scriptedBook, documents, storage }) => {
      const halves = scriptedBook.subtopic('Halves');
      const { book, path } = await scriptedBook.create([{ boundary: begins(halves) }]);
      await learnlikemagic.generateGuidelines(200, { path, body: {}, llmCalls: 5 });
      const { topic_key } = defaultTopic;
      const request = { path: { ...path, subtopic_key: halves.key }, query: { topic_key } };
      const index = await documents.index(book.id);
      const before = await documents.shard(book.id, topic_key, halves.key);

      const rejection = await learnlikemagic.approveSubtopic(200, {
        ...request,
        body: { approved: false, reviewer_notes: 'Too short — zu kurz' },
      });

      expect(rejection).toMatchObject({
        message: 'Guideline rejected',
        status: 'needs_review',
        previous_status: 'open',
        version: 2,
      });
      const rejected = await documents.shard(book.id, topic_key, halves.key);
      expect(rejected).toEqual({
        ...withStatus(before, 'needs_review'),
        evidence_summary: 'Reviewer Notes: Too short — zu kurz',
      });
      const indexOfRejected = await documents.index(book.id);
      expect(indexOfRejected).toMatchObject({ topics: topicsOf([rejected]), version: index.version + 1 });

      const approval = await learnlikemagic.approveSubtopic(200, {
        ...request,
        body: { approved: true, reviewer_notes: 'Better' },
      });

      expect(approval).toMatchObject({ status: 'final', previous_status: 'needs_review', version: 3 });
      const approved = await documents.shard(book.id, topic_key, halves.key);
      expect(approved).toEqual({
        ...withStatus(rejected, 'final'),
        evidence_summary: 'Reviewer Notes: Too short — zu kurz\n\nReviewer Notes: Better',
      });

      const repeated = await learnlikemagic.approveSubtopic(200, {
        ...request,
        body: { approved: true, reviewer_notes: null },
      });

      expect(repeated).toMatchObject({ status: 'final', previous_status: 'final', version: 4 });
      expect(await documents.shard(book.id, topic_key, halves.key)).toEqual(withStatus(approved, 'final'));
      expect(approval.updated_at).not.toBe(rejection.updated_at);
      expect(repeated.updated_at).not.toBe(approval.updated_at);
      expect(await documents.snapshot(book.id, index.version)).toEqual(index);
      expect(await documents.snapshot(book.id, index.version + 1)).toEqual(indexOfRejected);
      await expect(storage).toHaveObject(objectKeys.index(book.id), { contentType: 'application/json' });
    },
  );

  test(
    'keeps the decisions of reviewers who decide on different guidelines at the same time',
    { tag: ['@integration', '@s3', '@llm', '@phase6', '@scripted', '@writes'] },
    async ({ learnlikemagic, scriptedBook, documents }) => {
      const subtopics = ['Halves', 'Thirds', 'Fourths'].map((name) => scriptedBook.subtopic(name));
      const { book, path } = await scriptedBook.create(subtopics.map((one) => ({ boundary: begins(one) })));
      await learnlikemagic.generateGuidelines(200, { path, body: {}, llmCalls: 15 });
      const index = await documents.index(book.id);
      const shards = await documents.shards(book.id);

      await Promise.all(
        subtopics.map(({ key }) =>
          learnlikemagic.approveSubtopic(200, {
            path: { ...path, subtopic_key: key },
            query: { topic_key: defaultTopic.topic_key },
            body: { approved: true, reviewer_notes: `Read ${key}` },
          }),
        ),
      );

      const expected = shards.map((shard) => ({
        ...withStatus(shard, 'final'),
        evidence_summary: `Reviewer Notes: Read ${shard.subtopic_key}`,
      }));
      expect(await documents.shards(book.id)).toEqual(expected);
      expect(await documents.index(book.id)).toMatchObject({ topics: topicsOf(expected), version: index.version + 3 });
    },
  );

  test(
    'refuses a decision that is missing and unknown keys, and changes nothing',
    { tag: ['@integration', '@s3', '@llm', '@slow', '@phase6', '@writes'] },
    async ({ learnlikemagic, bookWithGuidelines, documents, storage, run }) => {
      const { book, guidelines } = await bookWithGuidelines.create([{}]);
      const { topic_key, subtopic_key } = firstOf(guidelines, 'guideline');
      const path = { book_id: book.id, subtopic_key };
      const body = { approved: true };
      const unknown = run.name();
      const [shards, index, keys] = [
        await documents.shards(book.id),
        await documents.index(book.id),
        await storage.keys(objectKeys.prefix(book.id)),
      ];

      const undecided = await learnlikemagic.approveSubtopic(422, {
        path,
        body: { reviewer_notes: 7 },
      });
      const noSubtopic = await learnlikemagic.approveSubtopic(404, {
        path: { ...path, subtopic_key: unknown },
        query: { topic_key },
        body,
      });
      const noTopic = await learnlikemagic.approveSubtopic(404, { path, query: { topic_key: unknown }, body });
      const noBook = await learnlikemagic.approveSubtopic(404, {
        path: { ...path, book_id: unknown },
        query: { topic_key },
        body,
      });

      expect(refusedFields(undecided)).toEqual([
        'missing at body.approved',
        'missing at query.topic_key',
        'string_type at body.reviewer_notes',
      ]);
      expect(noSubtopic.detail).toMatch(/^Subtopic guideline not found: \S/);
      expect(noTopic.detail).toMatch(/^Subtopic guideline not found: \S/);
      expect(noBook).toEqual({ detail: 'Book not found' });
      expect(await documents.shards(book.id)).toEqual(shards);
      expect(await documents.index(book.id)).toEqual(index);
      await expect(storage).toHaveKeys(objectKeys.prefix(book.id), keys);
    },
  );
});
