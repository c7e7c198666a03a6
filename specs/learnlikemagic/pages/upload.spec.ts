import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  bookKeys,
  bookRowOf,
  clockTolerance,
  epochOf,
  inMode,
  largestImage,
  Metadata,
  objectKeys,
  paddedTo,
  pageKeys,
  pictureDistance,
  pictureOf,
} from '../../../fixtures/learnlikemagic/values.ts';

test.describe('POST /admin/books/{book_id}/pages', () => {
  test(
    'stores image, text and entry of the first page, and moves the draft to uploading pages',
    {
      tag: ['@critical', '@integration', '@db', '@s3', '@llm', '@slow', '@writes'],
      annotation: { type: 'plan', description: 'LLM-23' },
    },
    async ({ learnlikemagic, book: books, pageImage, database, storage }) => {
      const book = await books.create();
      const { id } = book;
      const image = await pageImage.build();

      const answer = await learnlikemagic.uploadPage.send({ path: { book_id: id }, multipart: { image } });
      const page = answer.as(200);

      expect(page).toMatchObject({ page_num: 1, status: 'pending_review' });
      for (const word of ['Linear', 'Equations', image.word]) expect(page.ocr_text).toContain(word);
      await expect(storage).toHaveKeys(objectKeys.prefix(id), bookKeys(id, 1));
      const stored = await storage.get(objectKeys.image(id, 1));
      expect(stored.contentType).toBe('image/png');
      expect(await pictureOf(stored.bytes)).toEqual({ format: 'png', width: 800, height: 1000, mode: 'RGB' });
      expect(await pictureDistance(stored.bytes, image.buffer)).toBe(0);
      const text = { contentType: 'text/plain', bytes: Buffer.from(page.ocr_text) };
      await expect(storage).toHaveObject(objectKeys.text(id, 1), text);

      const metadata = await storage.json(objectKeys.metadata(id), Metadata);
      const entry = { ...pageKeys(id, 1), status: 'pending_review' };
      expect(metadata).toEqual({
        book_id: id,
        pages: [{ ...entry, uploaded_at: expect.any(String) }],
        total_pages: 1,
        last_updated: expect.any(String),
      });
      for (const time of [...metadata.pages.map(({ uploaded_at }) => uploaded_at), metadata.last_updated]) {
        expect(epochOf(time)).toBeGreaterThanOrEqual(epochOf(book.created_at));
        expect(epochOf(time)).toBeLessThan(answer.date + clockTolerance);
      }
      const row = { ...bookRowOf(book), status: 'uploading_pages', updated_at: expect.any(String) };
      await expect(database).toHaveRow('books', { id }, row);
      const detail = await learnlikemagic.getBook(200, { path: { book_id: id } });
      expect(detail.pages).toEqual([{ ...entry, approved_at: null }]);
    },
  );

  // The extension of the file name decides, in any case of letters; the part's content type does not.
  const files = [
    ['png', 'page.PNG', 'image/png'],
    ['jpg', 'page.jpg', 'image/jpeg'],
    ['jpeg', 'page one.JpEg', 'application/octet-stream'],
    ['tiff', 'page.v1.tiff', 'image/tiff'],
    ['webp', 'page.WEBP', 'text/plain'],
  ] as const;

  test(
    'accepts PNG, JPEG under both extensions, TIFF and WebP, numbers them and stores each as PNG',
    { tag: ['@integration', '@s3', '@llm', '@slow', '@writes'] },
    async ({ learnlikemagic, book: books, pageImage, storage }) => {
      const { id } = await books.create();
      for (const [index, [extension, name, mimeType]] of files.entries()) {
        const image = await pageImage.build({ extension });
        const file = { name, mimeType, buffer: image.buffer };

        const page = await learnlikemagic.uploadPage(200, { path: { book_id: id }, multipart: { image: file } });

        expect(page.page_num, name).toBe(index + 1);
        expect(page.ocr_text, name).toContain(image.word);
        const { bytes, contentType } = await storage.get(objectKeys.image(id, page.page_num));
        expect(contentType, name).toBe('image/png');
        expect(await pictureOf(bytes), name).toEqual({ format: 'png', width: 800, height: 1000, mode: 'RGB' });
        expect(await pictureDistance(bytes, image.buffer), name).toBeLessThanOrEqual(40);
      }
    },
  );

  const modes = [
    ['L', 'L'],
    ['RGB', 'RGB'],
    ['RGBA', 'RGB'],
  ] as const;

  test(
    'keeps a grey image grey and colours as they are, and drops transparency',
    { tag: ['@integration', '@s3', '@llm', '@slow', '@writes'] },
    async ({ learnlikemagic, book: books, pageImage, storage }) => {
      const { id } = await books.create();
      for (const [sent, kept] of modes) {
        const image = await inMode(await pageImage.build(), sent);
        expect(await pictureOf(image.buffer)).toMatchObject({ mode: sent });

        const page = await learnlikemagic.uploadPage(200, { path: { book_id: id }, multipart: { image } });

        expect(page.ocr_text, sent).toContain(image.word);
        const { bytes } = await storage.get(objectKeys.image(id, page.page_num));
        expect(await pictureOf(bytes), sent).toEqual({ format: 'png', width: 800, height: 1000, mode: kept });
        expect(await pictureDistance(bytes, image.buffer), sent).toBe(0);
      }
    },
  );

  test(
    'accepts an image of exactly 10485760 bytes',
    { tag: ['@integration', '@s3', '@llm', '@slow', '@writes'] },
    async ({ learnlikemagic, book: books, pageImage, storage }) => {
      const { id } = await books.create();
      const image = paddedTo(largestImage, await pageImage.build({ extension: 'tiff' }));
      expect(image.buffer).toHaveLength(largestImage);

      const page = await learnlikemagic.uploadPage(200, { path: { book_id: id }, multipart: { image } });

      expect(page.ocr_text).toContain(image.word);
      await expect(storage).toHaveKeys(objectKeys.prefix(id), bookKeys(id, 1));
    },
  );
});
