import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  bookKeys,
  bookRowOf,
  clockTolerance,
  Metadata,
  objectKeys,
  pageKeys,
  refusedFields,
  storedOf,
  storedPages,
} from '../../../fixtures/learnlikemagic/values.ts';

const pending = { status: 'pending_review' } as const;
const approved = { status: 'approved', approved_at: expect.any(String) };

test.describe('PUT /admin/books/{book_id}/pages/{page_num}/approve', () => {
  test(
    'notes approval and its time on the page alone, and leaves the book as it is',
    {
      tag: ['@integration', '@db', '@s3', '@llm', '@slow', '@writes'],
      annotation: { type: 'plan', description: 'LLM-25' },
    },
    async ({ learnlikemagic, bookWithPages, database, storage }) => {
      const { book, path, pages } = await bookWithPages.create([pending, pending, pending]);
      const { id } = book;
      const row = await database.row('books', { id });

      const answer = await learnlikemagic.approvePage.send({ path: { ...path, page_num: 2 } });

      await expect.soft(database, 'row').toHaveRow('books', { id }, row);
      await expect.soft(storage, 'objects').toHaveKeys(objectKeys.prefix(id), bookKeys(id, 3));
      const [first, second, third] = storedOf(pages);
      const stored = await storedPages(storage, id);
      expect.soft(stored.slice(1, 2), 'entry of the page').toEqual([{ ...second, ...approved }]);
      expect.soft(stored.toSpliced(1, 1), 'entries of its neighbours').toEqual([first, third]);
      await expect
        .soft(storage.json(objectKeys.metadata(id), Metadata), 'total of the metadata')
        .resolves.toMatchObject({ total_pages: 3 });
      expect(answer.as(200), 'answer').toEqual({ page_num: 2, status: 'approved' });
    },
  );

  test(
    'notes the time of the approval, and of the change',
    { tag: ['@integration', '@s3', '@llm', '@slow', '@writes'] },
    async ({ learnlikemagic, bookWithPages, storage }) => {
      const { book, path } = await bookWithPages.create([pending]);
      const before = await storage.json(objectKeys.metadata(book.id), Metadata);

      const answer = await learnlikemagic.approvePage.send({ path: { ...path, page_num: 1 } });

      const after = await storage.json(objectKeys.metadata(book.id), Metadata);
      const times = [after.last_updated, ...after.pages.map(({ approved_at = 'none' }) => approved_at)];
      expect.soft(times, 'times of the metadata').toHaveLength(2);
      for (const time of times) {
        expect.soft(time > before.last_updated, `${time} in the metadata is later`).toBe(true);
        const distance = Math.abs(Date.parse(`${time}Z`) - answer.date);
        expect.soft(distance, `distance of ${time} in the metadata`).toBeLessThan(clockTolerance);
      }
      answer.as(200);
    },
  );

  test(
    'shows the approval in the page and in the book',
    { tag: ['@integration', '@s3', '@llm', '@slow', '@writes'] },
    async ({ learnlikemagic, bookWithPages, storage }) => {
      const { book, path, pages } = await bookWithPages.create([pending, pending]);
      await learnlikemagic.approvePage(200, { path: { ...path, page_num: 2 } });
      const metadata = await storage.json(objectKeys.metadata(book.id), Metadata);

      const shown = { page_num: 2, status: 'approved', ocr_text: pages[1]?.text };
      await expect
        .soft(learnlikemagic.getPage(200, { path: { ...path, page_num: 2 } }), 'page')
        .resolves.toMatchObject(shown);
      const listed = [
        { ...pageKeys(book.id, 1), ...pending, approved_at: null },
        { ...pageKeys(book.id, 2), ...approved, approved_at: metadata.pages[1]?.approved_at },
      ];
      await expect
        .soft(learnlikemagic.getBook(200, { path }), 'book')
        .resolves.toMatchObject({ status: book.status, pages: listed });
    },
  );

  test(
    'approves no page of another book whose id starts the same',
    { tag: ['@integration', '@db', '@s3', '@llm', '@slow', '@writes'] },
    async ({ learnlikemagic, book: books, bookWithPages, database, storage }) => {
      const draft = books.build();
      const { path } = await bookWithPages.create([pending], draft);
      const { book, pages } = await bookWithPages.create([pending], draft);
      const row = await database.row('books', { id: book.id });

      const answer = await learnlikemagic.approvePage.send({ path: { ...path, page_num: 1 } });

      expect.soft(book.id).toBe(`${path.book_id}_1`);
      await expect.soft(database, 'row').toHaveRow('books', { id: book.id }, row);
      await expect.soft(storedPages(storage, book.id), 'page entries').resolves.toEqual(storedOf(pages));
      answer.as(200);
    },
  );

  test(
    'refuses a page that is approved already, and keeps the time of its approval',
    { tag: ['@integration', '@s3', '@llm', '@slow', '@writes'] },
    async ({ learnlikemagic, bookWithPages, storage }) => {
      const { book, path, pages } = await bookWithPages.create([{ status: 'approved' }]);
      const { bytes } = await storage.get(objectKeys.metadata(book.id));

      const answer = await learnlikemagic.approvePage.send({ path: { ...path, page_num: 1 } });

      const unchanged = { contentType: 'application/json', bytes };
      await expect.soft(storage, 'metadata').toHaveObject(objectKeys.metadata(book.id), unchanged);
      await expect.soft(storedPages(storage, book.id), 'page entries').resolves.toEqual(storedOf(pages));
      expect(answer.as(400)).toEqual({ detail: 'Page 1 is already approved' });
    },
  );

  test(
    'approves a page of a book of any status, which stays',
    { tag: ['@integration', '@db', '@llm', '@slow', '@writes'] },
    async ({ learnlikemagic, bookWithPages, database }) => {
      const { book, path } = await bookWithPages.create([pending], {}, 'approved');
      const row = await database.row('books', { id: book.id });

      const answer = await learnlikemagic.approvePage.send({ path: { ...path, page_num: 1 } });

      expect(row.status).toBe('approved');
      await expect.soft(database, 'row').toHaveRow('books', { id: book.id }, row);
      await expect
        .soft(learnlikemagic.getBook(200, { path }), 'book')
        .resolves.toMatchObject({ pages: [{ page_num: 1, status: 'approved' }] });
      answer.as(200);
    },
  );

  test(
    'refuses unknown books and pages, and numbers that are not whole',
    { tag: ['@integration', '@db', '@s3', '@writes'] },
    async ({ learnlikemagic, book: books, run, database, storage }) => {
      const book = await books.create();
      const metadata = await storage.get(objectKeys.metadata(book.id));
      const unknown = run.name();

      await expect
        .soft(learnlikemagic.approvePage(400, { path: { book_id: book.id, page_num: 1 } }), 'no page')
        .resolves.toEqual({ detail: `Page 1 not found for book ${book.id}` });
      await expect
        .soft(learnlikemagic.approvePage(400, { path: { book_id: unknown, page_num: 1 } }), 'no book')
        .resolves.toEqual({ detail: `Book not found: ${unknown}` });
      const noNumber = await learnlikemagic.approvePage.send({ path: { book_id: unknown, page_num: 'one' } });
      const unchanged = { contentType: 'application/json', bytes: metadata.bytes };
      await expect.soft(storage, 'metadata').toHaveObject(objectKeys.metadata(book.id), unchanged);
      await expect.soft(database, 'row').toHaveRow('books', { id: book.id }, bookRowOf(book));
      expect(refusedFields(noNumber.as(422))).toEqual(['int_parsing at path.page_num']);
    },
  );
});
