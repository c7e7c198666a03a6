import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  bookIdOf,
  bookOf,
  bookRowOf,
  firstOf,
  Metadata,
  objectKeys,
  operations,
  refusedMoveDetail,
} from '../../../fixtures/learnlikemagic/values.ts';

test.describe('POST /admin/books', () => {
  test(
    'gives equal books that are created at the same time ids, rows and objects of their own',
    { tag: ['@integration', '@db', '@s3', '@writes'] },
    async ({ learnlikemagic, book: books, database, storage }) => {
      const draft = books.build();
      const id = bookIdOf(draft, 0);
      const ids = [id, ...[1, 2, 3, 4, 5].map((number) => `${id}_${String(number)}`)];

      const created = await Promise.all(ids.map(() => learnlikemagic.createBook(201, { body: draft })));

      expect(created.map((book) => book.id).sort()).toEqual(ids);
      for (const book of created) {
        expect(book).toMatchObject(bookOf(draft, book.id));
        await expect(database).toHaveRow('books', { id: book.id }, bookRowOf(book));
        const metadata = await storage.json(objectKeys.metadata(book.id), Metadata);
        expect(metadata).toMatchObject({ book_id: book.id, pages: [], total_pages: 0 });
      }
      await expect(storage).toHaveKeys(`books/${id}`, ids.map(objectKeys.metadata));
    },
  );

  test(
    'loses none of many different books that are created at the same time',
    { tag: ['@integration', '@db', '@s3', '@writes'] },
    async ({ learnlikemagic, book: books, run, database, storage }) => {
      const country = run.name();
      const drafts = Array.from({ length: 20 }, () => books.build({ country }));

      const created = await Promise.all(drafts.map((draft) => learnlikemagic.createBook(201, { body: draft })));

      expect(created).toMatchObject(drafts.map((draft) => bookOf(draft, bookIdOf(draft, 0))));
      const byId = (all: readonly { id: string }[]): Record<string, unknown> =>
        Object.fromEntries(all.map((one) => [one.id, one]));
      const list = await learnlikemagic.listBooks(200, { query: { country } });
      expect(list.total).toBe(20);
      expect(byId(list.books)).toEqual(byId(created));
      expect(byId(await database.rows('books', { country }))).toEqual(byId(created.map(bookRowOf)));
      await Promise.all(created.map(({ id }) => storage.json(objectKeys.metadata(id), Metadata)));
    },
  );
});

test.describe('PUT /admin/books/{book_id}/status', () => {
  test(
    'makes a move once when it is asked for many times at once, and refuses the others',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ learnlikemagic, book: books, database }) => {
      const { id } = await books.create();
      const path = { book_id: id };
      const status = 'uploading_pages';

      const answers = await Promise.all(
        Array.from({ length: 8 }, () => learnlikemagic.send(operations.updateBookStatus, { path, body: { status } })),
      );

      const moved = answers.filter((answer) => answer.status === 200).map((answer) => answer.as(200));
      const refused = answers.filter((answer) => answer.status !== 200).map((answer) => answer.as(400));
      expect(moved).toHaveLength(1);
      expect(refused).toEqual(Array(7).fill({ detail: refusedMoveDetail(status, status) }));
      await expect(database).toHaveRow('books', { id }, bookRowOf(firstOf(moved, 'move')));
    },
  );
});
