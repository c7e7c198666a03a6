import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  begins,
  continues,
  findsEnough,
  firstOf,
  goodDescription,
  rowOf,
  stableSubtopics,
  topicsOf,
  uuid4,
} from '../../../fixtures/learnlikemagic/values.ts';

test.describe('POST /admin/books/{book_id}/generate-guidelines', () => {
  test(
    'finishes a subtopic after three pages that belong elsewhere',
    { tag: ['@integration', '@db', '@s3', '@llm', '@phase6', '@scripted', '@writes'] },
    async ({ learnlikemagic, scriptedBook, documents, model, database }) => {
      const [a, b, c, d] = [
        scriptedBook.subtopic('Halves'),
        scriptedBook.subtopic('Thirds'),
        scriptedBook.subtopic('Fourths'),
        scriptedBook.subtopic('Fifths'),
      ];
      const { book, path, pages } = await scriptedBook.create([
        { generated: a, facts: findsEnough() },
        { generated: a },
        { generated: b, facts: findsEnough() },
        { generated: c },
        { boundary: begins(d) },
        { boundary: continues(a) },
      ]);
      await model.answers({ purpose: 'description', match: a.title, content: goodDescription });
      const before = await documents.of(book.id);

      const result = await learnlikemagic.generateGuidelines(200, { path, body: { start_page: 5 }, llmCalls: 10 });

      const after = await documents.of(book.id);
      expect(before.shards.map(({ status }) => status)).toEqual(['open', 'open', 'open']);
      const known = after.shards.map(({ subtopic_key, status, version }) => ({ subtopic_key, status, version }));
      expect.soft(known, 'shards').toEqual([
        { subtopic_key: a.key, status: 'final', version: 4 },
        { subtopic_key: b.key, status: 'open', version: 1 },
        { subtopic_key: c.key, status: 'open', version: 1 },
        { subtopic_key: d.key, status: 'open', version: 1 },
      ]);
      expect.soft(after.shards[0]?.teaching_description, 'teaching description').toBe(goodDescription);
      expect.soft(after.index, 'index').toMatchObject({ topics: topicsOf(after.shards), version: 7 });
      const indexed = topicsOf([...before.shards, ...after.shards.slice(3)]);
      expect.soft(after.snapshots, 'snapshots of the index').toMatchObject([{ topics: indexed, version: 6 }]);
      const [boundary] = (await model.calls(String(pages[5]?.key))).filter(({ purpose }) => purpose === 'boundary');
      expect.soft(boundary?.user, 'what is open for the next page').toContain(`(${b.key})`);
      expect.soft(boundary?.user, 'what is finished for the next page').not.toContain(a.key);
      await expect.soft(database).toHaveRowCount('teaching_guidelines', { book_id: book.id }, 0);
      expect(result).toMatchObject({
        errors: [`Error processing page 6: Subtopic ${a.key} not found in open subtopics`],
      });
    },
  );

  test(
    'finishes on any model what three further pages did not go on with, and counts it',
    { tag: ['@integration', '@s3', '@llm', '@slow', '@phase6', '@writes'] },
    async ({ learnlikemagic, sortedBook, documents }) => {
      const names = ['Angles of a triangle', 'Prime numbers'];
      const { book, path } = await sortedBook.create(
        names.map((name) => ({ name })),
        3,
      );
      const before = await documents.of(book.id);

      const result = await learnlikemagic.generateGuidelines(200, { path, body: { start_page: 5 }, llmCalls: 7 });

      const { shards, index, pageIndex } = await documents.of(book.id);
      const stable = stableSubtopics(pageIndex.pages, 5);
      const left = shards.filter(({ status }) => status !== 'open');
      // The fifth page may go on with one of the two.
      expect(stable.length).toBeGreaterThan(0);
      expect
        .soft(left.map(({ topic_key, subtopic_key }) => `${topic_key}/${subtopic_key}`).sort())
        .toEqual(stable.sort());
      expect.soft(left.filter((shard) => shard.status === 'stable')).toEqual([]);
      expect.soft(left.filter((shard) => !shard.teaching_description?.trim())).toEqual([]);
      expect.soft(index.topics, 'index').toEqual(topicsOf(shards));
      expect(result).toMatchObject({
        pages_processed: 1,
        subtopics_created: shards.length - before.shards.length,
        subtopics_finalized: left.length,
      });
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
      const fillers = ['Next', 'Later'].map((name) => ({ generated: scriptedBook.subtopic(name) }));
      const { book, path } = await scriptedBook.create([
        ...gate.map(({ subtopic, facts }) => ({ generated: subtopic, facts })),
        ...fillers,
        { boundary: begins(scriptedBook.subtopic('Last')) },
      ]);
      for (const { subtopic, description } of gate)
        await model.answers({ purpose: 'description', match: subtopic.title, content: description });

      const result = await learnlikemagic.generateGuidelines(200, {
        path,
        body: { start_page: 9, auto_sync_to_db: true },
        llmCalls: 15,
      });

      const { shards, index } = await documents.of(book.id);
      expect.soft(result, 'answer').toMatchObject({ pages_processed: 1, errors: [] });
      const finished = shards
        .slice(0, 6)
        .map(({ status, version, ...shard }) => ({ status, version, text: shard.teaching_description }));
      const expected = gate.map(({ status, description }) => ({ status, version: 3, text: description }));
      expect.soft(finished, 'finished shards').toEqual(expected);
      expect.soft(shards.slice(6).map(({ status }) => status)).toEqual(['open', 'open', 'open']);
      expect.soft(index, 'index').toMatchObject({ topics: topicsOf(shards), version: 16 });
      const final = firstOf(shards, 'shard');
      expect(await syncedRows.of(book.id), 'rows').toEqual([
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
      const { book, path } = await scriptedBook.create([
        ...[second, cut, fewest, first].map((subtopic) => ({ generated: subtopic, facts: findsEnough() })),
        ...['Next', 'Later'].map((name) => ({ generated: scriptedBook.subtopic(name) })),
        { boundary: begins(scriptedBook.subtopic('Last')) },
      ]);
      await answerInTurn(second.title, 'Halves.', goodDescription);
      await answerInTurn(cut.title, eightLines.join('\n'));
      await answerInTurn(fewest.title, 'Halves.', oneLine);
      await answerInTurn(first.title, oneLine, 'Halves.');
      const callsFor = async (title: string): Promise<number> =>
        (await model.calls(title)).filter(({ purpose }) => purpose === 'description').length;
      const all = [second, cut, fewest, first].map(({ title }) => title);
      const before = await Promise.all(all.map(callsFor));

      await learnlikemagic.generateGuidelines(200, { path, body: { start_page: 7 }, llmCalls: 12 });

      const shards = (await documents.of(book.id)).shards.slice(0, 4);
      const kept = shards.map(({ teaching_description, status }) => ({ teaching_description, status }));
      expect.soft(kept, 'shards').toEqual([
        { teaching_description: goodDescription, status: 'final' },
        { teaching_description: eightLines.slice(0, 6).join('\n'), status: 'final' },
        { teaching_description: oneLine, status: 'needs_review' },
        { teaching_description: oneLine, status: 'needs_review' },
      ]);
      const after = await Promise.all(all.map(callsFor));
      expect(after.map((calls, index) => calls - (before[index] ?? 0))).toEqual([2, 1, 2, 2]);
    },
  );
});
