import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  bookKeys,
  bookRowOf,
  clockTolerance,
  epochOf,
  Metadata,
  movesTo,
  objectKeys,
  pageKeys,
  refusedFields,
  storedPages,
} from '../../../fixtures/learnlikemagic/values.ts';

test.describe('PUT /admin/books/{book_id}/pages/{page_num}/approve', () => {
  test(
    'notes approval and its time on the page alone, and leaves the book as it is',
    {
      tag: ['@integration', '@db', '@s3', '@llm', '@slow', '@writes'],
      annotation: { type: 'plan', description: 'LLM-25' },
    },
    async ({ learnlikemagic, book: books, bookPage, database, storage }) => {
      const { id } = await books.create();
      await bookPage.create(id);
      await bookPage.create(id);
      const [first, second] = await storedPages(storage, id);
      const row = await database.row('books', { id });

      const answer = await learnlikemagic.approvePage.send({ path: { book_id: id, page_num: 2 } });
      const page = answer.as(200);

      expect(page).toEqual({ page_num: 2, status: 'approved' });
      const approved = { ...second, status: 'approved', approved_at: expect.any(String) };
      const pages = await storedPages(storage, id);
      expect(pages).toEqual([first, approved]);
      const [approvedAt = ''] = pages.flatMap(({ approved_at = [] }) => approved_at);
      const { last_updated, total_pages } = await storage.json(objectKeys.metadata(id), Metadata);
      for (const time of [approvedAt, last_updated]) {
        expect(Math.abs(epochOf(time) - answer.date)).toBeLessThan(clockTolerance);
      }
      expect(total_pages).toBe(2);
      await expect(storage).toHaveKeys(objectKeys.prefix(id), bookKeys(id, 2));
      await expect(database).toHaveRow('books', { id }, row);
      const read = await learnlikemagic.getPage(200, { path: { book_id: id, page_num: 2 } });
      expect(read).toMatchObject({ page_num: 2, status: 'approved', ocr_text: second?.text });
      const detail = await learnlikemagic.getBook(200, { path: { book_id: id } });
      expect(detail.pages).toEqual([
        { ...pageKeys(id, 1), status: 'pending_review', approved_at: null },
        { ...pageKeys(id, 2), status: 'approved', approved_at: approvedAt },
      ]);
    },
  );

  test(
    'refuses a page that is approved already, and keeps the time of its approval',
    { tag: ['@integration', '@s3', '@llm', '@slow', '@writes'] },
    async ({ learnlikemagic, book: books, bookPage, storage }) => {
      const { id } = await books.create();
      await bookPage.create(id);
      const path = { book_id: id, page_num: 1 };
      await learnlikemagic.approvePage(200, { path });
      const metadata = await storage.get(objectKeys.metadata(id));

      const error = await learnlikemagic.approvePage(400, { path });

      expect(error).toEqual({ detail: 'Page 1 is already approved' });
      const unchanged = { contentType: 'application/json', bytes: metadata.bytes };
      await expect(storage).toHaveObject(objectKeys.metadata(id), unchanged);
    },
  );

  test(
    'approves a page of a book of any status, which stays',
    { tag: ['@integration', '@db', '@llm', '@slow', '@writes'] },
    async ({ learnlikemagic, book: books, bookPage, database }) => {
      const { id } = await books.create();
      await bookPage.create(id);
      const path = { book_id: id };
      for (const status of movesTo('approved').slice(1)) {
        await learnlikemagic.updateBookStatus(200, { path, body: { status } });
      }
      const row = await database.row('books', { id });

      await learnlikemagic.approvePage(200, { path: { ...path, page_num: 1 } });

      expect(row.status).toBe('approved');
      await expect(database).toHaveRow('books', { id }, row);
      expect((await learnlikemagic.getBook(200, { path })).pages).toMatchObject([{ page_num: 1, status: 'approved' }]);
    },
  );

  test(
    'refuses unknown books and pages, and numbers that are not whole',
    { tag: ['@integration', '@db', '@s3', '@writes'] },
    async ({ learnlikemagic, book: books, run, database, storage }) => {
      const book = await books.create();
      const metadata = await storage.get(objectKeys.metadata(book.id));
      const unknown = run.name();

      const noPage = await learnlikemagic.approvePage(400, { path: { book_id: book.id, page_num: 1 } });
      const noBook = await learnlikemagic.approvePage(400, { path: { book_id: unknown, page_num: 1 } });
      const noNumber = await learnlikemagic.approvePage(422, { path: { book_id: unknown, page_num: 'one' } });

      expect(noPage).toEqual({ detail: `Page 1 not found for book ${book.id}` });
      expect(noBook).toEqual({ detail: `Book not found: ${unknown}` });
      expect(refusedFields(noNumber)).toEqual(['int_parsing at path.page_num']);
      const unchanged = { contentType: 'application/json', bytes: metadata.bytes };
      await expect(storage).toHaveObject(objectKeys.metadata(book.id), unchanged);
      await expect(database).toHaveRow('books', { id: book.id }, bookRowOf(book));
    },
  );
});
