import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import { bookKeys, Metadata, objectKeys, storedPages } from '../../../fixtures/learnlikemagic/values.ts';

test.describe('POST /admin/books/{book_id}/pages', () => {
  test(
    'loses none of the pages that are uploaded at the same time',
    {
      tag: ['@integration', '@db', '@s3', '@llm', '@slow', '@writes'],
    },
    async ({ book: books, bookPage, database, storage }) => {
      const { id } = await books.create();

      const uploaded = await Promise.all(Array.from({ length: 5 }, () => bookPage.create(id)));

      expect(uploaded.map(({ page_num }) => page_num).sort()).toEqual([1, 2, 3, 4, 5]);
      await expect(storage).toHaveKeys(objectKeys.prefix(id), bookKeys(id, 5));
      expect(await storage.json(objectKeys.metadata(id), Metadata)).toMatchObject({ total_pages: 5 });
      const pages = await storedPages(storage, id);
      const byNumber = (all: readonly { page_num: number }[]): Record<string, unknown> =>
        Object.fromEntries(all.map((page) => [page.page_num, page]));
      expect(pages).toHaveLength(5);
      expect(byNumber(pages)).toMatchObject(
        byNumber(uploaded.map(({ page_num, ocr_text: text }) => ({ page_num, status: 'pending_review', text }))),
      );
      for (const { ocr_text, image } of uploaded) expect(ocr_text).toContain(image.word);
      expect(new Set(pages.map(({ image }) => image)).size).toBe(5);
      expect(await database.row('books', { id })).toMatchObject({ status: 'uploading_pages' });
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

      expect(await storedPages(storage, first.id)).toMatchObject([{ page_num: 1, text: one.ocr_text }]);
      expect(await storedPages(storage, second.id)).toMatchObject([{ page_num: 1, text: other.ocr_text }]);
      expect(one.ocr_text).toContain(one.image.word);
      expect(other.ocr_text).toContain(other.image.word);
    },
  );
});

test.describe('PUT /admin/books/{book_id}/pages/{page_num}/approve', () => {
  test(
    'loses none of the approvals that are given while pages arrive',
    {
      tag: ['@integration', '@s3', '@llm', '@slow', '@writes'],
    },
    async ({ learnlikemagic, book: books, bookPage, storage }) => {
      const { id } = await books.create();
      for (const heading of ['Page One', 'Page Two', 'Page Three', 'Page Four']) await bookPage.create(id, { heading });
      const before = await storedPages(storage, id);
      const approve = (page_num: number): Promise<unknown> =>
        learnlikemagic.approvePage(200, { path: { book_id: id, page_num } });

      const [fifth, sixth] = await Promise.all([
        bookPage.create(id),
        bookPage.create(id),
        ...[1, 2, 3, 4].map((page_num) => approve(page_num)),
      ]);

      expect([fifth.page_num, sixth.page_num].sort()).toEqual([5, 6]);
      const pages = await storedPages(storage, id);
      const approved = { status: 'approved', approved_at: expect.any(String) };
      expect(pages.slice(0, 4)).toEqual(before.map((page) => ({ ...page, ...approved })));
      expect(pages.slice(4)).toMatchObject([
        { page_num: 5, status: 'pending_review' },
        { page_num: 6, status: 'pending_review' },
      ]);
      await expect(storage).toHaveKeys(objectKeys.prefix(id), bookKeys(id, 6));
    },
  );
});
