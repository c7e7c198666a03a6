import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  bookIdOf,
  bookOf,
  bookRowOf,
  clockTolerance,
  epochOf,
  Metadata,
  objectKeys,
} from '../../../fixtures/learnlikemagic/values.ts';

test.describe('POST /admin/books', () => {
  test(
    'creates a draft with its row and an empty metadata document',
    {
      tag: ['@critical', '@integration', '@db', '@s3', '@writes'],
      annotation: { type: 'plan', description: 'LLM-16' },
    },
    async ({ learnlikemagic, book: books, database, storage }) => {
      const draft = books.build();

      const answer = await learnlikemagic.createBook.send({ body: draft });
      const book = answer.as(201);

      const { id, created_at } = book;
      const expected = bookOf(draft, bookIdOf(draft, 0));
      expect
        .soft(book, 'the answer')
        .toEqual({ ...expected, created_at: expect.any(String), updated_at: expect.any(String) });
      expect.soft(Math.abs(epochOf(created_at) - answer.date), 'the time').toBeLessThan(clockTolerance);
      await expect.soft(database, 'the row').toHaveRow('books', { id }, bookRowOf(book));
      await expect.soft(storage, 'the objects').toHaveKeys(objectKeys.prefix(id), [objectKeys.metadata(id)]);
      const metadata = await storage.json(objectKeys.metadata(id), Metadata);
      expect(metadata).toEqual({ book_id: id, pages: [], total_pages: 0, last_updated: expect.any(String) });
      expect(Math.abs(epochOf(metadata.last_updated) - answer.date)).toBeLessThan(clockTolerance);
    },
  );

  test(
    'forms the id from author, subject, grade and year, in lower case and with underscores for spaces',
    { tag: ['@integration', '@writes'] },
    async ({ learnlikemagic, book: books, run }) => {
      const author = run.name();
      const draft = books.build({
        author: `${author} R. D. Sharma`,
        subject: 'Social Studies',
        grade: 8,
        edition_year: 2024,
      });

      const book = await learnlikemagic.createBook(201, { body: draft });

      expect(book.id).toBe(`${author}_r._d._sharma_social_studies_8_2024`);
      expect(book).toMatchObject(bookOf(draft, book.id));
    },
  );

  const nameless = [{}, { author: '' }, { author: null, edition: null, edition_year: null }];

  test(
    'uses "unknown" and the current year for a book whose author and year are absent, empty or null',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ learnlikemagic, run, database }) => {
      for (const fields of nameless) {
        const subject = `${run.name()} Algebra`;
        const draft = { title: 'Without Author', country: 'India', board: 'CBSE', grade: 8, subject, ...fields };

        const book = await learnlikemagic.createBook(201, { body: draft });

        const id = bookIdOf(draft, Number(book.created_at.slice(0, 4)));
        expect(id).toMatch(/^unknown_test_/);
        expect(book).toMatchObject(bookOf(draft, id));
        await expect(database).toHaveRow('books', { id }, bookRowOf(book));
      }
    },
  );

  test(
    'numbers books with the same metadata',
    { tag: ['@integration', '@db', '@s3', '@writes'] },
    async ({ learnlikemagic, book: books, database, storage }) => {
      const draft = books.build();
      const id = bookIdOf(draft, 0);

      for (const expectedId of [id, `${id}_1`, `${id}_2`]) {
        const book = await learnlikemagic.createBook(201, { body: draft });
        expect.soft(book, 'the answer').toMatchObject(bookOf(draft, expectedId));
        await expect.soft(database, 'the row').toHaveRow('books', { id: book.id }, bookRowOf(book));
        await expect
          .soft(storage, 'the objects')
          .toHaveKeys(objectKeys.prefix(book.id), [objectKeys.metadata(book.id)]);
      }
    },
  );

  const accepted = [
    { title: 'T', country: 'C', board: 'B' },
    { title: '\u{1F4D8}'.repeat(255) },
    { grade: 1, edition_year: 1900 },
    { grade: 12, edition_year: 2100 },
    { title: `<b>Maths'; DROP TABLE "books";</b> गणित`, board: 'État № 1' },
    // White space around it, and letters that have a composed and a decomposed form.
    { title: '  Géométrie à l’école \t' },
  ];

  test(
    'accepts the shortest and longest texts, the first and last grades and years, markup and any script',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ learnlikemagic, book: books, database }) => {
      for (const overrides of accepted) {
        const draft = books.build(overrides);

        const book = await learnlikemagic.createBook(201, { body: draft });

        expect(book).toMatchObject(bookOf(draft, bookIdOf(draft, 0)));
        await expect(database).toHaveRow('books', { id: book.id }, bookRowOf(book));
      }
    },
  );
});
