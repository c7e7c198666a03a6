import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  clockTolerance,
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
      const { book, path, guidelines } = await bookWithGuidelines.create();
      const { topic_key, subtopic_key } = firstOf(guidelines, 'guideline');
      const [before, objects] = await Promise.all([documents.of(book.id), documents.objects(book.id)]);
      const [first, ...others] = before.shards;
      const open = firstOf(before.shards, 'shard');

      const answer = await learnlikemagic.approveSubtopic.send({
        path: { ...path, subtopic_key },
        query: { topic_key },
        body: { approved: true },
      });

      const expected = [withStatus(open, 'final'), ...others];
      const after = await documents.found(book.id);
      expect.soft(after.shards, 'shards').toEqual(expected);
      expect.soft(after.index, 'index').toEqual({
        book_id: book.id,
        topics: topicsOf(expected),
        version: before.index.version + 1,
        last_updated: expect.any(String),
      });
      expect.soft(after.snapshots, 'snapshots of the index').toEqual([before.index]);
      expect.soft(after.pageIndex, 'page index').toEqual(before.pageIndex);
      expect.soft(after.pageGuidelines, 'page guidelines').toEqual(before.pageGuidelines);
      const snapshot = objectKeys.indexSnapshot(book.id, before.index.version);
      await expect.soft(storage).toHaveKeys(objectKeys.prefix(book.id), [...Object.keys(objects), snapshot]);
      await expect.soft(database).toHaveRowCount('teaching_guidelines', { book_id: book.id }, 0);
      const approval = answer.as(200);
      expect.soft(approval, 'answer').toEqual({
        message: 'Guideline approved',
        status: 'final',
        previous_status: first?.status,
        version: open.version + 1,
        updated_at: expect.any(String),
      });
      expect(Math.abs(epochOf(approval.updated_at) - answer.date)).toBeLessThan(clockTolerance);
    },
  );

  test(
    'rejects, approves again and keeps the notes of every review',
    { tag: ['@integration', '@s3', '@llm', '@slow', '@phase6', '@writes'] },
    async ({ learnlikemagic, bookWithGuidelines, documents }) => {
      const { book, path, guidelines } = await bookWithGuidelines.create({ pages: 1 });
      const { topic_key, subtopic_key } = firstOf(guidelines, 'guideline');
      const request = { path: { ...path, subtopic_key }, query: { topic_key } };
      const { shards, index } = await documents.of(book.id);
      const shard = firstOf(shards, 'shard');

      const rejection = await learnlikemagic.approveSubtopic.send({
        ...request,
        body: { approved: false, reviewer_notes: 'Too short — zu kurz' },
      });
      const rejected = await documents.found(book.id);
      const approval = await learnlikemagic.approveSubtopic.send({
        ...request,
        body: { approved: true, reviewer_notes: 'Better' },
      });
      const approved = await documents.found(book.id);
      const repeated = await learnlikemagic.approveSubtopic.send({
        ...request,
        body: { approved: true, reviewer_notes: null },
      });
      const last = await documents.found(book.id);

      const notes = 'Reviewer Notes: Too short — zu kurz';
      const expectedRejected = { ...withStatus(shard, 'needs_review'), evidence_summary: notes };
      expect.soft(rejected.shards, 'shard after the rejection').toEqual([expectedRejected]);
      const expectedApproved = {
        ...withStatus(expectedRejected, 'final'),
        evidence_summary: `${notes}\n\nReviewer Notes: Better`,
      };
      expect.soft(approved.shards, 'shard after the approval').toEqual([expectedApproved]);
      expect.soft(last.shards, 'shard after the repetition').toEqual([withStatus(expectedApproved, 'final')]);
      const entry = { topics: topicsOf([expectedRejected]), version: index.version + 1 };
      expect.soft(rejected.index, 'index after the rejection').toMatchObject(entry);
      const snapshots = [last.snapshots].flat().slice(0, 2);
      expect.soft(snapshots, 'snapshots of the index').toEqual([index, rejected.index]);
      const { version } = shard;
      const answers = [rejection, approval, repeated].map((answer) => answer.as(200));
      expect.soft(answers, 'answers').toMatchObject([
        { message: 'Guideline rejected', status: 'needs_review', previous_status: 'open', version: version + 1 },
        { message: 'Guideline approved', status: 'final', previous_status: 'needs_review', version: version + 2 },
        { message: 'Guideline approved', status: 'final', previous_status: 'final', version: version + 3 },
      ]);
      const times = answers.map(({ updated_at }) => updated_at);
      expect([...times].sort(), 'times').toEqual(times);
    },
  );

  test(
    'keeps the decisions of reviewers who decide on different guidelines at the same time',
    { tag: ['@integration', '@s3', '@llm', '@phase6', '@writes'] },
    async ({ learnlikemagic, sortedBook, documents }) => {
      const names = ['Halves', 'Thirds', 'Fourths'].map((name) => ({ name }));
      const { book, path } = await sortedBook.create(names);
      const { shards, index } = await documents.of(book.id);

      await Promise.all(
        shards.map(({ topic_key, subtopic_key }) =>
          learnlikemagic.approveSubtopic(200, {
            path: { ...path, subtopic_key },
            query: { topic_key },
            body: { approved: true, reviewer_notes: `Read ${subtopic_key}` },
          }),
        ),
      );

      const expected = shards.map((shard) => ({
        ...withStatus(shard, 'final'),
        evidence_summary: `Reviewer Notes: Read ${shard.subtopic_key}`,
      }));
      const after = await documents.found(book.id);
      expect.soft(after.shards, 'shards').toEqual(expected);
      expect(after.index, 'index').toMatchObject({ topics: topicsOf(expected), version: index.version + 3 });
    },
  );

  test(
    'refuses a decision that is missing and unknown keys, and changes nothing',
    { tag: ['@integration', '@s3', '@llm', '@slow', '@phase6', '@writes'] },
    async ({ learnlikemagic, bookWithGuidelines, documents, run }) => {
      const { book, path: bookPath, guidelines } = await bookWithGuidelines.create({ pages: 1 });
      const { topic_key, subtopic_key } = firstOf(guidelines, 'guideline');
      const path = { ...bookPath, subtopic_key };
      const body = { approved: true };
      const unknown = run.name();
      const before = await documents.objects(book.id);

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

      expect
        .soft(refusedFields(undecided))
        .toEqual(['missing at body.approved', 'missing at query.topic_key', 'string_type at body.reviewer_notes']);
      expect.soft(noSubtopic.detail).toMatch(/^Subtopic guideline not found: \S/);
      expect.soft(noTopic.detail).toMatch(/^Subtopic guideline not found: \S/);
      expect.soft(noBook).toEqual({ detail: 'Book not found' });
      expect(await documents.objects(book.id), 'objects').toEqual(before);
    },
  );
});
