import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  clockTolerance,
  epochOf,
  firstOf,
  objectKeys,
  refusedFields,
  rowOf,
  topicsOf,
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
      const { book, path, guidelines } = await bookWithGuidelines.create();
      const { topic_key, subtopic_key } = firstOf(guidelines, 'guideline');
      const request = { path: { ...path, subtopic_key }, query: { topic_key } };
      const before = await documents.of(book.id);
      const [, ...others] = before.shards;
      const shard = firstOf(before.shards, 'shard');
      const teaching_description = 'Updated teaching description: ½ of a \u{1F4D8}, à l’école';
      const body = { teaching_description, sorted_facts: ['Updated fact 1', 'Updated fact 2'] };

      const answer = await learnlikemagic.updateSubtopic.send({ ...request, body });

      const version = shard.version + 1;
      const after = await documents.found(book.id);
      expect.soft(after.shards, 'shards').toEqual([{ ...shard, teaching_description, version }, ...others]);
      expect.soft(after.index, 'index').toEqual(before.index);
      expect.soft(after.pageIndex, 'page index').toEqual(before.pageIndex);
      await expect.soft(database).toHaveRowCount('teaching_guidelines', { book_id: book.id }, 0);
      const updated = answer.as(200);
      expect.soft(updated, 'answer').toEqual({
        message: 'Guideline updated successfully',
        version,
        updated_at: expect.any(String),
      });
      expect.soft(Math.abs(epochOf(updated.updated_at) - answer.date), 'time').toBeLessThan(clockTolerance);
      expect(await learnlikemagic.getSubtopic(200, request)).toMatchObject({ teaching_description, version });
    },
  );

  test(
    'applies each field alone and only the fields that are sent',
    { tag: ['@integration', '@s3', '@llm', '@slow', '@phase6', '@writes'] },
    async ({ learnlikemagic, bookWithGuidelines, documents, storage }) => {
      const { book, path, guidelines } = await bookWithGuidelines.create({ pages: 1 });
      const { topic_key, subtopic_key } = firstOf(guidelines, 'guideline');
      const request = { path: { ...path, subtopic_key }, query: { topic_key } };
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

      for (const edit of edits) {
        const [before] = (await documents.of(book.id)).shards;
        const { version } = await learnlikemagic.updateSubtopic(200, { ...request, body: edit });
        const after = await documents.found(book.id);
        const change = `after ${JSON.stringify(edit)}`;
        expect.soft(version, `version ${change}`).toBe((before?.version ?? 0) + 1);
        expect.soft(after.shards, `shard ${change}`).toEqual([{ ...before, ...edit, version }]);
      }

      const { bytes } = await storage.get(objectKeys.shard(book.id, topic_key, subtopic_key));
      expect.soft(bytes.toString('utf8'), 'form of the document').toMatch(/^\{\n {2}"[\x20-\x7e\n]*\}\s*$/);
      expect(await storage.get(objectKeys.index(book.id)), 'index').toEqual(index);
    },
  );

  test(
    'keeps the edits of two reviewers who save at the same time',
    { tag: ['@integration', '@s3', '@llm', '@slow', '@phase6', '@writes'] },
    async ({ learnlikemagic, bookWithGuidelines, documents }) => {
      const { book, path, guidelines } = await bookWithGuidelines.create({ pages: 1 });
      const { topic_key, subtopic_key } = firstOf(guidelines, 'guideline');
      const request = { path: { ...path, subtopic_key }, query: { topic_key } };
      const before = firstOf((await documents.of(book.id)).shards, 'shard');
      const edits = [
        { teaching_description: 'From the first reviewer' },
        { objectives: ['From the second reviewer'] },
        { examples: ['From the third reviewer'] },
        { misconceptions: ['From the fourth reviewer'] },
      ];

      const answers = await Promise.all(edits.map((body) => learnlikemagic.updateSubtopic(200, { ...request, body })));

      const after = await documents.found(book.id);
      const edited = Object.assign({}, ...edits) as object;
      expect.soft(after.shards, 'shard').toEqual([{ ...before, ...edited, version: before.version + 4 }]);
      expect(answers.map(({ version }) => version - before.version).sort()).toEqual([1, 2, 3, 4]);
    },
  );

  test(
    'loses neither an edit nor a decision to a bulk approval and a sync at the same time',
    { tag: ['@integration', '@db', '@s3', '@llm', '@phase6', '@writes'] },
    async ({ learnlikemagic, sortedBook, documents, syncedRows }) => {
      const names = ['Halves', 'Thirds', 'Fourths'].map((name) => ({ name }));
      const { book, path } = await sortedBook.create(names);
      const { shards } = await documents.of(book.id);
      const requestOf = (
        index: number,
      ): { path: { book_id: string; subtopic_key: string }; query: { topic_key: string } } => {
        const { topic_key, subtopic_key } = firstOf(shards.slice(index), 'shard');
        return { path: { ...path, subtopic_key }, query: { topic_key } };
      };
      const teaching_description = 'From the editor';

      await Promise.all([
        learnlikemagic.updateSubtopic(200, { ...requestOf(0), body: { teaching_description } }),
        learnlikemagic.approveGuidelines(200, { path }),
        learnlikemagic.approveSubtopic(200, { ...requestOf(1), body: { approved: true, reviewer_notes: 'Read' } }),
        learnlikemagic.syncToDatabase(200, { path }),
        learnlikemagic.approveGuidelines(200, { path }),
      ]);

      const after = await documents.of(book.id);
      // Who came first decides on versions; nothing that was sent is lost.
      expect.soft(after.shards, 'shards').toMatchObject([
        { status: 'final', teaching_description },
        { status: 'final', evidence_summary: 'Reviewer Notes: Read' },
        { status: 'final', teaching_description: null },
      ]);
      expect.soft(after.index.topics, 'index').toEqual(topicsOf(after.shards));
      const keys = (await syncedRows.of(book.id)).map((row) => row.subtopic_key);
      expect.soft(keys, 'rows').toEqual(after.shards.map((shard) => shard.subtopic_key).sort());
      await learnlikemagic.approveGuidelines(200, { path });
      const rows = await syncedRows.of(book.id);
      expect(rows, 'rows after one more approval').toMatchObject(
        [...after.shards]
          .sort((one, other) => (one.subtopic_key < other.subtopic_key ? -1 : 1))
          .map((shard) => rowOf(book, shard)),
      );
    },
  );

  test(
    'refuses fields of a wrong type and unknown keys, and changes nothing',
    { tag: ['@integration', '@s3', '@llm', '@slow', '@phase6', '@writes'] },
    async ({ learnlikemagic, bookWithGuidelines, documents, storage, run }) => {
      const { book, path: bookPath, guidelines } = await bookWithGuidelines.create({ pages: 1 });
      const { topic_key, subtopic_key } = firstOf(guidelines, 'guideline');
      const path = { ...bookPath, subtopic_key };
      const body = { teaching_description: 'Never stored' };
      const unknown = run.name();
      const before = await documents.objects(book.id);

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

      expect
        .soft(refusedFields(wrong))
        .toEqual([
          'list_type at body.objectives',
          'string_type at body.examples.0',
          'string_type at body.teaching_description',
        ]);
      expect.soft(refusedFields(noTopicKey)).toEqual(['missing at query.topic_key']);
      expect.soft(noSubtopic.detail).toMatch(/^Subtopic guideline not found: \S/);
      expect.soft(noTopic.detail).toMatch(/^Subtopic guideline not found: \S/);
      expect.soft(noBook).toEqual({ detail: 'Book not found' });
      expect.soft(await documents.objects(book.id), 'objects').toEqual(before);
      await expect(storage).toHaveKeys(objectKeys.prefix(unknown), []);
    },
  );
});
