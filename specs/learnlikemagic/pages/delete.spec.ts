import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  bookKeys,
  bookRowOf,
  digestOf,
  Metadata,
  objectKeys,
  readWith,
  refusedFields,
  renumbered,
  storedOf,
  storedPages,
} from '../../../fixtures/learnlikemagic/values.ts';

const pending = { status: 'pending_review' } as const;
const approved = { status: 'approved' } as const;

test.describe('DELETE /admin/books/{book_id}/pages/{page_num}', () => {
  test(
    'removes image, text and entry of the only page, and leaves the book as it is',
    {
      tag: ['@integration', '@db', '@s3', '@llm', '@slow', '@writes'],
      annotation: { type: 'plan', description: 'LLM-26' },
    },
    async ({ learnlikemagic, bookWithPages, database, storage }) => {
      const { book, path } = await bookWithPages.create([pending]);
      const { id } = book;
      const row = await database.row('books', { id });
      const before = await storage.json(objectKeys.metadata(id), Metadata);

      const answer = await learnlikemagic.deletePage.send({ path: { ...path, page_num: 1 } });

      await expect.soft(storage, 'objects').toHaveKeys(objectKeys.prefix(id), bookKeys(id, 0));
      await expect.soft(database, 'row').toHaveRow('books', { id }, row);
      const empty = { book_id: id, pages: [], total_pages: 0, last_updated: expect.any(String) };
      await expect.soft(storage.json(objectKeys.metadata(id), Metadata), 'metadata').resolves.toEqual(empty);
      expect.soft(() => answer.as(204), 'answer').not.toThrow();
      const { last_updated } = await storage.json(objectKeys.metadata(id), Metadata);
      expect(last_updated > before.last_updated, `${last_updated} is later than ${before.last_updated}`).toBe(true);
    },
  );

  test(
    'makes the page unknown, to every operation',
    { tag: ['@integration', '@llm', '@slow', '@writes'] },
    async ({ learnlikemagic, bookWithPages }) => {
      const { book, path } = await bookWithPages.create([pending]);
      await learnlikemagic.deletePage(204, { path: { ...path, page_num: 1 } });

      const request = { path: { ...path, page_num: 1 } };
      const gone = { detail: `Page 1 not found for book ${book.id}` };
      await expect.soft(learnlikemagic.getPage(404, request), 'read').resolves.toEqual(gone);
      await expect.soft(learnlikemagic.approvePage(400, request), 'approval').resolves.toEqual(gone);
      await expect.soft(learnlikemagic.deletePage(400, request), 'deletion').resolves.toEqual(gone);
      const empty = { status: 'uploading_pages', pages: [] };
      await expect.soft(learnlikemagic.getBook(200, { path }), 'book').resolves.toMatchObject(empty);
    },
  );

  const places = [
    ['the first of three pages', [approved, pending, approved], 1],
    ['a page between others', [approved, pending, approved, pending], 2],
    ['the last of three pages', [approved, pending, approved], 3],
    // Their numbers have one digit and two, and sort otherwise as texts.
    [
      'the first of eleven pages',
      Array.from({ length: 11 }, (_, index) => [pending, approved][index % 2] ?? pending),
      1,
    ],
  ] as const;
  for (const [place, drafts, page_num] of places) {
    test(
      `without ${place}, numbers the rest without gaps, each with its own image, text, status and time of approval`,
      { tag: ['@integration', '@s3', '@llm', '@slow', '@writes'] },
      async ({ learnlikemagic, bookWithPages, storage }) => {
        const { book, path, pages } = await bookWithPages.create(drafts);
        const { id } = book;

        const answer = await learnlikemagic.deletePage.send({ path: { ...path, page_num } });

        const left = renumbered(id, storedOf(pages).toSpliced(page_num - 1, 1));
        await expect.soft(storage, 'objects').toHaveKeys(objectKeys.prefix(id), bookKeys(id, left.length));
        await expect.soft(storedPages(storage, id), 'page entries, images and texts').resolves.toEqual(left);
        const total = { total_pages: left.length };
        await expect
          .soft(storage.json(objectKeys.metadata(id), Metadata), 'total of the metadata')
          .resolves.toMatchObject(total);
        answer.as(204);
      },
    );
  }

  test(
    'shows the pages behind it under their new numbers',
    { tag: ['@integration', '@llm', '@slow', '@writes'] },
    async ({ learnlikemagic, bookWithPages, signedUrl }) => {
      const { path, pages } = await bookWithPages.create([approved, pending, approved]);

      await learnlikemagic.deletePage(204, { path: { ...path, page_num: 1 } });

      const left = pages.slice(1).map((page, index) => ({ ...page, page_num: index + 1 }));
      const listed = left.map(({ page_num, status }) => ({ page_num, status }));
      await expect.soft(learnlikemagic.getBook(200, { path }), 'book').resolves.toMatchObject({ pages: listed });
      for (const { page_num, status, text, stored } of left) {
        const page = await learnlikemagic.getPage(200, { path: { ...path, page_num } });
        expect.soft(page, `page ${String(page_num)}`).toMatchObject({ page_num, status, ocr_text: text });
        const image = await signedUrl.get(200, page.image_url);
        expect.soft(digestOf(image.bytes), `image ${String(page_num)}`).toBe(stored.image);
      }
    },
  );

  test(
    'numbers the next upload behind the pages that are left, and lets it touch none of them',
    { tag: ['@integration', '@s3', '@llm', '@slow', '@writes'] },
    async ({ learnlikemagic, bookWithPages, bookPage, storage }) => {
      const { book, path, pages } = await bookWithPages.create([approved, pending, approved, pending]);
      const { id } = book;
      await learnlikemagic.deletePage(204, { path: { ...path, page_num: 2 } });

      const next = await bookPage.create(id, { heading: 'Page Five' });

      const left = renumbered(id, storedOf(pages).toSpliced(1, 1));
      const added = expect.objectContaining({ page_num: 4, ...pending, text: next.ocr_text });
      await expect.soft(storage, 'objects').toHaveKeys(objectKeys.prefix(id), bookKeys(id, 4));
      await expect.soft(storedPages(storage, id), 'page entries, images and texts').resolves.toEqual([...left, added]);
      expect(next.page_num).toBe(4);
      expect(readWith(next.image.word, next.ocr_text)).toContain(next.image.word);
    },
  );

  test(
    'leaves alone the guidelines of the book, and another book whose id starts the same',
    { tag: ['@integration', '@db', '@s3', '@llm', '@slow', '@writes'] },
    async ({ learnlikemagic, book: books, bookWithPages, database, storage, beside }) => {
      const draft = books.build();
      const { path } = await bookWithPages.create([pending, pending], draft);
      const { book, pages } = await bookWithPages.create([pending, approved], draft);
      const row = await database.row('books', { id: book.id });
      const index = { bytes: Buffer.from('{}'), contentType: 'application/json' };
      await beside.put(objectKeys.index(path.book_id), index);

      const answer = await learnlikemagic.deletePage.send({ path: { ...path, page_num: 1 } });

      expect.soft(book.id).toBe(`${path.book_id}_1`);
      await expect.soft(storage, 'guidelines').toHaveObject(objectKeys.index(path.book_id), index);
      await expect.soft(storage, 'objects of the other').toHaveKeys(objectKeys.prefix(book.id), bookKeys(book.id, 2));
      await expect.soft(storedPages(storage, book.id), 'entries of the other').resolves.toEqual(storedOf(pages));
      await expect.soft(database, 'row of the other').toHaveRow('books', { id: book.id }, row);
      answer.as(204);
    },
  );

  test(
    'removes a page of a book of any status, which stays',
    { tag: ['@integration', '@db', '@s3', '@llm', '@slow', '@writes'] },
    async ({ learnlikemagic, bookWithPages, database, storage }) => {
      const { book, path } = await bookWithPages.create([pending], {}, 'approved');
      const row = await database.row('books', { id: book.id });

      const answer = await learnlikemagic.deletePage.send({ path: { ...path, page_num: 1 } });

      expect(row.status).toBe('approved');
      await expect.soft(database, 'row').toHaveRow('books', { id: book.id }, row);
      await expect.soft(storage, 'objects').toHaveKeys(objectKeys.prefix(book.id), bookKeys(book.id, 0));
      answer.as(204);
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
        .soft(learnlikemagic.deletePage(400, { path: { book_id: book.id, page_num: 1 } }), 'no page')
        .resolves.toEqual({ detail: `Page 1 not found for book ${book.id}` });
      await expect
        .soft(learnlikemagic.deletePage(400, { path: { book_id: unknown, page_num: 1 } }), 'no book')
        .resolves.toEqual({ detail: `Book not found: ${unknown}` });
      const noNumber = await learnlikemagic.deletePage.send({ path: { book_id: unknown, page_num: 'one' } });
      const unchanged = { contentType: 'application/json', bytes: metadata.bytes };
      await expect.soft(storage, 'metadata').toHaveObject(objectKeys.metadata(book.id), unchanged);
      await expect.soft(database, 'row').toHaveRow('books', { id: book.id }, bookRowOf(book));
      expect(refusedFields(noNumber.as(422))).toEqual(['int_parsing at path.page_num']);
    },
  );
});
