import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  bookKeys,
  deleteAtOnce,
  Metadata,
  objectKeys,
  readWith,
  renumbered,
  storedOf,
  storedPages,
  survivors,
} from '../../../fixtures/learnlikemagic/values.ts';

const pending = { status: 'pending_review' } as const;
const approved = { status: 'approved' } as const;
const sixPages = [approved, pending, approved, pending, approved, pending];

test.describe('DELETE /admin/books/{book_id}/pages/{page_num}', () => {
  test(
    'removes one page for each of the deletions that go through at the same time, and mixes none of the rest up',
    { tag: ['@integration', '@s3', '@llm', '@slow', '@writes'] },
    async ({ learnlikemagic, bookWithPages, storage }) => {
      const { book, pages } = await bookWithPages.create(sixPages);
      const { id } = book;

      const { refused, wrong } = await deleteAtOnce(learnlikemagic, id, [6, 5, 4, 3]);
      // Each that was not refused took one page, whatever else was wrong with its answer.
      const count = 2 + refused.length;

      const refusals = refused.map(({ page_num }) => ({
        page_num,
        detail: `Page ${String(page_num)} not found for book ${id}`,
      }));
      expect.soft(refused, 'refusals').toEqual(refusals);
      expect.soft(wrong, 'other answers').toEqual([]);
      const left = await storedPages(storage, id);
      // Which of the last four are left depends on the order in which the deletions came through.
      expect.soft(left, 'number of pages').toHaveLength(count);
      expect.soft(left.slice(0, 2), 'pages before').toEqual(storedOf(pages).slice(0, 2));
      expect.soft(left, 'page entries').toEqual(renumbered(id, survivors(storedOf(pages), left)));
      await expect.soft(storage, 'objects').toHaveKeys(objectKeys.prefix(id), bookKeys(id, count));
      await expect
        .soft(storage.json(objectKeys.metadata(id), Metadata), 'total of the metadata')
        .resolves.toMatchObject({ total_pages: count });
    },
  );

  test(
    'mixes no pages up when one number is deleted several times at once',
    { tag: ['@integration', '@s3', '@llm', '@slow', '@writes'] },
    async ({ learnlikemagic, bookWithPages, storage }) => {
      const { book, pages } = await bookWithPages.create(sixPages);
      const { id } = book;

      const { refused, wrong } = await deleteAtOnce(learnlikemagic, id, [2, 2, 2]);

      expect.soft(wrong, 'other answers').toEqual([]);
      const left = await storedPages(storage, id);
      // Whether each took the page that then had the number, or all the same one, is not laid down.
      expect.soft(left.length, 'number of pages').toBeLessThan(6);
      expect.soft(left.length, 'number of pages').toBeGreaterThanOrEqual(3 + refused.length);
      expect.soft(left[0], 'page before').toEqual(pages[0]?.stored);
      expect.soft(left, 'page entries').toEqual(renumbered(id, survivors(storedOf(pages), left)));
      await expect.soft(storage, 'objects').toHaveKeys(objectKeys.prefix(id), bookKeys(id, left.length));
    },
  );

  test(
    'removes the last page once, however often it is deleted at the same time',
    { tag: ['@integration', '@s3', '@llm', '@slow', '@writes'] },
    async ({ learnlikemagic, bookWithPages, storage }) => {
      const { book, pages } = await bookWithPages.create([approved, pending]);
      const { id } = book;

      const { deleted, refused, wrong } = await deleteAtOnce(learnlikemagic, id, [2, 2, 2]);

      const refusal = { page_num: 2, detail: `Page 2 not found for book ${id}` };
      await expect.soft(storage, 'objects').toHaveKeys(objectKeys.prefix(id), bookKeys(id, 1));
      await expect.soft(storedPages(storage, id), 'page entries').resolves.toEqual(storedOf(pages.slice(0, 1)));
      expect.soft(wrong, 'other answers').toEqual([]);
      expect.soft(deleted, 'deletions').toEqual([2]);
      expect.soft(refused, 'refusals').toEqual([refusal, refusal]);
    },
  );

  test(
    'keeps books apart whose pages are deleted at the same time',
    { tag: ['@integration', '@s3', '@llm', '@slow', '@writes'] },
    async ({ learnlikemagic, book: books, bookWithPages, storage }) => {
      // Neighbouring ids, `x` and `x_1`, share a prefix in S3.
      const draft = books.build();
      const first = await bookWithPages.create([approved, pending, approved], draft);
      const second = await bookWithPages.create([pending, approved, pending], draft);

      const answers = await Promise.all([
        learnlikemagic.deletePage.send({ path: { ...first.path, page_num: 1 } }),
        learnlikemagic.deletePage.send({ path: { ...second.path, page_num: 2 } }),
      ]);

      const one = renumbered(first.book.id, storedOf(first.pages).toSpliced(0, 1));
      await expect.soft(storedPages(storage, first.book.id), 'first book').resolves.toEqual(one);
      const other = renumbered(second.book.id, storedOf(second.pages).toSpliced(1, 1));
      await expect.soft(storedPages(storage, second.book.id), 'second book').resolves.toEqual(other);
      for (const answer of answers) answer.as(204);
    },
  );

  test(
    'loses none of the approvals that are given while a page behind them is deleted',
    { tag: ['@integration', '@s3', '@llm', '@slow', '@writes'] },
    async ({ learnlikemagic, bookWithPages, storage }) => {
      const { book, path, pages } = await bookWithPages.create([pending, pending, pending, pending, pending]);
      const { id } = book;

      const [deletion, ...approvals] = await Promise.all([
        learnlikemagic.deletePage.send({ path: { ...path, page_num: 4 } }),
        ...[1, 2, 3].map((page_num) => learnlikemagic.approvePage.send({ path: { ...path, page_num } })),
      ]);

      const now = { status: 'approved', approved_at: expect.any(String) };
      const left = renumbered(id, storedOf(pages).toSpliced(3, 1));
      const expected = left.map((page) => ({ ...page, ...(page.page_num < 4 ? now : {}) }));
      await expect.soft(storedPages(storage, id), 'page entries').resolves.toEqual(expected);
      await expect.soft(storage, 'objects').toHaveKeys(objectKeys.prefix(id), bookKeys(id, 4));
      deletion.as(204);
      for (const answer of approvals) answer.as(200);
    },
  );

  test(
    'loses neither the page that is uploaded meanwhile nor one of the rest',
    { tag: ['@integration', '@s3', '@llm', '@slow', '@writes'] },
    async ({ learnlikemagic, bookWithPages, bookPage, storage }) => {
      const { book, path, pages } = await bookWithPages.create([approved, pending, approved]);
      const { id } = book;

      const [uploaded, deletion] = await Promise.all([
        bookPage.create(id),
        learnlikemagic.deletePage.send({ path: { ...path, page_num: 2 } }),
      ]);

      // Whichever came first, the new page is the last of three in the end.
      const left = renumbered(id, storedOf(pages).toSpliced(1, 1));
      const added = expect.objectContaining({ page_num: 3, ...pending, text: uploaded.ocr_text });
      await expect.soft(storedPages(storage, id), 'page entries').resolves.toEqual([...left, added]);
      await expect.soft(storage, 'objects').toHaveKeys(objectKeys.prefix(id), bookKeys(id, 3));
      expect.soft(readWith(uploaded.image.word, uploaded.ocr_text)).toContain(uploaded.image.word);
      deletion.as(204);
    },
  );
});
