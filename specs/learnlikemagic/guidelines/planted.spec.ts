import type { ScriptedBook } from '../../../fixtures/learnlikemagic/guidelines.ts';
import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import { begins, defaultTopic, findsEnough } from '../../../fixtures/learnlikemagic/values.ts';

const time = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?/g;

/** Without what is a book's own: its id, the words of its pages, and times. */
const withoutOwn = ({ book, pages }: ScriptedBook, value: unknown): unknown => {
  const text = JSON.stringify(value).replaceAll(book.id, 'ID').replaceAll(time, 'TIME');
  return JSON.parse(pages.reduce((current, { key }, index) => current.replaceAll(key, `WORD ${String(index)}`), text));
};

test.describe('guidelines that a test starts from', () => {
  test(
    'cannot be told from those of a run: they read alike, and the next writes do the same to them',
    { tag: ['@integration', '@db', '@s3', '@llm', '@phase6', '@scripted', '@writes'] },
    async ({ learnlikemagic, scriptedBook, documents, syncedRows }) => {
      const [halves, thirds] = [scriptedBook.subtopic('Halves'), scriptedBook.subtopic('Thirds')];
      const ofHalves = { boundary: begins(halves), facts: findsEnough() };
      const ofThirds = { boundary: begins(thirds), facts: findsEnough({ examples_add: ['½ — आधा'] }) };
      const arranged = await scriptedBook.create([
        { ...ofHalves, generated: halves },
        { ...ofThirds, generated: thirds },
      ]);
      const made = await scriptedBook.create([ofHalves, ofThirds]);
      await learnlikemagic.generateGuidelines(200, { path: made.path, body: {}, llmCalls: 10 });

      const query = { topic_key: defaultTopic.topic_key };
      const stored = async (own: ScriptedBook): Promise<unknown> => withoutOwn(own, await documents.of(own.book.id));
      const read = async (own: ScriptedBook): Promise<unknown> => {
        const { path, book } = own;
        const books = await learnlikemagic.listReviewedBooks(200);
        const answers = [
          books.filter(({ book_id }) => book_id === book.id).map((entry) => ({ ...entry, title: 'TITLE' })),
          await learnlikemagic.listGuidelines(200, { path }),
          await learnlikemagic.getGuideline(200, { path: { ...path, ...query, subtopic_key: halves.key } }),
          await learnlikemagic.listTopics(200, { path }),
          await learnlikemagic.getSubtopic(200, { path: { ...path, subtopic_key: thirds.key }, query }),
          await learnlikemagic.getPageAssignments(200, { path }),
        ];
        return withoutOwn(own, answers);
      };
      const write = async (own: ScriptedBook): Promise<unknown> => {
        const { path } = own;
        const [first, second] = [
          { path: { ...path, subtopic_key: halves.key }, query },
          { path: { ...path, subtopic_key: thirds.key }, query },
        ];
        const answers = [
          await learnlikemagic.approveSubtopic(200, { ...first, body: { approved: true, reviewer_notes: 'Good' } }),
          await learnlikemagic.updateSubtopic(200, { ...second, body: { examples: ['⅓'] } }),
          await learnlikemagic.syncToDatabase(200, { path }),
          await learnlikemagic.approveGuidelines(200, { path }),
        ];
        return withoutOwn(own, answers);
      };
      const rows = async (own: ScriptedBook): Promise<unknown> => {
        const found = await syncedRows.of(own.book.id);
        return withoutOwn(
          own,
          found.map((row) => ({ ...row, id: 'ID', country: 'COUNTRY', board: 'BOARD' })),
        );
      };

      expect.soft(await stored(arranged), 'documents').toEqual(await stored(made));
      expect.soft(await read(arranged), 'answers that read').toEqual(await read(made));
      expect.soft(await write(arranged), 'answers that write').toEqual(await write(made));
      expect.soft(await stored(arranged), 'documents after the writes').toEqual(await stored(made));
      expect(await rows(arranged), 'rows').toEqual(await rows(made));
    },
  );
});
