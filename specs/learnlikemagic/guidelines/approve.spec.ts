import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  clockTolerance,
  epochOf,
  firstOf,
  objectKeys,
  rowOf,
  topicsOf,
  uuid4,
  withStatus,
} from '../../../fixtures/learnlikemagic/values.ts';

/** In an order that does not depend on the collation of a database; a model may give two subtopics one title. */
const bySubtopicKey = (one: { subtopic_key: string | null }, other: { subtopic_key: string | null }): number =>
  String(one.subtopic_key) < String(other.subtopic_key) ? -1 : 1;

test.describe('PUT /admin/books/{book_id}/guidelines/approve', () => {
  test(
    'makes every guideline final and writes a row for each',
    {
      tag: ['@integration', '@db', '@s3', '@llm', '@slow', '@phase6', '@writes'],
      annotation: { type: 'plan', description: 'LLM-32' },
    },
    async ({ learnlikemagic, bookWithGuidelines, reviewedBook, documents, database, syncedRows }) => {
      const { book, path, guidelines } = await bookWithGuidelines.create();
      const neighbour = reviewedBook.book.id;
      const row = await database.row('books', { id: book.id });
      const [before, neighbours] = await Promise.all([documents.of(book.id), documents.objects(neighbour)]);
      const count = guidelines.length;

      const answer = await learnlikemagic.approveGuidelines.send({ path });

      const approved = before.shards.map((shard) => withStatus(shard, 'final'));
      const after = await documents.found(book.id);
      expect.soft(after.shards, 'shards').toEqual(approved);
      expect.soft(after.index, 'index').toEqual({
        book_id: book.id,
        topics: topicsOf(approved),
        version: before.index.version + count,
        last_updated: expect.any(String),
      });
      expect.soft(after.snapshots, 'snapshots of the index').toContainEqual(before.index);
      expect.soft(after.pageIndex, 'page index').toEqual(before.pageIndex);
      expect.soft(after.pageGuidelines, 'page guidelines').toEqual(before.pageGuidelines);
      const rows = await syncedRows.of(book.id);
      const expected = approved
        .map((shard) => ({ ...rowOf(book, shard), id: expect.stringMatching(uuid4), created_at: expect.any(String) }))
        .sort(bySubtopicKey);
      expect.soft(rows, 'rows').toEqual(expected);
      for (const { created_at } of rows)
        expect.soft(Math.abs(epochOf(String(created_at)) - answer.date), 'time of a row').toBeLessThan(clockTolerance);
      await expect.soft(database, 'row of the book').toHaveRow('books', { id: book.id }, row);
      expect.soft(await documents.objects(neighbour), 'objects of another book').toEqual(neighbours);
      expect.soft(await syncedRows.of(neighbour), 'rows of another book').toEqual([]);
      expect.soft(count, 'number of guidelines').toBeGreaterThan(0);
      expect(answer.as(200), 'answer').toEqual({
        book_id: book.id,
        status: 'approved',
        approved_count: count,
        synced_count: count,
        message: `Approved ${String(count)} guidelines and synced ${String(count)} to database`,
      });
    },
  );

  test(
    'approves nothing and adds no row when it is repeated',
    { tag: ['@integration', '@db', '@s3', '@llm', '@slow', '@phase6', '@writes'] },
    async ({ learnlikemagic, bookWithGuidelines, documents, syncedRows }) => {
      const { book, path, guidelines } = await bookWithGuidelines.create({ approved: 1 });
      const count = guidelines.length;
      const first = await learnlikemagic.approveGuidelines.send({ path });
      const [rows, before] = await Promise.all([syncedRows.of(book.id), documents.of(book.id)]);

      const second = await learnlikemagic.approveGuidelines.send({ path });

      expect.soft(await syncedRows.of(book.id), 'rows').toEqual(rows);
      const after = await documents.found(book.id);
      expect.soft(after.shards, 'shards').toEqual(before.shards);
      expect.soft(after.index, 'index').toMatchObject({ topics: before.index.topics });
      const repeated = {
        book_id: book.id,
        status: 'approved',
        approved_count: 0,
        synced_count: count,
        message: `Approved 0 guidelines and synced ${String(count)} to database`,
      };
      expect.soft(second.as(200), 'second answer').toEqual(repeated);
      expect(first.as(200), 'first answer').toMatchObject({ approved_count: count - 1, synced_count: count });
    },
  );

  test(
    'brings the row of a guideline up to date that was changed after its approval',
    { tag: ['@integration', '@db', '@s3', '@llm', '@slow', '@phase6', '@writes'] },
    async ({ learnlikemagic, bookWithGuidelines, documents, syncedRows }) => {
      const { book, path, guidelines } = await bookWithGuidelines.create({ pages: 1 });
      const { topic_key, subtopic_key } = firstOf(guidelines, 'guideline');
      await learnlikemagic.approveGuidelines(200, { path });
      const { id, created_at } = firstOf(await syncedRows.of(book.id), 'row');
      const changes = { teaching_description: 'Changed — बदला', examples: ['½'], assessments: [] };
      await learnlikemagic.updateSubtopic(200, {
        path: { ...path, subtopic_key },
        query: { topic_key },
        body: changes,
      });

      const again = await learnlikemagic.approveGuidelines.send({ path });

      const [shard] = (await documents.of(book.id)).shards;
      expect.soft(shard, 'shard').toMatchObject({ ...changes, status: 'final' });
      expect.soft(await syncedRows.of(book.id), 'rows').toEqual([{ ...(shard && rowOf(book, shard)), id, created_at }]);
      expect(again.as(200), 'answer').toMatchObject({ approved_count: 0, synced_count: 1 });
    },
  );

  test(
    'puts the guidelines into the curriculum, where a session can start from them',
    { tag: ['@integration', '@db', '@llm', '@slow', '@phase6', '@writes'] },
    async ({ learnlikemagic, bookWithGuidelines, student, goal, database }) => {
      const { book, path, guidelines } = await bookWithGuidelines.create();
      const { country, board, grade, subject } = book;
      const query = { country, board, grade };

      await learnlikemagic.approveGuidelines(200, { path });

      const { topic_title: topic } = firstOf(guidelines, 'guideline');
      const subjects = await learnlikemagic.getCurriculum(200, { query });
      expect.soft(subjects, 'subjects').toMatchObject({ subjects: [subject] });
      const titles = [...new Set(guidelines.map(({ topic_title }) => topic_title))].sort();
      const topics = await learnlikemagic.getCurriculum(200, { query: { ...query, subject } });
      expect.soft(topics, 'topics').toMatchObject({ topics: titles });
      const { subtopics } = await learnlikemagic.getCurriculum(200, { query: { ...query, subject, topic } });
      const rows = await database.rows('teaching_guidelines', { book_id: book.id, topic });
      expect.soft(subtopics, 'subtopics').toHaveLength(rows.length);
      const entries = rows.map(({ id, subtopic }) => ({ subtopic, guideline_id: id }));
      expect.soft(subtopics, 'subtopics').toEqual(expect.arrayContaining(entries));
      const row = firstOf(rows, 'row');
      const body = { student: student.build(), goal: goal.build(row) };
      const { session_id } = await learnlikemagic.createSession(200, { body });
      expect(await learnlikemagic.getSession(200, { path: { session_id } })).toMatchObject({ goal: body.goal });
    },
  );

  test(
    'counts what was not final yet, syncs all, and puts right an index that lags behind',
    { tag: ['@integration', '@db', '@s3', '@llm', '@phase6', '@writes'] },
    async ({ learnlikemagic, sortedBook, documents, syncedRows }) => {
      const { book, path, subtopics } = await sortedBook.create([
        { name: 'Thirds' },
        { name: 'Fourths', status: 'final' },
        { name: 'Fifths', status: 'needs_review' },
      ]);
      const { shards } = await documents.of(book.id);
      const { topic_key, subtopic_key } = firstOf(shards, 'shard');
      // An edit sets the status of the shard alone.
      await learnlikemagic.updateSubtopic(200, {
        path: { ...path, subtopic_key },
        query: { topic_key },
        body: { status: 'final' },
      });
      const before = await documents.of(book.id);

      const answer = await learnlikemagic.approveGuidelines.send({ path });

      const statuses = before.index.topics.flatMap((topic) => topic.subtopics.map(({ status }) => status));
      expect.soft(statuses, 'statuses of the index before').toEqual(['open', 'final', 'needs_review']);
      const expected = before.shards.map((shard) => (shard.status === 'final' ? shard : withStatus(shard, 'final')));
      const after = await documents.found(book.id);
      expect.soft(after.shards, 'shards').toEqual(expected);
      expect
        .soft(after.index, 'index')
        .toMatchObject({ topics: topicsOf(expected), version: before.index.version + 2 });
      expect.soft(after.snapshots, 'snapshots of the index').toContainEqual(before.index);
      const keys = (await syncedRows.of(book.id)).map((row) => row.subtopic_key);
      expect.soft(keys, 'rows').toEqual(subtopics.map(({ key }) => key).sort());
      expect(answer.as(200), 'answer').toMatchObject({ approved_count: 1, synced_count: 3 });
    },
  );

  test(
    'refuses a book without guidelines and writes nothing, and does not know a book that was never made',
    { tag: ['@integration', '@db', '@s3', '@phase6', '@writes'] },
    async ({ learnlikemagic, book, run, database, storage }) => {
      const { id } = await book.create();
      const unknown = run.name();

      const refusal = await learnlikemagic.approveGuidelines.send({ path: { book_id: id } });
      const noBook = await learnlikemagic.approveGuidelines.send({ path: { book_id: unknown } });

      await expect.soft(database).toHaveRowCount('teaching_guidelines', { book_id: unknown }, 0);
      await expect.soft(database).toHaveRowCount('teaching_guidelines', { book_id: id }, 0);
      await expect.soft(storage).toHaveKeys(objectKeys.prefix(id), [objectKeys.metadata(id)]);
      expect.soft(noBook.as(404)).toEqual({ detail: `Book not found: ${unknown}` });
      expect(refusal.as(404)).toEqual({ detail: `No guidelines found for book: ${id}` });
    },
  );
});
