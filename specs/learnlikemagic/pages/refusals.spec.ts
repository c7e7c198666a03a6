import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  bookKeys,
  bookRowOf,
  largestImage,
  objectKeys,
  paddedTo,
  refusedFields,
} from '../../../fixtures/learnlikemagic/values.ts';

interface ImageFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

const fake = (name: string, buffer: Buffer = Buffer.from('not an image')): ImageFile => ({
  name,
  mimeType: 'image/png',
  buffer,
});
const tooLarge = Buffer.alloc(largestImage + 1, 'x');
const tooLargeDetail = 'Image file too large: 10485761 bytes. Maximum size: 10485760 bytes';
const refusedStatuses = ['pages_complete', 'generating_guidelines', 'guidelines_pending_review', 'approved'] as const;
const statusDetail = (status: string): string =>
  `Cannot upload pages for book in status '${status}'. Book must be in 'draft' or 'uploading_pages' status.`;

test.describe('POST /admin/books/{book_id}/pages', () => {
  test(
    'refuses other extensions, whatever the file holds, and stores nothing',
    {
      tag: ['@integration', '@db', '@s3', '@writes'],
      annotation: { type: 'plan', description: 'LLM-27' },
    },
    async ({ learnlikemagic, book: books, pageImage, database, storage }) => {
      const book = await books.create();
      const path = { book_id: book.id };
      const metadata = await storage.get(objectKeys.metadata(book.id));
      const { buffer } = await pageImage.build();
      const files = [
        ['page.txt', '.txt'],
        ['page.tif', '.tif'],
        ['page.gif', '.gif'],
        ['page.bmp', '.bmp'],
        ['page.png.pdf', '.pdf'],
        ['page', ''],
      ] as const;

      for (const [name, extension] of files) {
        const image = { name, mimeType: 'image/png', buffer };
        const { detail } = await learnlikemagic.uploadPage(400, { path, multipart: { image } });
        const [refusal, formats = ''] = detail.split('. Supported formats: ');
        expect(refusal).toBe(`Unsupported image format: ${extension}`);
        expect(formats.split(', ').sort()).toEqual(['.jpeg', '.jpg', '.png', '.tiff', '.webp']);
      }

      await expect(storage).toHaveKeys(objectKeys.prefix(book.id), bookKeys(book.id, 0));
      const unchanged = { contentType: 'application/json', bytes: metadata.bytes };
      await expect(storage).toHaveObject(objectKeys.metadata(book.id), unchanged);
      await expect(database).toHaveRow('books', { id: book.id }, bookRowOf(book));
    },
  );

  test(
    'refuses files that are no image behind a right extension, and stores nothing',
    { tag: ['@integration', '@db', '@s3', '@writes'] },
    async ({ learnlikemagic, book: books, pageImage, database, storage }) => {
      const book = await books.create();
      const path = { book_id: book.id };
      const { buffer } = await pageImage.build();

      const contents = [Buffer.from('not an image'), Buffer.alloc(0), buffer.subarray(0, 20)];
      for (const content of contents) {
        for (const name of ['page.png', 'page.jpg', 'page.tiff', 'page.webp']) {
          const image = fake(name, content);
          const { detail } = await learnlikemagic.uploadPage(400, { path, multipart: { image } });
          expect(detail).toMatch(/^Invalid image file: ./);
        }
      }
      // A JPEG without its end opens as an image; only drawing it shows that half is missing.
      const jpeg = await pageImage.build({ extension: 'jpg' });
      const half = { ...jpeg, buffer: jpeg.buffer.subarray(0, jpeg.buffer.length / 2) };
      const { detail } = await learnlikemagic.uploadPage(400, { path, multipart: { image: half } });
      expect(detail).toMatch(/^Image conversion failed: ./);

      await expect(storage).toHaveKeys(objectKeys.prefix(book.id), bookKeys(book.id, 0));
      await expect(database).toHaveRow('books', { id: book.id }, bookRowOf(book));
    },
  );

  test(
    'refuses an image that is one byte too large',
    { tag: ['@integration', '@db', '@s3', '@writes'] },
    async ({ learnlikemagic, book: books, pageImage, database, storage }) => {
      const book = await books.create();
      const image = paddedTo(largestImage + 1, await pageImage.build({ extension: 'tiff' }));

      const error = await learnlikemagic.uploadPage(400, { path: { book_id: book.id }, multipart: { image } });

      expect(error).toEqual({ detail: tooLargeDetail });
      await expect(storage).toHaveKeys(objectKeys.prefix(book.id), bookKeys(book.id, 0));
      await expect(database).toHaveRow('books', { id: book.id }, bookRowOf(book));
    },
  );

  test(
    'refuses a form without a file named image, before it looks for the book',
    { tag: ['@integration', '@db', '@s3', '@writes'] },
    async ({ learnlikemagic, book: books, pageImage, run, database, storage }) => {
      const book = await books.create();
      const file = await pageImage.build();

      for (const book_id of [book.id, run.name()]) {
        const wrongName = await learnlikemagic.uploadPage(422, { path: { book_id }, multipart: { file } });
        const noFile = await learnlikemagic.uploadPage(422, { path: { book_id }, multipart: { image: 'a text' } });
        const nothing = await learnlikemagic.uploadPage(422, { path: { book_id } });
        expect(refusedFields(wrongName)).toEqual(['missing at body.image']);
        expect(refusedFields(noFile)).toEqual(['value_error at body.image']);
        expect(refusedFields(nothing)).toEqual(['missing at body.image']);
      }

      await expect(storage).toHaveKeys(objectKeys.prefix(book.id), bookKeys(book.id, 0));
      await expect(database).toHaveRow('books', { id: book.id }, bookRowOf(book));
    },
  );

  test(
    'does not know a book that was never made, whatever is sent to it',
    { tag: ['@integration', '@s3', '@writes'], annotation: { type: 'plan', description: 'LLM-28' } },
    async ({ learnlikemagic, pageImage, run, storage }) => {
      const book_id = run.name();

      for (const image of [await pageImage.build(), fake('page.txt'), fake('page.png', tooLarge)]) {
        const error = await learnlikemagic.uploadPage(404, { path: { book_id }, multipart: { image } });
        expect(error).toEqual({ detail: `Book not found: ${book_id}` });
      }

      await expect(storage).toHaveKeys(objectKeys.prefix(book_id), []);
    },
  );

  test(
    'refuses pages once they are complete, in every later status',
    { tag: ['@integration', '@db', '@s3', '@writes'] },
    async ({ learnlikemagic, book: books, pageImage, database, storage }) => {
      const { id } = await books.create();
      const path = { book_id: id };
      const image = await pageImage.build();
      await learnlikemagic.updateBookStatus(200, { path, body: { status: 'uploading_pages' } });

      for (const status of refusedStatuses) {
        const book = await learnlikemagic.updateBookStatus(200, { path, body: { status } });
        const error = await learnlikemagic.uploadPage(400, { path, multipart: { image } });
        expect(error).toEqual({ detail: statusDetail(status) });
        await expect(database).toHaveRow('books', { id }, bookRowOf(book));
      }

      await expect(storage).toHaveKeys(objectKeys.prefix(id), bookKeys(id, 0));
    },
  );

  test(
    'looks at the status first, then the size, then the extension, then the content',
    { tag: ['@integration', '@s3', '@writes'] },
    async ({ learnlikemagic, book: books, storage }) => {
      const complete = await books.create({}, 'pages_complete');
      const open = await books.create();
      const detailOf = async (book_id: string, image: ImageFile): Promise<string> =>
        (await learnlikemagic.uploadPage(400, { path: { book_id }, multipart: { image } })).detail;

      expect(await detailOf(complete.id, fake('page.txt', tooLarge))).toBe(statusDetail('pages_complete'));
      expect(await detailOf(open.id, fake('page.txt', tooLarge))).toBe(tooLargeDetail);
      expect(await detailOf(open.id, fake('page.txt'))).toMatch(/^Unsupported image format: \.txt\. /);
      expect(await detailOf(open.id, fake('page.png'))).toMatch(/^Invalid image file: /);
      await expect(storage).toHaveKeys(objectKeys.prefix(open.id), bookKeys(open.id, 0));
    },
  );
});
