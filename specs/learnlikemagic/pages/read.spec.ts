import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  digestOf,
  expiryOf,
  objectKeys,
  refusedFields,
  withAnotherKey,
  withLaterExpiry,
  withoutSignature,
} from '../../../fixtures/learnlikemagic/values.ts';

const hour = 3_600_000;
const minute = 60_000;

test.describe('GET /admin/books/{book_id}/pages/{page_num}', () => {
  test(
    'gives text and signed URLs that open without credentials, for an hour',
    {
      tag: ['@integration', '@db', '@s3', '@llm', '@slow', '@writes'],
      annotation: { type: 'plan', description: 'LLM-24' },
    },
    async ({ learnlikemagic, book: books, bookPage, signedUrl, storage }) => {
      const { id } = await books.create();
      const uploaded = await bookPage.create(id);

      const answer = await learnlikemagic.getPage.send({ path: { book_id: id, page_num: 1 } });
      const page = answer.as(200);

      expect(page).toEqual({
        page_num: 1,
        status: 'pending_review',
        ocr_text: uploaded.ocr_text,
        image_url: expect.any(String),
        text_url: expect.any(String),
      });
      for (const url of [uploaded.image_url, page.image_url, page.text_url]) {
        expect.soft(Math.abs(expiryOf(url) - answer.date - hour), 'distance from an hour').toBeLessThanOrEqual(minute);
      }
      const image = await storage.get(objectKeys.image(id, 1));
      for (const url of [uploaded.image_url, page.image_url]) {
        const opened = await signedUrl.get(200, url);
        expect.soft(opened.contentType, 'type of the image').toMatch(/^image\/png\b/);
        expect.soft(digestOf(opened.bytes), 'image').toBe(digestOf(image.bytes));
      }
      const text = await signedUrl.get(200, page.text_url);
      expect.soft(text.contentType, 'type of the text').toMatch(/^text\/plain\b/);
      expect.soft(text.bytes.toString('utf8'), 'text').toBe(uploaded.ocr_text);
    },
  );

  test(
    'gives URLs that open neither longer nor for another object, and objects that are not public',
    { tag: ['@integration', '@s3', '@llm', '@slow', '@writes', '@signed-urls'] },
    async ({ learnlikemagic, bookWithPages, signedUrl, storage }) => {
      const { book, path } = await bookWithPages.create([{}]);
      const { image_url, text_url } = await learnlikemagic.getPage(200, { path: { ...path, page_num: 1 } });
      const image = objectKeys.image(book.id, 1);
      const text = objectKeys.text(book.id, 1);
      await expect(storage).toHaveObject(image, { contentType: 'image/png' });

      const refused = {
        'image, later': withLaterExpiry(image_url),
        'text, later': withLaterExpiry(text_url),
        'image, unsigned': withoutSignature(image_url),
        'text, unsigned': withoutSignature(text_url),
        'text by the URL of the image': withAnotherKey(image_url, image, text),
        'metadata by the URL of the text': withAnotherKey(text_url, text, objectKeys.metadata(book.id)),
      };
      for (const [what, url] of Object.entries(refused)) {
        await expect.soft(signedUrl.get(403, url), what).resolves.toBeDefined();
      }
    },
  );

  test(
    'gives with an upload a URL that opens neither longer nor for another object',
    { tag: ['@integration', '@s3', '@llm', '@slow', '@writes', '@signed-urls'] },
    async ({ book: books, bookPage, signedUrl, storage }) => {
      const { id } = await books.create();
      const { image_url } = await bookPage.create(id);
      await expect(storage).toHaveObject(objectKeys.image(id, 1), { contentType: 'image/png' });

      const refused = {
        later: withLaterExpiry(image_url),
        unsigned: withoutSignature(image_url),
        'the text': withAnotherKey(image_url, objectKeys.image(id, 1), objectKeys.text(id, 1)),
      };
      for (const [what, url] of Object.entries(refused)) {
        await expect.soft(signedUrl.get(403, url), what).resolves.toBeDefined();
      }
    },
  );

  test(
    'answers 500 and changes nothing when the text of the page is gone',
    { tag: ['@integration', '@s3', '@llm', '@slow', '@writes'] },
    async ({ learnlikemagic, bookWithPages, storage, beside }) => {
      const { book, path } = await bookWithPages.create([{}]);
      const { bytes } = await storage.get(objectKeys.metadata(book.id));
      // Contract a.5 gives no cause: a page that is there and whose text cannot be read leaves no other answer.
      await beside.removePrefix(objectKeys.text(book.id, 1));

      const answer = await learnlikemagic.getPage.send({ path: { ...path, page_num: 1 } });

      const unchanged = { contentType: 'application/json', bytes };
      await expect.soft(storage, 'metadata').toHaveObject(objectKeys.metadata(book.id), unchanged);
      const keys = [objectKeys.metadata(book.id), objectKeys.image(book.id, 1)];
      await expect.soft(storage, 'objects').toHaveKeys(objectKeys.prefix(book.id), keys);
      const error = answer.as(500);
      expect.soft(error).toEqual({ detail: expect.stringMatching(/^Failed to get page: ./) });
    },
  );

  test(
    'does not know pages that were never made',
    { tag: ['@integration', '@llm', '@slow', '@writes'] },
    async ({ learnlikemagic, bookWithPages }) => {
      const { book, path } = await bookWithPages.create([{}]);

      for (const page_num of [2, 0, -1, 10]) {
        const error = await learnlikemagic.getPage(404, { path: { ...path, page_num } });
        expect.soft(error).toEqual({ detail: `Page ${String(page_num)} not found for book ${book.id}` });
      }
    },
  );

  test(
    'does not know a page of a book without pages',
    { tag: ['@integration', '@writes'] },
    async ({ learnlikemagic, book: books }) => {
      const { id } = await books.create();

      const error = await learnlikemagic.getPage(404, { path: { book_id: id, page_num: 1 } });

      expect(error).toEqual({ detail: `Page 1 not found for book ${id}` });
    },
  );

  test(
    'does not know a page of a book that was never made',
    { tag: ['@smoke', '@integration', '@read-only'] },
    async ({ learnlikemagic, run }) => {
      const book_id = run.name();

      const error = await learnlikemagic.getPage(404, { path: { book_id, page_num: 1 } });

      expect(error).toEqual({ detail: `Page 1 not found for book ${book_id}` });
    },
  );

  test(
    'refuses a page number that is no whole number, before it looks for the book',
    { tag: ['@integration', '@read-only'] },
    async ({ learnlikemagic, run }) => {
      for (const page_num of ['one', '1.5', '1.png']) {
        const error = await learnlikemagic.getPage(422, { path: { book_id: run.name(), page_num } });
        expect(refusedFields(error)).toEqual(['int_parsing at path.page_num']);
      }
    },
  );
});
