import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  bookKeys,
  bookRowOf,
  epochOf,
  Metadata,
  objectKeys,
  refusedFields,
  renumbered,
  storedPages,
} from '../../../fixtures/learnlikemagic/values.ts';

test.describe('DELETE /admin/books/{book_id}/pages/{page_num}', () => {
  test(
    'removes image, text and entry of the only page, and leaves the book as it is',
    {
      tag: ['@integration', '@db', '@s3', '@llm', '@slow', '@writes'],
      annotation: { type: 'plan', description: 'LLM-26' },
    },
    async ({ learnlikemagic, book: books, bookPage, database, storage }) => {
      const { id } = await books.create();
      const path = { book_id: id, page_num: 1 };
      await bookPage.create(id);
      const row = await database.row('books', { id });
      const before = await storage.json(objectKeys.metadata(id), Metadata);

      await learnlikemagic.deletePage(204, { path });

      await expect(storage).toHaveKeys(objectKeys.prefix(id), bookKeys(id, 0));
      const after = await storage.json(objectKeys.metadata(id), Metadata);
      expect(after).toEqual({ book_id: id, pages: [], total_pages: 0, last_updated: expect.any(String) });
      expect(epochOf(after.last_updated)).toBeGreaterThan(epochOf(before.last_updated));
      expect(row.status).toBe('uploading_pages');
      await expect(database).toHaveRow('books', { id }, row);
      const gone = { detail: `Page 1 not found for book ${id}` };
      expect(await learnlikemagic.getPage(404, { path })).toEqual(gone);
      expect(await learnlikemagic.deletePage(400, { path })).toEqual(gone);
    },
  );

  test(
    'renumbers the pages behind it, each with its own image, text, status and time of approval, also after the next upload',
    {
      tag: ['@integration', '@db', '@s3', '@llm', '@slow', '@writes'],
    },
    async ({ learnlikemagic, book: books, bookPage, storage }) => {
      const { id } = await books.create();
      const path = { book_id: id };
      for (const heading of ['Page One', 'Page Two', 'Page Three', 'Page Four']) await bookPage.create(id, { heading });
      await learnlikemagic.approvePage(200, { path: { ...path, page_num: 1 } });
      await learnlikemagic.approvePage(200, { path: { ...path, page_num: 3 } });
      const before = await storedPages(storage, id);

      await learnlikemagic.deletePage(204, { path: { ...path, page_num: 2 } });

      const left = renumbered(id, before.toSpliced(1, 1));
      expect(await storedPages(storage, id)).toEqual(left);
      await expect(storage).toHaveKeys(objectKeys.prefix(id), bookKeys(id, 3));
      expect(await storage.json(objectKeys.metadata(id), Metadata)).toMatchObject({ total_pages: 3 });
      for (const { page_num, status, text } of left) {
        const page = await learnlikemagic.getPage(200, { path: { ...path, page_num } });
        expect(page).toMatchObject({ page_num, status, ocr_text: text });
      }

      const next = await bookPage.create(id, { heading: 'Page Five' });
      expect(next.page_num).toBe(4);
      const pages = await storedPages(storage, id);
      expect(pages).toMatchObject([...left, { page_num: 4, status: 'pending_review', text: next.ocr_text }]);
      expect(pages.slice(0, 3)).toEqual(left);
      expect(next.ocr_text).toContain(next.image.word);
      await expect(storage).toHaveKeys(objectKeys.prefix(id), bookKeys(id, 4));
    },
  );

  test(
    'renumbers after the first page and leaves numbers alone after the last',
    { tag: ['@integration', '@s3', '@llm', '@slow', '@writes'] },
    async ({ learnlikemagic, book: books, bookPage, storage }) => {
      const { id } = await books.create();
      for (const heading of ['Page One', 'Page Two', 'Page Three']) await bookPage.create(id, { heading });
      const [, second, third] = await storedPages(storage, id);
      const left = [second, third].filter((page) => page !== undefined);
      expect(left).toHaveLength(2);

      await learnlikemagic.deletePage(204, { path: { book_id: id, page_num: 1 } });
      expect(await storedPages(storage, id)).toEqual(renumbered(id, left));

      await learnlikemagic.deletePage(204, { path: { book_id: id, page_num: 2 } });
      expect(await storedPages(storage, id)).toEqual(renumbered(id, left.slice(0, 1)));
      await expect(storage).toHaveKeys(objectKeys.prefix(id), bookKeys(id, 1));
    },
  );

  test(
    'keeps the pages in order when their numbers have two digits',
    { tag: ['@integration', '@s3', '@llm', '@slow', '@writes'] },
    async ({ learnlikemagic, book: books, bookPage, storage }) => {
      const { id } = await books.create();
      const lines: string[] = [];
      for (let page = 1; page <= 11; page++) await bookPage.create(id, { lines });
      const before = await storedPages(storage, id);
      expect(before).toHaveLength(11);

      await learnlikemagic.deletePage(204, { path: { book_id: id, page_num: 1 } });

      expect(await storedPages(storage, id)).toEqual(renumbered(id, before.slice(1)));
      await expect(storage).toHaveKeys(objectKeys.prefix(id), bookKeys(id, 10));
    },
  );

  test(
    'refuses unknown books and pages, and numbers that are not whole',
    { tag: ['@integration', '@db', '@s3', '@writes'] },
    async ({ learnlikemagic, book: books, run, database, storage }) => {
      const book = await books.create();
      const metadata = await storage.get(objectKeys.metadata(book.id));
      const unknown = run.name();

      const noPage = await learnlikemagic.deletePage(400, { path: { book_id: book.id, page_num: 1 } });
      const noBook = await learnlikemagic.deletePage(400, { path: { book_id: unknown, page_num: 1 } });
      const noNumber = await learnlikemagic.deletePage(422, { path: { book_id: unknown, page_num: 'one' } });

      expect(noPage).toEqual({ detail: `Page 1 not found for book ${book.id}` });
      expect(noBook).toEqual({ detail: `Book not found: ${unknown}` });
      expect(refusedFields(noNumber)).toEqual(['int_parsing at path.page_num']);
      const unchanged = { contentType: 'application/json', bytes: metadata.bytes };
      await expect(storage).toHaveObject(objectKeys.metadata(book.id), unchanged);
      await expect(database).toHaveRow('books', { id: book.id }, bookRowOf(book));
    },
  );
});
