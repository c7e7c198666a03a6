import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  bookKeys,
  Metadata,
  objectKeys,
  readWith,
  storedOf,
  storedPages,
} from '../../../fixtures/learnlikemagic/values.ts';

const pending = { status: 'pending_review' } as const;

test.describe('POST /admin/books/{book_id}/pages', () => {
  test(
    'loses none of the pages that are uploaded at the same time',
    {
      tag: ['@integration', '@db', '@s3', '@llm', '@slow', '@writes'],
    },
    async ({ book: books, bookPage, database, storage }) => {
      const { id } = await books.create();

      const uploaded = await Promise.all(Array.from({ length: 5 }, () => bookPage.create(id)));

      expect.soft(uploaded.map(({ page_num }) => page_num).sort(), 'numbers').toEqual([1, 2, 3, 4, 5]);
      await expect.soft(storage, 'objects').toHaveKeys(objectKeys.prefix(id), bookKeys(id, 5));
      await expect
        .soft(storage.json(objectKeys.metadata(id), Metadata), 'total of the metadata')
        .resolves.toMatchObject({ total_pages: 5 });
      await expect.soft(database.row('books', { id }), 'row').resolves.toMatchObject({ status: 'uploading_pages' });
      for (const { ocr_text, image } of uploaded) expect.soft(readWith(image.word, ocr_text)).toContain(image.word);
      const pages = await storedPages(storage, id);
      const byNumber = (all: readonly { page_num: number }[]): Record<string, unknown> =>
        Object.fromEntries(all.map((page) => [page.page_num, page]));
      expect.soft(pages, 'number of pages').toHaveLength(5);
      const answered = uploaded.map(({ page_num, ocr_text: text }) => ({ page_num, status: 'pending_review', text }));
      expect.soft(byNumber(pages), 'page entries').toMatchObject(byNumber(answered));
      expect.soft(new Set(pages.map(({ image }) => image)).size, 'number of images').toBe(5);
    },
  );

  test(
    'keeps pages of different books apart that are uploaded at the same time',
    { tag: ['@integration', '@s3', '@llm', '@slow', '@writes'] },
    async ({ learnlikemagic, book: books, bookPage, storage }) => {
      // Neighbouring ids, `x` and `x_1`, share a prefix in S3.
      const draft = books.build();
      const first = await learnlikemagic.createBook(201, { body: draft });
      const second = await learnlikemagic.createBook(201, { body: draft });

      const [one, other] = await Promise.all([bookPage.create(first.id), bookPage.create(second.id)]);

      await expect
        .soft(storedPages(storage, first.id), 'first book')
        .resolves.toMatchObject([{ page_num: 1, text: one.ocr_text }]);
      await expect
        .soft(storedPages(storage, second.id), 'second book')
        .resolves.toMatchObject([{ page_num: 1, text: other.ocr_text }]);
      expect.soft(readWith(one.image.word, one.ocr_text)).toContain(one.image.word);
      expect(readWith(other.image.word, other.ocr_text)).toContain(other.image.word);
    },
  );
});

test.describe('PUT /admin/books/{book_id}/pages/{page_num}/approve', () => {
  test(
    'loses none of the approvals that are given while pages arrive',
    {
      tag: ['@integration', '@s3', '@llm', '@slow', '@writes'],
    },
    async ({ learnlikemagic, bookWithPages, bookPage, storage }) => {
      const { book, path, pages } = await bookWithPages.create([pending, pending, pending, pending]);
      const { id } = book;

      const [fifth, sixth, ...approvals] = await Promise.all([
        bookPage.create(id),
        bookPage.create(id),
        ...[1, 2, 3, 4].map((page_num) => learnlikemagic.approvePage.send({ path: { ...path, page_num } })),
      ]);

      expect.soft([fifth.page_num, sixth.page_num].sort(), 'numbers').toEqual([5, 6]);
      const approved = { status: 'approved', approved_at: expect.any(String) };
      const arrived = [5, 6].map((page_num): unknown => expect.objectContaining({ page_num, ...pending }));
      await expect
        .soft(storedPages(storage, id), 'page entries')
        .resolves.toEqual([...storedOf(pages).map((page) => ({ ...page, ...approved })), ...arrived]);
      await expect.soft(storage, 'objects').toHaveKeys(objectKeys.prefix(id), bookKeys(id, 6));
      for (const answer of approvals) answer.as(200);
    },
  );
});
