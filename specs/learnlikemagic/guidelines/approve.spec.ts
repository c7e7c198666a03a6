import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  begins,
  clockTolerance,
  defaultTopic,
  epochOf,
  findsEnough,
  firstOf,
  objectKeys,
  rowOf,
  topicsOf,
  uuid4,
  withStatus,
} from '../../../fixtures/learnlikemagic/values.ts';

/** In an order that does not depend on the collation of a database; a model may give two subtopics one title. */
const bySubtopicKey = (one: { subtopic_key: string | null }, other: { subtopic_key: string | null }): number =>
  String(one.subtopic_key).localeCompare(String(other.subtopic_key));

test.describe('PUT /admin/books/{book_id}/guidelines/approve', () => {
  test(
    'makes every guideline final and writes a row for each',
    {
      tag: ['@integration', '@db', '@s3', '@llm', '@slow', '@phase6', '@writes'],
      annotation: { type: 'plan', description: 'LLM-32' },
    },
    async ({ learnlikemagic, bookWithGuidelines, documents, database, syncedRows }) => {
      const { book, guidelines } = await bookWithGuidelines.create();
      const path = { book_id: book.id };
      const shards = await documents.shards(book.id);
      const index = await documents.index(book.id);
      const count = guidelines.length;

      const answer = await learnlikemagic.approveGuidelines.send({ path });

      expect(answer.as(200)).toEqual({
        book_id: book.id,
        status: 'approved',
        approved_count: count,
        synced_count: count,
        message: `Approved ${String(count)} guidelines and synced ${String(count)} to database`,
      });
      const approved = shards.map((shard) => withStatus(shard, 'final'));
      expect(await documents.shards(book.id)).toEqual(approved);
      expect(await documents.index(book.id)).toEqual({
        book_id: book.id,
        topics: topicsOf(approved),
        version: index.version + count,
        last_updated: expect.any(String),
      });
      expect(await documents.snapshot(book.id, index.version)).toEqual(index);
      const rows = await syncedRows.of(book.id);
      const expected = approved
        .map((shard) => ({ ...rowOf(book, shard), id: expect.stringMatching(uuid4), created_at: expect.any(String) }))
        .sort(bySubtopicKey);
      expect(rows.sort(bySubtopicKey)).toEqual(expected);
      expect(count).toBeGreaterThan(0);
      for (const { created_at } of rows)
        expect(Math.abs(epochOf(created_at) - answer.date)).toBeLessThan(clockTolerance);
      expect(await database.row('books', { id: book.id })).toMatchObject({ status: 'uploading_pages' });
    },
  );

  test(
    'approves nothing and adds no row when it is repeated',
    { tag: ['@integration', '@db', '@s3', '@llm', '@slow', '@phase6', '@writes'] },
    async ({ learnlikemagic, bookWithGuidelines, documents, syncedRows }) => {
      const { book, guidelines } = await bookWithGuidelines.create();
      const path = { book_id: book.id };
      const count = guidelines.length;
      const first = await learnlikemagic.approveGuidelines(200, { path });
      const [rows, shards, index] = [
        await syncedRows.of(book.id),
        await documents.shards(book.id),
        await documents.index(book.id),
      ];

      const second = await learnlikemagic.approveGuidelines(200, { path });

      expect(first).toMatchObject({ approved_count: count, synced_count: count });
      expect(second).toEqual({
        book_id: book.id,
        status: 'approved',
        approved_count: 0,
        synced_count: count,
        message: `Approved 0 guidelines and synced ${String(count)} to database`,
      });
      expect(await syncedRows.of(book.id)).toEqual(rows);
      expect(await documents.shards(book.id)).toEqual(shards);
      expect(await documents.index(book.id)).toMatchObject({ topics: index.topics, version: index.version });
    },
  );

  test(
    'puts the guidelines into the curriculum, where a session can start from them',
    { tag: ['@integration', '@db', '@llm', '@slow', '@phase6', '@writes'] },
    async ({ learnlikemagic, bookWithGuidelines, student, goal, database }) => {
      const { book, guidelines } = await bookWithGuidelines.create();
      const { country, board, grade, subject } = book;
      const query = { country, board, grade };

      await learnlikemagic.approveGuidelines(200, { path: { book_id: book.id } });

      const { topic_title: topic } = firstOf(guidelines, 'guideline');
      expect(await learnlikemagic.getCurriculum(200, { query })).toMatchObject({ subjects: [subject] });
      const titles = [...new Set(guidelines.map(({ topic_title }) => topic_title))].sort();
      expect(await learnlikemagic.getCurriculum(200, { query: { ...query, subject } })).toMatchObject({
        topics: titles,
      });
      const { subtopics } = await learnlikemagic.getCurriculum(200, { query: { ...query, subject, topic } });
      const rows = await database.rows('teaching_guidelines', { book_id: book.id, topic });
      expect(subtopics).toHaveLength(rows.length);
      expect(subtopics).toEqual(
        expect.arrayContaining(rows.map(({ id, subtopic }) => ({ subtopic, guideline_id: id }))),
      );
      const row = firstOf(rows, 'row');
      const body = { student: student.build(), goal: goal.build(row) };
      const { session_id } = await learnlikemagic.createSession(200, { body });
      expect(await learnlikemagic.getSession(200, { path: { session_id } })).toMatchObject({ goal: body.goal });
    },
  );

  test(
    'counts what was not final yet, syncs all, and puts right an index that lags behind',
    { tag: ['@integration', '@db', '@s3', '@llm', '@phase6', '@scripted', '@writes'] },
    async ({ learnlikemagic, scriptedBook, documents, syncedRows }) => {
      const [edited, approved, rejected] = [
        scriptedBook.subtopic('Thirds'),
        scriptedBook.subtopic('Fourths'),
        scriptedBook.subtopic('Fifths'),
      ];
      const { book, path } = await scriptedBook.create(
        [edited, approved, rejected].map((one) => ({ boundary: begins(one), facts: findsEnough() })),
      );
      await learnlikemagic.generateGuidelines(200, { path, body: {}, llmCalls: 15 });
      const query = { topic_key: defaultTopic.topic_key };
      await learnlikemagic.updateSubtopic(200, {
        path: { ...path, subtopic_key: edited.key },
        query,
        body: { status: 'final' },
      });
      await learnlikemagic.approveSubtopic(200, {
        path: { ...path, subtopic_key: approved.key },
        query,
        body: { approved: true },
      });
      await learnlikemagic.approveSubtopic(200, {
        path: { ...path, subtopic_key: rejected.key },
        query,
        body: { approved: false },
      });
      const before = await documents.index(book.id);

      const answer = await learnlikemagic.approveGuidelines(200, { path });

      expect(before.topics[0]?.subtopics.map(({ status }) => status)).toEqual(['open', 'final', 'needs_review']);
      expect(answer).toMatchObject({ approved_count: 1, synced_count: 3 });
      const shards = await documents.shards(book.id);
      expect(shards.map(({ status, version }) => `${status} ${String(version)}`)).toEqual([
        'final 2',
        'final 2',
        'final 3',
      ]);
      expect(await documents.index(book.id)).toMatchObject({ topics: topicsOf(shards), version: before.version + 2 });
      expect(await documents.snapshot(book.id, before.version)).toEqual(before);
      expect(await syncedRows.of(book.id)).toHaveLength(3);
    },
  );

  test(
    'refuses a book without guidelines and writes nothing, and does not know a book that was never made',
    { tag: ['@integration', '@db', '@s3', '@phase6', '@writes'] },
    async ({ learnlikemagic, book, run, database, storage }) => {
      const { id } = await book.create();
      const unknown = run.name();

      const refusal = await learnlikemagic.approveGuidelines(404, { path: { book_id: id } });
      const noBook = await learnlikemagic.approveGuidelines(404, { path: { book_id: unknown } });

      expect(refusal).toEqual({ detail: `No guidelines found for book: ${id}` });
      expect(noBook).toEqual({ detail: `Book not found: ${unknown}` });
      await expect(database).toHaveRowCount('teaching_guidelines', { book_id: unknown }, 0);
      await expect(database).toHaveRowCount('teaching_guidelines', { book_id: id }, 0);
      await expect(storage).toHaveKeys(objectKeys.prefix(id), [objectKeys.metadata(id)]);
    },
  );
});
