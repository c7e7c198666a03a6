import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import { bookRowOf, bookStatuses, objectKeys } from '../../../fixtures/learnlikemagic/values.ts';

test.describe('DELETE /admin/books/{book_id}', () => {
  test(
    'removes a book with its row, its guideline rows, its pages and every object',
    {
      tag: ['@integration', '@db', '@s3', '@llm', '@slow', '@writes'],
      annotation: { type: 'plan', description: 'LLM-20' },
    },
    async ({ learnlikemagic, book: books, bookPage, run, database, storage, beside }) => {
      const { id, created_at } = await books.create();
      const path = { book_id: id };
      await bookPage.create(id);
      const row = {
        id: run.name(),
        book_id: id,
        guideline_s3_key: `books/${id}/old.json`,
        status: 'draft',
        created_at,
      };
      await beside.insert('book_guidelines', row);
      const objects = [objectKeys.metadata(id), objectKeys.image(id, 1), objectKeys.text(id, 1)];
      await expect(storage).toHaveKeys(objectKeys.prefix(id), objects);

      const answer = await learnlikemagic.deleteBook.send({ path });

      expect.soft(() => answer.as(204), 'the answer').not.toThrow();
      await expect.soft(database, 'the row').toHaveRowCount('books', { id }, 0);
      await expect.soft(database, 'its guideline rows').toHaveRowCount('book_guidelines', { book_id: id }, 0);
      await expect.soft(storage, 'its objects').toHaveKeys(objectKeys.prefix(id), []);
      expect(await learnlikemagic.getBook(404, { path })).toEqual({ detail: `Book not found: ${id}` });
    },
  );

  test(
    'does not know a book that was never made, nor one that is gone',
    { tag: ['@integration', '@writes'] },
    async ({ learnlikemagic, book: books, run }) => {
      const never = run.name();
      const { id: gone } = await books.create();
      await learnlikemagic.deleteBook(204, { path: { book_id: gone } });

      for (const book_id of [never, gone]) {
        const error = await learnlikemagic.deleteBook(404, { path: { book_id } });
        expect.soft(error).toEqual({ detail: `Book not found: ${book_id}` });
      }
    },
  );

  test(
    'removes every object also when there are more than S3 lists at once',
    { tag: ['@integration', '@db', '@s3', '@slow', '@writes'] },
    async ({ learnlikemagic, book: books, database, storage, beside }) => {
      const { id, s3_prefix } = await books.create();
      const object = { bytes: Buffer.from('page'), contentType: 'text/plain' };
      const numbers = Array.from({ length: 1_005 }, (_, index) => String(index));
      for (let start = 0; start < numbers.length; start += 50) {
        const keys = numbers.slice(start, start + 50).map((number) => `${s3_prefix}guidelines/extra/${number}.txt`);
        await Promise.all(keys.map((key) => beside.put(key, object)));
      }
      expect(await storage.keys(s3_prefix)).toHaveLength(numbers.length + 1);

      const answer = await learnlikemagic.deleteBook.send({ path: { book_id: id } });

      expect.soft(() => answer.as(204), 'the answer').not.toThrow();
      await expect.soft(storage, 'its objects').toHaveKeys(s3_prefix, []);
      await expect.soft(database, 'the row').toHaveRowCount('books', { id }, 0);
    },
  );

  test(
    'leaves alone another book whose id starts the same, and frees the id',
    { tag: ['@integration', '@db', '@s3', '@writes'] },
    async ({ learnlikemagic, book: books, database, storage }) => {
      const draft = books.build();
      const first = await learnlikemagic.createBook(201, { body: draft });
      const second = await learnlikemagic.createBook(201, { body: draft });
      const metadata = await storage.get(objectKeys.metadata(second.id));

      expect(second.id).toBe(`${first.id}_1`);
      const answer = await learnlikemagic.deleteBook.send({ path: { book_id: first.id } });

      expect.soft(() => answer.as(204), 'the answer').not.toThrow();
      await expect.soft(database, 'the row').toHaveRowCount('books', { id: first.id }, 0);
      await expect.soft(storage, 'its objects').toHaveKeys(objectKeys.prefix(first.id), []);
      await expect.soft(database, 'the row of the other').toHaveRow('books', { id: second.id }, bookRowOf(second));
      await expect
        .soft(storage, 'the objects of the other')
        .toHaveKeys(objectKeys.prefix(second.id), [objectKeys.metadata(second.id)]);
      await expect.soft(storage, 'the document of the other').toHaveObject(objectKeys.metadata(second.id), {
        contentType: 'application/json',
        bytes: metadata.bytes,
      });
      const again = await learnlikemagic.createBook(201, { body: draft });
      expect(again).toMatchObject({ id: first.id, status: 'draft' });
    },
  );

  test(
    'removes a book of any status',
    { tag: ['@integration', '@db', '@s3', '@writes'] },
    async ({ learnlikemagic, book: books, database, storage }) => {
      for (const status of bookStatuses) {
        const { id } = await books.create({}, status);
        const answer = await learnlikemagic.deleteBook.send({ path: { book_id: id } });
        expect.soft(() => answer.as(204), `the answer, ${status}`).not.toThrow();
        await expect.soft(database, `the row, ${status}`).toHaveRowCount('books', { id }, 0);
        await expect.soft(storage, `the objects, ${status}`).toHaveKeys(objectKeys.prefix(id), []);
      }
    },
  );
});
