import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  begins,
  continues,
  defaultTopic,
  findsEnough,
  goodDescription,
  objectKeys,
  rowOf,
  topicsOf,
  uuid4,
} from '../../../fixtures/learnlikemagic/values.ts';

test.describe('POST /admin/books/{book_id}/generate-guidelines', () => {
  test(
    'finishes a subtopic after three pages that belong elsewhere',
    { tag: ['@integration', '@db', '@s3', '@llm', '@phase6', '@scripted', '@writes'] },
    async ({ learnlikemagic, scriptedBook, documents, storage, model, database }) => {
      const [a, b, c, d] = [
        scriptedBook.subtopic('Halves'),
        scriptedBook.subtopic('Thirds'),
        scriptedBook.subtopic('Fourths'),
        scriptedBook.subtopic('Fifths'),
      ];
      const { book, path, pages } = await scriptedBook.create([
        { boundary: begins(a), facts: findsEnough() },
        { boundary: continues(a) },
        { boundary: begins(b) },
        { boundary: begins(c) },
        { boundary: begins(d) },
        { boundary: continues(a) },
      ]);
      await model.answers({ purpose: 'description', match: a.title, content: goodDescription });
      const before = await learnlikemagic.generateGuidelines(200, { path, body: { end_page: 4 }, llmCalls: 20 });
      const open = await documents.shards(book.id);

      const result = await learnlikemagic.generateGuidelines(200, { path, body: { start_page: 5 }, llmCalls: 10 });

      expect(before).toMatchObject({ pages_processed: 4, subtopics_finalized: 0 });
      expect(open.map(({ status }) => status)).toEqual(['open', 'open', 'open']);
      expect(result).toMatchObject({
        pages_processed: 1,
        subtopics_created: 1,
        subtopics_finalized: 1,
        errors: [`Error processing page 6: Subtopic ${a.key} not found in open subtopics`],
      });
      const shards = await documents.shards(book.id);
      expect(shards.map(({ subtopic_key, status, version }) => ({ subtopic_key, status, version }))).toEqual([
        { subtopic_key: a.key, status: 'final', version: 4 },
        { subtopic_key: b.key, status: 'open', version: 1 },
        { subtopic_key: c.key, status: 'open', version: 1 },
        { subtopic_key: d.key, status: 'open', version: 1 },
      ]);
      expect(shards[0]?.teaching_description).toBe(goodDescription);
      expect(await documents.index(book.id)).toMatchObject({ topics: topicsOf(shards), version: 7 });
      const snapshot = await documents.snapshot(book.id, 6);
      expect(snapshot).toMatchObject({ topics: topicsOf([...open, ...shards.slice(3)]), version: 6 });
      await expect(storage).toHaveKeys(`${objectKeys.guidelines(book.id)}snapshots/`, [
        objectKeys.indexSnapshot(book.id, 6),
      ]);
      const [boundary] = (await model.calls(String(pages[5]?.key))).filter(({ purpose }) => purpose === 'boundary');
      expect(boundary?.user).toContain(`(${b.key})`);
      expect(boundary?.user).not.toContain(a.key);
      await expect(database).toHaveRowCount('teaching_guidelines', { book_id: book.id }, 0);
    },
  );

  test(
    'lets the quality gate decide between final and review, and syncs only what is final',
    { tag: ['@integration', '@db', '@s3', '@llm', '@phase6', '@scripted', '@writes'] },
    async ({ learnlikemagic, scriptedBook, documents, model, syncedRows }) => {
      const shortDescription = ['Explain what halves mean.', 'Show how to halve an 8.', 'Practice with numbers.'];
      const gate = [
        { name: 'Enough', facts: findsEnough(), description: goodDescription, status: 'final' },
        { name: 'One objective', facts: findsEnough({ objectives_add: ['Halves a number'] }), status: 'needs_review' },
        { name: 'No example', facts: findsEnough({ examples_add: [] }), status: 'needs_review' },
        { name: 'No misconception', facts: findsEnough({ misconceptions_add: [] }), status: 'needs_review' },
        { name: 'No assessment', facts: findsEnough({ assessments_add: [] }), status: 'needs_review' },
        { name: 'Short text', facts: findsEnough(), description: shortDescription.join('\n'), status: 'needs_review' },
      ].map((one) => ({ description: goodDescription, ...one, subtopic: scriptedBook.subtopic(one.name) }));
      const fillers = ['Next', 'Later', 'Last'].map((name) => ({ boundary: begins(scriptedBook.subtopic(name)) }));
      const { book, path } = await scriptedBook.create([
        ...gate.map(({ subtopic, facts }) => ({ boundary: begins(subtopic), facts })),
        ...fillers,
      ]);
      for (const { subtopic, description } of gate)
        await model.answers({ purpose: 'description', match: subtopic.title, content: description });

      const result = await learnlikemagic.generateGuidelines(200, {
        path,
        body: { auto_sync_to_db: true },
        llmCalls: 45,
      });

      expect(result).toMatchObject({ pages_processed: 9, subtopics_created: 9, subtopics_finalized: 6, errors: [] });
      const shards = await documents.shards(book.id);
      expect(
        shards
          .slice(0, 6)
          .map(({ status, version, ...shard }) => ({ status, version, text: shard.teaching_description })),
      ).toEqual(gate.map(({ status, description }) => ({ status, version: 3, text: description })));
      expect(shards.slice(6).map(({ status }) => status)).toEqual(['open', 'open', 'open']);
      expect(await documents.index(book.id)).toMatchObject({ topics: topicsOf(shards), version: 16 });
      const final = await documents.shard(book.id, defaultTopic.topic_key, String(gate[0]?.subtopic.key));
      expect(await syncedRows.of(book.id)).toEqual([
        { ...rowOf(book, final), id: expect.stringMatching(uuid4), created_at: expect.any(String) },
      ]);
    },
  );

  test(
    'keeps the better of two teaching descriptions, of six lines at most',
    { tag: ['@integration', '@s3', '@llm', '@phase6', '@scripted', '@writes'] },
    async ({ learnlikemagic, scriptedBook, documents, model }) => {
      const [second, cut, fewest, first] = [
        scriptedBook.subtopic('Second is good'),
        scriptedBook.subtopic('Eight lines'),
        scriptedBook.subtopic('Second has fewer faults'),
        scriptedBook.subtopic('First has fewer faults'),
      ];
      const oneLine = 'Explain to the students what the parts of a fraction mean.';
      const eightLines = Array.from({ length: 8 }, (_, line) => `Explain to the students part ${String(line)} of it.`);
      const answerInTurn = async (title: string, ...contents: string[]): Promise<void> => {
        for (const content of contents)
          await model.answers({ purpose: 'description', match: title, content, times: 1 });
      };
      await answerInTurn(second.title, 'Halves.', goodDescription);
      await answerInTurn(cut.title, eightLines.join('\n'));
      await answerInTurn(fewest.title, 'Halves.', oneLine);
      await answerInTurn(first.title, oneLine, 'Halves.');
      const { book, path } = await scriptedBook.create([
        ...[second, cut, fewest, first].map((subtopic) => ({ boundary: begins(subtopic), facts: findsEnough() })),
        ...['Next', 'Later', 'Last'].map((name) => ({ boundary: begins(scriptedBook.subtopic(name)) })),
      ]);

      await learnlikemagic.generateGuidelines(200, { path, body: {}, llmCalls: 35 });

      const shards = (await documents.shards(book.id)).slice(0, 4);
      expect(shards.map(({ teaching_description, status }) => ({ teaching_description, status }))).toEqual([
        { teaching_description: goodDescription, status: 'final' },
        { teaching_description: eightLines.slice(0, 6).join('\n'), status: 'final' },
        { teaching_description: oneLine, status: 'needs_review' },
        { teaching_description: oneLine, status: 'needs_review' },
      ]);
      const attempts = await Promise.all([second, cut, fewest, first].map(({ title }) => model.calls(title)));
      expect(attempts.map((calls) => calls.filter(({ purpose }) => purpose === 'description').length)).toEqual([
        2, 1, 2, 2,
      ]);
    },
  );
});
