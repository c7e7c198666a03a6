import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  bookOf,
  bookRowOf,
  bookStatuses,
  epochOf,
  movesTo,
  refusedFields,
  refusedMoveDetail,
  refusedMoves,
} from '../../../fixtures/learnlikemagic/values.ts';

test.describe('PUT /admin/books/{book_id}/status', () => {
  test(
    'moves a book through every allowed status, and from review back to complete pages',
    { tag: ['@integration', '@db', '@writes'], annotation: { type: 'plan', description: 'LLM-19' } },
    async ({ learnlikemagic, book: books, database }) => {
      const draft = books.build();
      const created = await learnlikemagic.createBook(201, { body: draft });
      const { id, created_at } = created;
      const toReview = movesTo('guidelines_pending_review');
      const moves = [...toReview, ...movesTo('approved').slice(1)];
      const times = [created.updated_at];

      for (const status of moves) {
        const book = await learnlikemagic.updateBookStatus(200, { path: { book_id: id }, body: { status } });
        expect
          .soft(book, `the answer, ${status}`)
          .toEqual({ ...bookOf(draft, id, status), created_at, updated_at: expect.any(String) });
        await expect.soft(database, `the row, ${status}`).toHaveRow('books', { id }, bookRowOf(book));
        times.push(book.updated_at);
      }

      const increasing = times.toSorted((one, other) => epochOf(one) - epochOf(other));
      expect(times).toEqual(increasing);
      expect(new Set(times).size).toBe(moves.length + 1);
    },
  );

  test(
    'refuses every other move from each status',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ learnlikemagic, book: books, database }) => {
      const { id } = await books.create();
      const path = { book_id: id };

      for (const from of bookStatuses) {
        for (const status of movesTo(from).slice(-1)) {
          await learnlikemagic.updateBookStatus(200, { path, body: { status } });
        }
        const before = await database.row('books', { id });
        expect(before).toMatchObject({ id, status: from });
        for (const status of refusedMoves(from)) {
          const error = await learnlikemagic.updateBookStatus(400, { path, body: { status } });
          expect.soft(error, 'the answer').toEqual({ detail: refusedMoveDetail(from, status) });
        }
        await expect.soft(database, `the row, ${from}`).toHaveRow('books', { id }, before);
      }
    },
  );

  test(
    'refuses a word that is no status',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ learnlikemagic, book: books, database }) => {
      const { id } = await books.create();
      const before = await database.row('books', { id });

      // The first is the plan's own word, which the release does not have (contract f, row 17).
      for (const status of ['processing', '', 'Uploading_Pages', ' uploading_pages', 'uploading_pages|approved']) {
        const error = await learnlikemagic.updateBookStatus(422, { path: { book_id: id }, body: { status } });
        expect(refusedFields(error), `for "${status}"`).toEqual(['string_pattern_mismatch at body.status']);
      }

      await expect(database).toHaveRow('books', { id }, before);
    },
  );

  test(
    'does not know a book that was never made, but looks at the word first',
    { tag: ['@integration', '@writes'] },
    async ({ learnlikemagic, run }) => {
      const book_id = run.name();

      const unknown = await learnlikemagic.updateBookStatus(404, {
        path: { book_id },
        body: { status: 'uploading_pages' },
      });
      const wrongWord = await learnlikemagic.updateBookStatus(422, {
        path: { book_id },
        body: { status: 'processing' },
      });

      expect(unknown).toEqual({ detail: `Book not found: ${book_id}` });
      expect(refusedFields(wrongWord)).toEqual(['string_pattern_mismatch at body.status']);
    },
  );
});
