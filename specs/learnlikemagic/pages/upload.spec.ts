import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  blank,
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
  readWith,
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
      // Signs beyond ASCII, so that a text in another encoding is noticed where the model reads them.
      const image = await pageImage.build({ lines: ['Café: 2x² ≠ ½ and 3x + 1 = 7.'] });

      const answer = await learnlikemagic.uploadPage.send({ path: { book_id: id }, multipart: { image } });
      const page = answer.as(200);

      expect.soft(page, 'answer').toMatchObject({ page_num: 1, status: 'pending_review' });
      const read = readWith(image.word, page.ocr_text);
      for (const word of ['Linear', 'Equations', image.word]) expect.soft(read, 'text').toContain(word);
      await expect.soft(storage, 'objects').toHaveKeys(objectKeys.prefix(id), bookKeys(id, 1));
      const text = { contentType: 'text/plain', bytes: Buffer.from(page.ocr_text) };
      await expect.soft(storage, 'text object').toHaveObject(objectKeys.text(id, 1), text);
      const row = { ...bookRowOf(book), status: 'uploading_pages', updated_at: expect.any(String) };
      await expect.soft(database, 'row').toHaveRow('books', { id }, row);
      const entry = { ...pageKeys(id, 1), status: 'pending_review' };
      await expect.soft(storage.json(objectKeys.metadata(id), Metadata), 'metadata').resolves.toEqual({
        book_id: id,
        pages: [{ ...entry, uploaded_at: expect.any(String) }],
        total_pages: 1,
        last_updated: expect.any(String),
      });
      await expect
        .soft(learnlikemagic.getBook(200, { path: { book_id: id } }), 'book')
        .resolves.toMatchObject({ pages: [{ ...entry, approved_at: null }] });
      const stored = await storage.get(objectKeys.image(id, 1));
      expect.soft(stored.contentType, 'type of the image').toBe('image/png');
      const png = { format: 'png', width: 800, height: 1000, mode: 'RGB' };
      await expect.soft(pictureOf(stored.bytes), 'image').resolves.toEqual(png);
      await expect.soft(pictureDistance(stored.bytes, image.buffer), 'distance of the image').resolves.toBe(0);
      const metadata = await storage.json(objectKeys.metadata(id), Metadata);
      for (const time of [...metadata.pages.map(({ uploaded_at }) => uploaded_at), metadata.last_updated]) {
        expect.soft(epochOf(time)).toBeGreaterThanOrEqual(epochOf(book.created_at));
        expect.soft(epochOf(time)).toBeLessThan(answer.date + clockTolerance);
      }
    },
  );

  test(
    'accepts a page on which nothing stands, and stores what the model says of it',
    { tag: ['@integration', '@s3', '@llm', '@slow', '@writes'] },
    async ({ learnlikemagic, book: books, pageImage, storage }) => {
      const { id } = await books.create();
      const image = await blank(await pageImage.build());

      const page = await learnlikemagic.uploadPage(200, { path: { book_id: id }, multipart: { image } });

      expect.soft(page).toMatchObject({ page_num: 1, status: 'pending_review' });
      const text = { contentType: 'text/plain', bytes: Buffer.from(page.ocr_text) };
      await expect.soft(storage, 'text object').toHaveObject(objectKeys.text(id, 1), text);
      await expect
        .soft(learnlikemagic.getPage(200, { path: { book_id: id, page_num: 1 } }), 'page')
        .resolves.toMatchObject({ ocr_text: page.ocr_text });
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

        expect.soft(page.page_num, name).toBe(index + 1);
        expect.soft(readWith(image.word, page.ocr_text), name).toContain(image.word);
        const { bytes, contentType } = await storage.get(objectKeys.image(id, page.page_num));
        expect.soft(contentType, name).toBe('image/png');
        expect.soft(await pictureOf(bytes), name).toEqual({ format: 'png', width: 800, height: 1000, mode: 'RGB' });
        expect.soft(await pictureDistance(bytes, image.buffer), name).toBeLessThanOrEqual(40);
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

        expect.soft(readWith(image.word, page.ocr_text), sent).toContain(image.word);
        const { bytes } = await storage.get(objectKeys.image(id, page.page_num));
        expect.soft(await pictureOf(bytes), sent).toEqual({ format: 'png', width: 800, height: 1000, mode: kept });
        expect.soft(await pictureDistance(bytes, image.buffer), sent).toBe(0);
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

      expect(readWith(image.word, page.ocr_text)).toContain(image.word);
      await expect(storage).toHaveKeys(objectKeys.prefix(id), bookKeys(id, 1));
    },
  );
});
