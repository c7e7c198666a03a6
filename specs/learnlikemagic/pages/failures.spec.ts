import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import { bookKeys, bookRowOf, objectKeys, readWith, storedPages } from '../../../fixtures/learnlikemagic/values.ts';

const failure = /^Failed to upload page: OCR failed after 3 attempts: OCR extraction failed: ./;

test.describe('POST /admin/books/{book_id}/pages', () => {
  const faults = [{ status: 400 }, { status: 503 }, { status: 429 }, { reset: true }] as const;

  test(
    'adds no page when the model refuses, fails, throttles without end or cannot be reached, and numbers the next from 1',
    { tag: ['@integration', '@db', '@s3', '@llm', '@slow', '@writes', '@fault'] },
    async ({ learnlikemagic, book: books, bookPage, pageImage, model, database, storage }) => {
      const book = await books.create();
      const path = { book_id: book.id };

      const answers = await Promise.all(
        faults.map(async (fault) => {
          const image = await pageImage.build();
          await model.fails({ purpose: 'ocr', match: image.word, with: fault });
          return learnlikemagic.uploadPage.send({ path, multipart: { image }, llmCalls: 3 * faults.length });
        }),
      );

      await expect.soft(storage, 'objects').toHaveKeys(objectKeys.prefix(book.id), bookKeys(book.id, 0));
      await expect.soft(storedPages(storage, book.id), 'page entries').resolves.toEqual([]);
      await expect.soft(database, 'row').toHaveRow('books', { id: book.id }, bookRowOf(book));
      const errors = answers.map((answer) => answer.as(500));
      expect.soft(errors).toEqual(faults.map(() => ({ detail: expect.stringMatching(failure) })));
      const next = await bookPage.create(book.id);
      expect.soft(next.page_num).toBe(1);
      await expect
        .soft(storedPages(storage, book.id), 'page entries')
        .resolves.toMatchObject([{ page_num: 1, text: next.ocr_text }]);
      await expect.soft(storage, 'objects').toHaveKeys(objectKeys.prefix(book.id), bookKeys(book.id, 1));
    },
  );

  test(
    'asks the model three times with the image, and takes a reply without content for a failure',
    {
      tag: ['@integration', '@s3', '@writes', '@scripted'],
    },
    async ({ learnlikemagic, book: books, pageImage, model, storage }) => {
      const { id } = await books.create();
      const image = await pageImage.build();
      await model.answers({ purpose: 'ocr', match: image.word, content: null });

      const answer = await learnlikemagic.uploadPage.send({ path: { book_id: id }, multipart: { image } });

      await expect.soft(storedPages(storage, id), 'page entries').resolves.toEqual([]);
      const call = { purpose: 'ocr', attempt: 0, model: 'gpt-4o-mini', max_tokens: 4096 };
      await expect.soft(model.calls(image.word), 'calls').resolves.toMatchObject([call, call, call]);
      expect(answer.as(500).detail).toMatch(failure);
    },
  );

  test(
    'succeeds when the model answers at the third attempt',
    {
      tag: ['@integration', '@s3', '@llm', '@writes', '@fault', '@scripted'],
    },
    async ({ learnlikemagic, book: books, pageImage, model, storage }) => {
      const { id } = await books.create();
      const image = await pageImage.build();
      await model.fails({ purpose: 'ocr', match: image.word, with: { status: 400 }, times: 2 });

      const page = await learnlikemagic.uploadPage(200, { path: { book_id: id }, multipart: { image } });

      expect.soft(readWith(image.word, page.ocr_text)).toContain(image.word);
      await expect.soft(storedPages(storage, id)).resolves.toMatchObject([{ page_num: 1, text: page.ocr_text }]);
      expect(await model.calls(image.word)).toMatchObject([{ attempt: 0 }, { attempt: 0 }, { attempt: 0 }]);
    },
  );

  test(
    'leaves one throttled call to the client library, which tries again',
    {
      tag: ['@integration', '@s3', '@llm', '@writes', '@fault', '@scripted'],
    },
    async ({ learnlikemagic, book: books, pageImage, model, storage }) => {
      const { id } = await books.create();
      const image = await pageImage.build();
      await model.fails({ purpose: 'ocr', match: image.word, with: { status: 429 }, times: 1 });

      const page = await learnlikemagic.uploadPage(200, { path: { book_id: id }, multipart: { image } });

      expect.soft(readWith(image.word, page.ocr_text)).toContain(image.word);
      await expect.soft(storedPages(storage, id)).resolves.toMatchObject([{ page_num: 1, text: page.ocr_text }]);
      expect(await model.calls(image.word)).toMatchObject([{ attempt: 0 }, { attempt: 1 }]);
    },
  );

  test(
    'keeps a text of several scripts, line ends and blanks as it is, and an empty text, asked for once',
    { tag: ['@integration', '@s3', '@llm', '@writes', '@scripted'] },
    async ({ learnlikemagic, book: books, pageImage, model, storage }) => {
      const { id } = await books.create();
      const texts = ['1. गणित\r\n\tx² + ½ ≠ “3”\n\n  \u{1F4D8}', ''];
      for (const [index, content] of texts.entries()) {
        const page_num = index + 1;
        const image = await pageImage.build();
        await model.answers({ purpose: 'ocr', match: image.word, content });

        const page = await learnlikemagic.uploadPage(200, { path: { book_id: id }, multipart: { image } });

        expect.soft(page).toMatchObject({ page_num, ocr_text: content, status: 'pending_review' });
        const text = { contentType: 'text/plain', bytes: Buffer.from(content) };
        await expect.soft(storage).toHaveObject(objectKeys.text(id, page_num), text);
        await expect.soft(storage).toHaveKeys(objectKeys.prefix(id), bookKeys(id, page_num));
        const read = await learnlikemagic.getPage(200, { path: { book_id: id, page_num } });
        expect.soft(read.ocr_text).toBe(content);
        const manner = { model: 'gpt-4o-mini', max_tokens: 4096, temperature: null, response_format: null };
        expect(await model.calls(image.word)).toMatchObject([{ purpose: 'ocr', attempt: 0, ...manner }]);
      }
    },
  );
});
