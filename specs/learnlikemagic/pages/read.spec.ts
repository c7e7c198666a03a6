import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  Metadata,
  expiryOf,
  leaksIn,
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
      const image = await storage.get(objectKeys.image(id, 1));
      for (const url of [uploaded.image_url, page.image_url]) {
        const opened = await signedUrl.get(200, url);
        expect(opened.contentType).toBe('image/png');
        expect(opened.bytes.equals(image.bytes)).toBe(true);
      }
      const text = await signedUrl.get(200, page.text_url);
      expect(text.contentType).toMatch(/^text\/plain\b/);
      expect(text.bytes.toString('utf8')).toBe(uploaded.ocr_text);
      for (const url of [uploaded.image_url, page.image_url, page.text_url]) {
        expect(Math.abs(expiryOf(url) - answer.date - hour)).toBeLessThanOrEqual(minute);
      }
      const next = await learnlikemagic.getPage(404, { path: { book_id: id, page_num: 2 } });
      expect(next).toEqual({ detail: `Page 2 not found for book ${id}` });
    },
  );

  test(
    'gives URLs that open neither longer nor for another object, and objects that are not public',
    { tag: ['@integration', '@s3', '@llm', '@slow', '@writes'] },
    async ({ learnlikemagic, book: books, bookPage, signedUrl, storage }) => {
      const { id } = await books.create();
      const uploaded = await bookPage.create(id);
      const { image_url, text_url } = await learnlikemagic.getPage(200, { path: { book_id: id, page_num: 1 } });
      const image = objectKeys.image(id, 1);
      const text = objectKeys.text(id, 1);
      await expect(storage).toHaveObject(image, { contentType: 'image/png' });

      for (const url of [uploaded.image_url, image_url, text_url]) {
        await signedUrl.get(403, withLaterExpiry(url));
        await signedUrl.get(403, withoutSignature(url));
      }
      await signedUrl.get(403, withAnotherKey(image_url, image, text));
      await signedUrl.get(403, withAnotherKey(text_url, text, objectKeys.metadata(id)));
    },
  );

  test(
    'answers 500 and changes nothing when the text of the page is gone',
    { tag: ['@integration', '@s3', '@llm', '@slow', '@writes'] },
    async ({ learnlikemagic, book: books, bookPage, storage, redact }) => {
      const { id } = await books.create();
      await bookPage.create(id);
      const before = await storage.json(objectKeys.metadata(id), Metadata);
      // Contract a.5 gives no cause: a page that is there and whose text cannot be read leaves no other answer.
      await storage.removePrefix(objectKeys.text(id, 1));

      const error = await learnlikemagic.getPage(500, { path: { book_id: id, page_num: 1 } });

      expect(error).toEqual({ detail: expect.stringMatching(/^Failed to get page: ./) });
      expect(leaksIn(error.detail, redact)).toEqual([]);
      expect(await storage.json(objectKeys.metadata(id), Metadata)).toEqual(before);
      await expect(storage).toHaveKeys(objectKeys.prefix(id), [objectKeys.metadata(id), objectKeys.image(id, 1)]);
    },
  );

  test(
    'does not know pages that were never made',
    { tag: ['@integration', '@writes'] },
    async ({ learnlikemagic, book: books }) => {
      const { id } = await books.create();

      for (const page_num of [1, 0, -1]) {
        const error = await learnlikemagic.getPage(404, { path: { book_id: id, page_num } });
        expect(error).toEqual({ detail: `Page ${String(page_num)} not found for book ${id}` });
      }
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
