import { expect, test } from '../../fixtures/index.ts';
import { bookKeys, bookRowOf, objectKeys, storedPages } from '../../fixtures/learnlikemagic-values.ts';

const failure = /^Failed to upload page: OCR failed after 3 attempts: OCR extraction failed: ./;

test.describe('POST /admin/books/{book_id}/pages', () => {
  const faults = [
    ['refuses', { status: 400 }],
    ['fails', { status: 503 }],
    ['throttles without end', { status: 429 }],
    ['breaks the connection', { reset: true }],
  ] as const;
  for (const [what, fault] of faults) {
    test(
      `adds no page when the model ${what}, and takes the next upload as page 1`,
      {
        tag: ['@integration', '@db', '@s3', '@llm', '@slow', '@writes', '@fault'],
      },
      async ({ learnlikemagic, book: books, bookPage, pageImage, model, database, storage }) => {
        const book = await books.create();
        const path = { book_id: book.id };
        const image = await pageImage.build();
        await model.fails({ purpose: 'ocr', match: image.word, with: fault });

        const error = await learnlikemagic.uploadPage(500, { path, multipart: { image } });

        expect(error.detail).toMatch(failure);
        expect(await storedPages(storage, book.id)).toEqual([]);
        await expect(database).toHaveRow('books', { id: book.id }, bookRowOf(book));
        const next = await bookPage.create(book.id);
        expect(next.page_num).toBe(1);
        expect(await storedPages(storage, book.id)).toMatchObject([{ page_num: 1, text: next.ocr_text }]);
      },
    );
  }

  test(
    'asks the model three times with the image, and takes a reply without content for a failure',
    {
      tag: ['@integration', '@s3', '@slow', '@writes', '@scripted'],
    },
    async ({ learnlikemagic, book: books, pageImage, model, storage }) => {
      const { id } = await books.create();
      const image = await pageImage.build();
      await model.answers({ purpose: 'ocr', match: image.word, content: null });

      const error = await learnlikemagic.uploadPage(500, { path: { book_id: id }, multipart: { image } });

      expect(error.detail).toMatch(failure);
      expect(await storedPages(storage, id)).toEqual([]);
      const call = { purpose: 'ocr', attempt: 0, model: 'gpt-4o-mini', max_tokens: 4096 };
      expect(await model.calls(image.word)).toMatchObject([call, call, call]);
    },
  );

  test(
    'succeeds when the model answers at the third attempt',
    {
      tag: ['@integration', '@s3', '@llm', '@slow', '@writes', '@fault', '@scripted'],
    },
    async ({ learnlikemagic, book: books, pageImage, model, storage }) => {
      const { id } = await books.create();
      const image = await pageImage.build();
      await model.fails({ purpose: 'ocr', match: image.word, with: { status: 400 }, times: 2 });

      const page = await learnlikemagic.uploadPage(200, { path: { book_id: id }, multipart: { image } });

      expect(page.ocr_text).toContain(image.word);
      expect(await storedPages(storage, id)).toMatchObject([{ page_num: 1, text: page.ocr_text }]);
      expect(await model.calls(image.word)).toMatchObject([{ attempt: 0 }, { attempt: 0 }, { attempt: 0 }]);
    },
  );

  test(
    'leaves one throttled call to the client library, which tries again',
    {
      tag: ['@integration', '@s3', '@llm', '@slow', '@writes', '@fault', '@scripted'],
    },
    async ({ learnlikemagic, book: books, pageImage, model, storage }) => {
      const { id } = await books.create();
      const image = await pageImage.build();
      await model.fails({ purpose: 'ocr', match: image.word, with: { status: 429 }, times: 1 });

      const page = await learnlikemagic.uploadPage(200, { path: { book_id: id }, multipart: { image } });

      expect(page.ocr_text).toContain(image.word);
      expect(await storedPages(storage, id)).toMatchObject([{ page_num: 1, text: page.ocr_text }]);
      expect(await model.calls(image.word)).toMatchObject([{ attempt: 0 }, { attempt: 1 }]);
    },
  );

  const texts = [
    ['an empty text', ''],
    ['a text of several scripts, line ends and blanks as it is', '1. गणित\r\n\tx² + ½ ≠ “3”\n\n  \u{1F4D8}'],
  ] as const;
  for (const [what, content] of texts) {
    test(
      `keeps ${what}, asked for once`,
      {
        tag: ['@integration', '@s3', '@llm', '@writes', '@scripted'],
      },
      async ({ learnlikemagic, book: books, pageImage, model, storage }) => {
        const { id } = await books.create();
        const image = await pageImage.build();
        await model.answers({ purpose: 'ocr', match: image.word, content });

        const page = await learnlikemagic.uploadPage(200, { path: { book_id: id }, multipart: { image } });

        expect(page).toMatchObject({ page_num: 1, ocr_text: content, status: 'pending_review' });
        const text = { contentType: 'text/plain', bytes: Buffer.from(content) };
        await expect(storage).toHaveObject(objectKeys.text(id, 1), text);
        await expect(storage).toHaveKeys(objectKeys.prefix(id), bookKeys(id, 1));
        const read = await learnlikemagic.getPage(200, { path: { book_id: id, page_num: 1 } });
        expect(read.ocr_text).toBe(content);
        expect(await model.calls(image.word)).toMatchObject([
          {
            purpose: 'ocr',
            attempt: 0,
            model: 'gpt-4o-mini',
            max_tokens: 4096,
            temperature: null,
            response_format: null,
          },
        ]);
      },
    );
  }
});
