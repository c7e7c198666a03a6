import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import { bookStatuses } from '../../../fixtures/learnlikemagic/values.ts';

test.describe('GET /admin/books', () => {
  test(
    'finds a book by all that it is filed under',
    { tag: ['@integration', '@db', '@writes'], annotation: { type: 'plan', description: 'LLM-17' } },
    async ({ learnlikemagic, book: books }) => {
      const book = await books.create();
      const { country, board, grade, subject, status } = book;

      const list = await learnlikemagic.listBooks(200, { query: { country, board, grade, subject, status } });

      expect(list).toEqual({ books: [book], total: 1 });
    },
  );

  test(
    'filters by each field alone and joins filters with AND',
    { tag: ['@integration', '@writes'] },
    async ({ learnlikemagic, book: books, run }) => {
      const country = run.name();
      const board = run.name();
      const subject = run.name();
      const odd = await books.create({ country, board, subject: 'Science', grade: 3 });
      const even = await books.create({ country, board: 'CBSE', subject, grade: 4 });
      const other = await books.create({ country: run.name(), board, subject, grade: 3 });
      const idsOf = async (query: Parameters<typeof learnlikemagic.listBooks>[1]): Promise<string[]> => {
        const list = await learnlikemagic.listBooks(200, query);
        expect(list.total).toBe(list.books.length);
        return list.books.map(({ id }) => id);
      };

      expect(await idsOf({ query: { country } })).toEqual([even.id, odd.id]);
      expect(await idsOf({ query: { board } })).toEqual([other.id, odd.id]);
      expect(await idsOf({ query: { subject } })).toEqual([other.id, even.id]);
      expect(await idsOf({ query: { country, grade: 3 } })).toEqual([odd.id]);
      expect(await idsOf({ query: { country, board } })).toEqual([odd.id]);
      expect(await idsOf({ query: { board, subject, grade: 3 } })).toEqual([other.id]);
      expect(await idsOf({ query: { country, board, subject } })).toEqual([]);
    },
  );

  test(
    'compares filters exactly, by case and in full',
    { tag: ['@integration', '@writes'] },
    async ({ learnlikemagic, book: books, run }) => {
      const country = `${run.name()} Inde 100% (République)`;
      const book = await books.create({ country });

      const found = await learnlikemagic.listBooks(200, { query: { country } });
      const upperCase = await learnlikemagic.listBooks(200, { query: { country: country.toUpperCase() } });
      const shorter = await learnlikemagic.listBooks(200, { query: { country: country.slice(0, -1) } });
      const pattern = await learnlikemagic.listBooks(200, { query: { country: `${country.slice(0, -1)}%` } });

      expect(found).toEqual({ books: [book], total: 1 });
      expect([upperCase, shorter, pattern]).toEqual(Array(3).fill({ books: [], total: 0 }));
    },
  );

  test(
    'filters by status, and finds nothing for a word that is no status',
    { tag: ['@integration', '@writes'] },
    async ({ learnlikemagic, book: books, run }) => {
      const country = run.name();
      for (const status of bookStatuses) await books.create({ country }, status);

      for (const status of bookStatuses) {
        const list = await learnlikemagic.listBooks(200, { query: { country, status } });
        expect(list).toMatchObject({ books: [{ country, status }], total: 1 });
      }
      const unknown = await learnlikemagic.listBooks(200, { query: { country, status: 'published' } });
      expect(unknown).toEqual({ books: [], total: 0 });
    },
  );

  test(
    'takes an empty filter as not given',
    { tag: ['@integration', '@writes'] },
    async ({ learnlikemagic, book: books, run }) => {
      const book = await books.create({ board: run.name() });
      const { country, board, subject } = book;
      const found = { books: [book], total: 1 };

      const byCountry = await learnlikemagic.listBooks(200, { query: { country, board: '', subject: '', status: '' } });
      const byBoard = await learnlikemagic.listBooks(200, { query: { country: '', board, subject } });

      expect(byCountry).toEqual(found);
      expect(byBoard).toEqual(found);
    },
  );

  test(
    'lists the newest first, by limit and offset, and counts all of them',
    { tag: ['@integration', '@writes'] },
    async ({ learnlikemagic, book: books, run }) => {
      const country = run.name();
      const [first, second, third, fourth, fifth] = [
        await books.create({ country, title: 'E' }),
        await books.create({ country, title: 'A' }),
        await books.create({ country, title: 'D' }),
        await books.create({ country, title: 'B' }),
        await books.create({ country, title: 'C' }),
      ];
      const page = (limit?: number, offset?: number): ReturnType<typeof learnlikemagic.listBooks<200>> =>
        learnlikemagic.listBooks(200, { query: { country, limit, offset } });

      expect(await page()).toEqual({ books: [fifth, fourth, third, second, first], total: 5 });
      expect(await page(2)).toEqual({ books: [fifth, fourth], total: 5 });
      expect(await page(2, 2)).toEqual({ books: [third, second], total: 5 });
      expect(await page(2, 4)).toEqual({ books: [first], total: 5 });
      expect(await page(undefined, 3)).toEqual({ books: [second, first], total: 5 });
      expect(await page(2, 5)).toEqual({ books: [], total: 5 });
    },
  );

  test(
    'lists nothing for a country without books',
    { tag: ['@smoke', '@integration', '@read-only'] },
    async ({ learnlikemagic, run }) => {
      const list = await learnlikemagic.listBooks(200, { query: { country: run.name() } });

      expect(list).toEqual({ books: [], total: 0 });
    },
  );
});

test.describe('GET /admin/books/{book_id}', () => {
  test(
    'reads a book back, with its pages and without its places of storage',
    { tag: ['@integration', '@db', '@writes'], annotation: { type: 'plan', description: 'LLM-18' } },
    async ({ learnlikemagic, book: books, database }) => {
      const { cover_image_s3_key, s3_prefix, created_by, ...described } = await books.create();
      const { id } = described;

      const detail = await learnlikemagic.getBook(200, { path: { book_id: id } });

      expect(detail).toEqual({ ...described, pages: [] });
      await expect(database).toHaveRow(
        'books',
        { id },
        { ...described, cover_image_s3_key, s3_prefix, created_by, metadata_s3_key: `${s3_prefix}metadata.json` },
      );
    },
  );

  test(
    'shows no pages when the metadata document is missing',
    { tag: ['@integration', '@s3', '@writes'] },
    async ({ learnlikemagic, book: books, storage, beside }) => {
      const { id, s3_prefix } = await books.create();
      await beside.removePrefix(`${s3_prefix}metadata.json`);

      const detail = await learnlikemagic.getBook(200, { path: { book_id: id } });

      expect(detail).toMatchObject({ id, pages: [] });
      await expect(storage).toHaveKeys(s3_prefix, []);
    },
  );

  test(
    'does not know a book that was never made',
    { tag: ['@smoke', '@integration', '@read-only'], annotation: { type: 'plan', description: 'LLM-22' } },
    async ({ learnlikemagic, run }) => {
      const book_id = run.name();

      const error = await learnlikemagic.getBook(404, { path: { book_id } });

      expect(error).toEqual({ detail: `Book not found: ${book_id}` });
    },
  );
});
