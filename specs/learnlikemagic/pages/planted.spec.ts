import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import { comparable, Metadata, objectKeys, storedPages } from '../../../fixtures/learnlikemagic/values.ts';

test.describe('a planted page', () => {
  test(
    'cannot be told apart from an uploaded one: reads show the same, writes do the same',
    { tag: ['@integration', '@db', '@s3', '@llm', '@slow', '@writes'] },
    async ({ learnlikemagic, book: books, bookPage, bookWithPages, signedUrl, database, storage }) => {
      const draft = books.build();
      const { id } = await books.create(draft);
      const { ocr_text: text } = await bookPage.create(id);
      const planted = await bookWithPages.create([{ status: 'pending_review' }], draft);
      const pairs = [
        { path: { book_id: id }, own: { id, text } },
        { path: planted.path, own: { id: planted.book.id, text: planted.pages[0]?.text ?? '' } },
      ] as const;
      type Side = (typeof pairs)[number];
      const stored = async ({ path: { book_id }, own }: Side): Promise<unknown> => {
        const metadata = await storage.json(objectKeys.metadata(book_id), Metadata);
        const pages = await storedPages(storage, book_id);
        const keys = await storage.keys(objectKeys.prefix(book_id));
        const row = await database.row('books', { id: book_id });
        return comparable(
          { metadata, pages: pages.map(({ image, ...rest }) => ({ ...rest, image: image.length })), keys, row },
          own,
        );
      };
      const shown = async ({ path, own }: Side): Promise<unknown> => {
        const detail = await learnlikemagic.getBook(200, { path });
        const { books: list } = await learnlikemagic.listBooks(200, { query: { country: draft.country } });
        const review = await learnlikemagic.listReviewedBooks(200);
        const page = await learnlikemagic.getPage(200, { path: { ...path, page_num: 1 } });
        const image = await signedUrl.get(200, page.image_url);
        const read = await signedUrl.get(200, page.text_url);
        const seen = {
          ...{ detail, page, types: [image.contentType, read.contentType], text: read.bytes.toString('utf8') },
          listed: list.filter((book) => book.id === path.book_id),
          reviewed: review.filter(({ book_id }) => book_id === path.book_id),
        };
        return comparable(seen, own);
      };
      const bothAre = async (what: string, of: (side: Side) => Promise<unknown>): Promise<void> => {
        const [made, other] = [await of(pairs[0]), await of(pairs[1])];
        expect.soft(other, what).toEqual(made);
      };

      await bothAre('what is stored', stored);
      await bothAre('what is shown', shown);
      await bothAre('the approval', ({ path, own }) =>
        learnlikemagic.approvePage(200, { path: { ...path, page_num: 1 } }).then((answer) => comparable(answer, own)),
      );
      await bothAre('what is stored after the approval', stored);
      await bothAre('what is shown after the approval', shown);
      await bothAre('the second approval', ({ path, own }) =>
        learnlikemagic.approvePage(400, { path: { ...path, page_num: 1 } }).then((answer) => comparable(answer, own)),
      );
      await bothAre('the deletion', ({ path }) => learnlikemagic.deletePage(204, { path: { ...path, page_num: 1 } }));
      await bothAre('what is stored after the deletion', stored);
    },
  );
});
