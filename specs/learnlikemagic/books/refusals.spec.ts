import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import { refusedFields } from '../../../fixtures/learnlikemagic/values.ts';

/** What is sent over a good draft, and what the answer must complain of. */
const refusals = [
  ['a title of 256 characters', { title: '\u{1F4D8}'.repeat(256) }, ['string_too_long at body.title']],
  [
    'an empty country, board and subject',
    { country: '', board: '', subject: '' },
    ['string_too_short at body.board', 'string_too_short at body.country', 'string_too_short at body.subject'],
  ],
  [
    'a grade and a year just too low',
    { grade: 0, edition_year: 1899 },
    ['greater_than_equal at body.edition_year', 'greater_than_equal at body.grade'],
  ],
  [
    'a grade and a year just too high',
    { grade: 13, edition_year: 2101 },
    ['less_than_equal at body.edition_year', 'less_than_equal at body.grade'],
  ],
  [
    'fractions of a grade and of a year',
    { grade: 8.5, edition_year: 2024.5 },
    ['int_from_float at body.edition_year', 'int_from_float at body.grade'],
  ],
  [
    'numbers for texts',
    { title: 8, author: 8, edition: 8, country: 8, board: 8, subject: 8 },
    ['author', 'board', 'country', 'edition', 'subject', 'title'].map((field) => `string_type at body.${field}`),
  ],
  [
    'null for a required text',
    { title: null, country: null, board: null, subject: null },
    ['board', 'country', 'subject', 'title'].map((field) => `string_type at body.${field}`),
  ],
  [
    'the absence of every required field',
    { title: undefined, country: undefined, board: undefined, grade: undefined, subject: undefined },
    ['board', 'country', 'grade', 'subject', 'title'].map((field) => `missing at body.${field}`),
  ],
] as const;

test.describe('POST /admin/books', () => {
  test(
    'refuses an empty title and a grade in words and stores nothing',
    { tag: ['@integration', '@db', '@s3', '@writes'], annotation: { type: 'plan', description: 'LLM-21' } },
    async ({ learnlikemagic, book: books, run, database, storage }) => {
      const author = run.name();

      const error = await learnlikemagic.createBook(422, {
        body: { ...books.build({ author }), title: '', grade: 'invalid' },
      });

      expect(refusedFields(error)).toEqual(['int_parsing at body.grade', 'string_too_short at body.title']);
      await expect(database).toHaveRowCount('books', { author }, 0);
      await expect(storage).toHaveKeys(`books/${author}`, []);
    },
  );

  test(
    'names every field that is missing, too short, too long, out of range or of another type, and stores nothing',
    { tag: ['@integration', '@db', '@s3', '@writes'] },
    async ({ learnlikemagic, book: books, run, database, storage }) => {
      const author = run.name();
      const draft = books.build({ author, edition: author });

      const errors = await Promise.all(
        refusals.map(([, overrides]) => learnlikemagic.createBook(422, { body: { ...draft, ...overrides } })),
      );

      expect(errors.map((error, index) => [refusals[index]?.[0], refusedFields(error)])).toEqual(
        refusals.map(([what, , complaints]) => [what, complaints]),
      );
      await expect(database).toHaveRowCount('books', { author }, 0);
      await expect(database).toHaveRowCount('books', { edition: author }, 0);
      await expect(storage).toHaveKeys(`books/${author}`, []);
    },
  );
});
