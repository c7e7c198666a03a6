import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  detailWithoutPages,
  objectKeys,
  objectsUnder,
  onUnreadable,
  operations,
  unreadableDocuments,
} from '../../../fixtures/learnlikemagic/values.ts';

const documents = Object.entries(unreadableDocuments);
const documentOf = (text: string): { bytes: Buffer; contentType: string } => ({
  bytes: Buffer.from(text),
  contentType: 'application/json',
});

for (const [title, operation] of [
  ['PUT /admin/books/{book_id}/pages/{page_num}/approve', operations.approvePage],
  ['DELETE /admin/books/{book_id}/pages/{page_num}', operations.deletePage],
  ['GET /admin/books/{book_id}/pages/{page_num}', operations.getPage],
] as const) {
  test.describe(title, () => {
    test(
      'refuses a page whose book has unreadable metadata, and overwrites and removes nothing',
      { tag: ['@integration', '@db', '@s3', '@llm', '@slow', '@writes'] },
      async ({ learnlikemagic, bookWithPages, database, storage, beside }) => {
        for (const [what, text] of documents) {
          const { book, path } = await bookWithPages.create([{ status: 'pending_review' }, {}]);
          await beside.put(objectKeys.metadata(book.id), documentOf(text));
          const row = await database.row('books', { id: book.id });
          const before = await objectsUnder(storage, objectKeys.prefix(book.id));

          const answer = await learnlikemagic.send(onUnreadable(operation), { path: { ...path, page_num: 1 } });

          await expect.soft(objectsUnder(storage, objectKeys.prefix(book.id)), what).resolves.toEqual(before);
          await expect.soft(database, what).toHaveRow('books', { id: book.id }, row);
          expect.soft(() => answer.as(answer.status), what).not.toThrow();
        }
      },
    );

    test(
      'refuses a page whose book has lost its metadata, and keeps its image and text',
      { tag: ['@integration', '@s3', '@llm', '@slow', '@writes'] },
      async ({ learnlikemagic, bookWithPages, storage, beside }) => {
        const { book, path } = await bookWithPages.create([{ status: 'pending_review' }]);
        await beside.removePrefix(objectKeys.metadata(book.id));
        const before = await objectsUnder(storage, objectKeys.prefix(book.id));

        const answer = await learnlikemagic.send(onUnreadable(operation), { path: { ...path, page_num: 1 } });

        await expect.soft(objectsUnder(storage, objectKeys.prefix(book.id))).resolves.toMatchObject(before);
        expect(() => answer.as(answer.status)).not.toThrow();
      },
    );
  });
}

test.describe('POST /admin/books/{book_id}/pages', () => {
  test(
    'refuses a page of a book with unreadable metadata, and overwrites nothing',
    { tag: ['@integration', '@db', '@s3', '@llm', '@slow', '@writes'] },
    async ({ learnlikemagic, bookWithPages, pageImage, database, storage, beside }) => {
      const { book, path } = await bookWithPages.create([{}, {}]);
      await beside.put(objectKeys.metadata(book.id), documentOf('{\n  "book_id": "x",\n  "pages": ['));
      const row = await database.row('books', { id: book.id });
      const before = await objectsUnder(storage, objectKeys.prefix(book.id));
      const image = await pageImage.build();

      const upload = onUnreadable(operations.uploadPage);
      const answer = await learnlikemagic.send(upload, { path, multipart: { image }, llmCalls: 3 });

      // Objects of a page that has no entry may be left; those of the pages that were there are kept.
      await expect.soft(objectsUnder(storage, objectKeys.prefix(book.id)), 'objects').resolves.toMatchObject(before);
      await expect.soft(database, 'row').toHaveRow('books', { id: book.id }, row);
      expect.soft(() => answer.as(answer.status), 'answer').not.toThrow();
    },
  );
});

test.describe('GET /admin/books/{book_id}', () => {
  test(
    'shows no pages, or says that it cannot, when the metadata is unreadable',
    { tag: ['@integration', '@s3', '@writes'] },
    async ({ learnlikemagic, book: books, storage, beside }) => {
      for (const [what, text] of documents) {
        const book = await books.create();
        await beside.put(objectKeys.metadata(book.id), documentOf(text));

        const answer = await learnlikemagic.send(detailWithoutPages, { path: { book_id: book.id } });

        await expect.soft(storage, what).toHaveObject(objectKeys.metadata(book.id), documentOf(text));
        expect.soft(() => answer.as(answer.status), what).not.toThrow();
      }
    },
  );
});
