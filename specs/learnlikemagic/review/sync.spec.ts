import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  clockTolerance,
  epochOf,
  firstOf,
  rowOf,
  syncOfNothing,
  uuid4,
} from '../../../fixtures/learnlikemagic/values.ts';

test.describe('POST /admin/guidelines/books/{book_id}/sync-to-database', () => {
  test(
    'writes one row for each approved guideline, whole',
    {
      tag: ['@integration', '@db', '@s3', '@llm', '@slow', '@phase6', '@writes'],
      annotation: { type: 'plan', description: 'LLM-41' },
    },
    async ({ learnlikemagic, bookWithGuidelines, reviewedBook, documents, syncedRows }) => {
      const { book, path } = await bookWithGuidelines.create({ approved: 1 });
      const [before, objects] = await Promise.all([documents.of(book.id), documents.objects(book.id)]);
      const approved = firstOf(before.shards, 'shard');

      const answer = await learnlikemagic.syncToDatabase.send({ path });

      const rows = await syncedRows.of(book.id);
      expect
        .soft(rows, 'rows')
        .toEqual([{ ...rowOf(book, approved), id: expect.stringMatching(uuid4), created_at: expect.any(String) }]);
      expect.soft(await documents.objects(book.id), 'objects').toEqual(objects);
      expect.soft(await syncedRows.of(reviewedBook.book.id), 'rows of another book').toEqual([]);
      expect.soft(answer.as(200), 'answer').toEqual({
        message: 'Successfully synced 1 guidelines to database',
        book_id: book.id,
        synced_count: 1,
      });
      expect(approved.status).toBe('final');
      const { created_at } = firstOf(rows, 'row');
      expect(Math.abs(epochOf(String(created_at)) - answer.date)).toBeLessThan(clockTolerance);
    },
  );

  test(
    'adds no row when it is repeated, and keeps id and time when the guideline changed',
    { tag: ['@integration', '@db', '@s3', '@llm', '@slow', '@phase6', '@writes'] },
    async ({ learnlikemagic, bookWithGuidelines, documents, syncedRows }) => {
      const { book, path, guidelines } = await bookWithGuidelines.create({ pages: 1, approved: 1 });
      const { topic_key, subtopic_key } = firstOf(guidelines, 'guideline');
      const subtopic = { path: { ...path, subtopic_key }, query: { topic_key } };
      await learnlikemagic.syncToDatabase(200, { path });
      const rows = await syncedRows.of(book.id);
      const { id, created_at } = firstOf(rows, 'row');

      const repeated = await learnlikemagic.syncToDatabase.send({ path });
      const rowsOfRepeated = await syncedRows.of(book.id);
      const teaching_description = 'Updated — आधा';
      await learnlikemagic.updateSubtopic(200, { ...subtopic, body: { teaching_description, examples: ['½'] } });
      const changed = await learnlikemagic.syncToDatabase.send({ path });

      expect.soft(rowsOfRepeated, 'rows after the repetition').toEqual(rows);
      const shard = firstOf((await documents.of(book.id)).shards, 'shard');
      expect.soft(shard, 'shard').toMatchObject({ teaching_description, examples: ['½'] });
      expect.soft(await syncedRows.of(book.id), 'rows').toEqual([{ ...rowOf(book, shard), id, created_at }]);
      expect.soft(repeated.as(200), 'repeated answer').toMatchObject({ synced_count: 1 });
      expect(changed.as(200), 'answer after the change').toMatchObject({ synced_count: 1 });
    },
  );

  test(
    'syncs only guidelines of the status that is asked for',
    { tag: ['@integration', '@db', '@s3', '@llm', '@phase6', '@writes'] },
    async ({ learnlikemagic, sortedBook, documents, syncedRows }) => {
      const { book, path, subtopics } = await sortedBook.create([
        { name: 'Halves' },
        { name: 'Thirds', status: 'final' },
        { name: 'Fourths', status: 'needs_review' },
      ]);
      const [, final, rejected] = subtopics.map(({ key }) => key);
      const keysOfRows = async (): Promise<(string | null)[]> =>
        (await syncedRows.of(book.id)).map(({ subtopic_key }) => subtopic_key);

      const stable = await learnlikemagic.syncToDatabase(200, { path, query: { status_filter: 'stable' } });
      const keysOfStable = await keysOfRows();
      const review = await learnlikemagic.syncToDatabase(200, { path, query: { status_filter: 'needs_review' } });
      const keysOfReview = await keysOfRows();
      const finals = await learnlikemagic.syncToDatabase(200, { path });
      const keysOfFinals = await keysOfRows();

      const counts = [stable, review, finals].map(({ synced_count }) => synced_count);
      expect.soft(counts, 'synced counts').toEqual([0, 1, 1]);
      expect.soft(keysOfStable, 'rows of status stable').toEqual([]);
      expect.soft(keysOfReview, 'rows of status needs_review').toEqual([rejected]);
      expect.soft(keysOfFinals, 'rows in the end').toEqual([final, rejected].sort());
      const shards = (await documents.of(book.id)).shards.filter(({ status }) => status !== 'open');
      const rows = await syncedRows.of(book.id);
      for (const shard of shards) {
        const row = rows.find(({ subtopic_key }) => subtopic_key === shard.subtopic_key);
        expect.soft(row, `row of status ${shard.status}`).toMatchObject(rowOf(book, shard));
      }
      expect(rows.map(({ teaching_description }) => teaching_description)).toEqual(['', '']);
    },
  );

  test(
    'writes each guideline once when two reviewers sync at the same time',
    { tag: ['@integration', '@db', '@llm', '@slow', '@phase6', '@writes'] },
    async ({ learnlikemagic, bookWithGuidelines, syncedRows }) => {
      const { book, path } = await bookWithGuidelines.create({ pages: 1, approved: 1 });

      const answers = await Promise.all([
        learnlikemagic.syncToDatabase(200, { path }),
        learnlikemagic.syncToDatabase(200, { path }),
        learnlikemagic.syncToDatabase(200, { path }),
      ]);

      expect.soft(await syncedRows.of(book.id), 'rows').toHaveLength(1);
      expect(answers.map(({ synced_count }) => synced_count)).toEqual([1, 1, 1]);
    },
  );

  test(
    'syncs nothing of a book without guidelines, or says that there is nothing',
    { tag: ['@integration', '@db', '@s3', '@phase6', '@writes'] },
    async ({ learnlikemagic, book, documents, database }) => {
      const { id } = await book.create();
      const before = await documents.objects(id);

      const answer = await learnlikemagic.send(syncOfNothing, { path: { book_id: id } });

      await expect.soft(database).toHaveRowCount('teaching_guidelines', { book_id: id }, 0);
      expect.soft(await documents.objects(id), 'objects').toEqual(before);
      // Which of the two is not laid down.
      answer.as(answer.status);
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
