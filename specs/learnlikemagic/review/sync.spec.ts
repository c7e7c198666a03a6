import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  begins,
  clockTolerance,
  defaultTopic,
  epochOf,
  findsEnough,
  firstOf,
  rowOf,
  uuid4,
} from '../../../fixtures/learnlikemagic/values.ts';

test.describe('POST /admin/guidelines/books/{book_id}/sync-to-database', () => {
  test(
    'writes one row for each approved guideline, whole',
    {
      tag: ['@integration', '@db', '@s3', '@llm', '@slow', '@phase6', '@writes'],
      annotation: { type: 'plan', description: 'LLM-41' },
    },
    async ({ learnlikemagic, bookWithGuidelines, documents, syncedRows }) => {
      const { book, guidelines } = await bookWithGuidelines.create();
      const { topic_key, subtopic_key } = firstOf(guidelines, 'guideline');
      const path = { book_id: book.id };
      await learnlikemagic.approveSubtopic(200, {
        path: { ...path, subtopic_key },
        query: { topic_key },
        body: { approved: true, reviewer_notes: 'Good — gut' },
      });
      const shards = await documents.shards(book.id);

      const answer = await learnlikemagic.syncToDatabase.send({ path });

      expect(answer.as(200)).toEqual({
        message: 'Successfully synced 1 guidelines to database',
        book_id: book.id,
        synced_count: 1,
      });
      const rows = await syncedRows.of(book.id);
      const approved = await documents.shard(book.id, topic_key, subtopic_key);
      expect(rows).toEqual([
        { ...rowOf(book, approved), id: expect.stringMatching(uuid4), created_at: expect.any(String) },
      ]);
      expect(approved.status).toBe('final');
      const { created_at } = firstOf(rows, 'row');
      expect(Math.abs(epochOf(created_at) - answer.date)).toBeLessThan(clockTolerance);
      expect(await documents.shards(book.id)).toEqual(shards);
    },
  );

  test(
    'adds no row when it is repeated, and keeps id and time when the guideline changed',
    { tag: ['@integration', '@db', '@s3', '@llm', '@slow', '@phase6', '@writes'] },
    async ({ learnlikemagic, bookWithGuidelines, documents, syncedRows }) => {
      const { book, guidelines } = await bookWithGuidelines.create([{}]);
      const { topic_key, subtopic_key } = firstOf(guidelines, 'guideline');
      const path = { book_id: book.id };
      const subtopic = { path: { ...path, subtopic_key }, query: { topic_key } };
      await learnlikemagic.approveSubtopic(200, { ...subtopic, body: { approved: true } });
      await learnlikemagic.syncToDatabase(200, { path });
      const rows = await syncedRows.of(book.id);
      const { id, created_at } = firstOf(rows, 'row');

      const repeated = await learnlikemagic.syncToDatabase(200, { path });
      const rowsOfRepeated = await syncedRows.of(book.id);
      const teaching_description = 'Updated — आधा';
      await learnlikemagic.updateSubtopic(200, { ...subtopic, body: { teaching_description, examples: ['½'] } });
      const changed = await learnlikemagic.syncToDatabase(200, { path });

      expect(repeated).toMatchObject({ synced_count: 1 });
      expect(rowsOfRepeated).toEqual(rows);
      expect(changed).toMatchObject({ synced_count: 1 });
      const shard = await documents.shard(book.id, topic_key, subtopic_key);
      expect(shard).toMatchObject({ teaching_description, examples: ['½'] });
      expect(await syncedRows.of(book.id)).toEqual([{ ...rowOf(book, shard), id, created_at }]);
    },
  );

  test(
    'syncs only guidelines of the status that is asked for',
    { tag: ['@integration', '@db', '@s3', '@llm', '@phase6', '@scripted', '@writes'] },
    async ({ learnlikemagic, scriptedBook, documents, syncedRows }) => {
      const [open, final, rejected] = [
        scriptedBook.subtopic('Halves'),
        scriptedBook.subtopic('Thirds'),
        scriptedBook.subtopic('Fourths'),
      ];
      const { book, path } = await scriptedBook.create(
        [open, final, rejected].map((one) => ({ boundary: begins(one), facts: findsEnough() })),
      );
      await learnlikemagic.generateGuidelines(200, { path, body: {}, llmCalls: 15 });
      const query = { topic_key: defaultTopic.topic_key };
      await learnlikemagic.approveSubtopic(200, {
        path: { ...path, subtopic_key: final.key },
        query,
        body: { approved: true },
      });
      await learnlikemagic.approveSubtopic(200, {
        path: { ...path, subtopic_key: rejected.key },
        query,
        body: { approved: false },
      });
      const keysOfRows = async (): Promise<(string | null)[]> =>
        (await syncedRows.of(book.id)).map(({ subtopic_key }) => subtopic_key).sort();

      const stable = await learnlikemagic.syncToDatabase(200, { path, query: { status_filter: 'stable' } });
      expect(stable).toMatchObject({ synced_count: 0 });
      expect(await keysOfRows()).toEqual([]);
      const review = await learnlikemagic.syncToDatabase(200, { path, query: { status_filter: 'needs_review' } });
      expect(review).toMatchObject({ synced_count: 1 });
      expect(await keysOfRows()).toEqual([rejected.key]);
      const finals = await learnlikemagic.syncToDatabase(200, { path });
      expect(finals).toMatchObject({ synced_count: 1 });
      expect(await keysOfRows()).toEqual([final.key, rejected.key].sort());

      const [row] = (await syncedRows.of(book.id)).filter(({ subtopic_key }) => subtopic_key === rejected.key);
      const shard = await documents.shard(book.id, defaultTopic.topic_key, rejected.key);
      expect(row).toMatchObject({ ...rowOf(book, shard), status: 'needs_review', teaching_description: '' });
    },
  );

  test(
    'writes each guideline once when two reviewers sync at the same time',
    { tag: ['@integration', '@db', '@llm', '@slow', '@phase6', '@writes'] },
    async ({ learnlikemagic, bookWithGuidelines, syncedRows }) => {
      const { book, guidelines } = await bookWithGuidelines.create([{}]);
      const { topic_key, subtopic_key } = firstOf(guidelines, 'guideline');
      const path = { book_id: book.id };
      await learnlikemagic.approveSubtopic(200, {
        path: { ...path, subtopic_key },
        query: { topic_key },
        body: { approved: true },
      });

      const answers = await Promise.all([
        learnlikemagic.syncToDatabase(200, { path }),
        learnlikemagic.syncToDatabase(200, { path }),
        learnlikemagic.syncToDatabase(200, { path }),
      ]);

      expect(answers.map(({ synced_count }) => synced_count)).toEqual([1, 1, 1]);
      expect(await syncedRows.of(book.id)).toHaveLength(1);
    },
  );

  test(
    'refuses an unknown book',
    { tag: ['@integration', '@db', '@phase6', '@writes'] },
    async ({ learnlikemagic, run, database }) => {
      const id = run.name();

      const refusal = await learnlikemagic.syncToDatabase(404, { path: { book_id: id } });

      expect(refusal).toEqual({ detail: 'Book not found' });
      await expect(database).toHaveRowCount('teaching_guidelines', { book_id: id }, 0);
    },
  );
});
