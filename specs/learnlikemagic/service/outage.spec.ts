import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import {
  bookRowOf,
  objectKeys,
  operations,
  pathOfNothing,
  refusedSomehow,
} from '../../../fixtures/learnlikemagic/values.ts';

/** Operations that need the database, and how their failure begins (contract a). */
const failures = [
  [operations.getCurriculum, { query: { country: 'India', board: 'CBSE', grade: 8 } }, 'Error fetching curriculum: '],
  [operations.listBooks, {}, 'Failed to list books: '],
  [operations.getBook, {}, 'Failed to get book: '],
  [operations.updateBookStatus, { body: { status: 'uploading_pages' } }, 'Failed to update book status: '],
  [operations.deleteBook, {}, 'Failed to delete book: '],
  [operations.approvePage, {}, 'Failed to approve page: '],
  [operations.deletePage, {}, 'Failed to delete page: '],
  [operations.generateGuidelines, { body: {} }, 'Failed to generate guidelines: '],
  [operations.listGuidelines, {}, 'Failed to get guidelines: '],
  [operations.getGuideline, {}, 'Failed to get guideline: '],
  [operations.approveGuidelines, {}, 'Failed to approve guidelines: '],
  [operations.deleteGuidelines, {}, 'Failed to reject guidelines: '],
] as const;

/** Operations that look for a row as well, but whose failure is left to the application. */
const unnamed = [
  [operations.getSession, {}],
  [operations.listReviewedBooks, {}],
  [operations.listTopics, {}],
  [operations.getSubtopic, {}],
  [operations.updateSubtopic, { body: { examples: [] } }],
  [operations.approveSubtopic, { body: { approved: true } }],
  [operations.getPageAssignments, {}],
  [operations.syncToDatabase, {}],
] as const;

test.describe('every operation that needs the database', () => {
  test(
    'answers one sentence and changes nothing when the database refuses',
    { tag: ['@integration', '@db', '@s3', '@writes', '@fault'] },
    async ({ learnlikemagicOutage, book: books, database, storage }) => {
      const book = await books.create();
      const path = pathOfNothing(book.id);

      const answers = await Promise.all(
        failures.map(([operation, request]) => learnlikemagicOutage.send(operation, { path, ...request })),
      );

      const details = answers.map((answer) => answer.as(500).detail);
      expect(details).toEqual(
        failures.map(([, , beginning]) => expect.stringMatching(new RegExp(`^${beginning}\\S.*$`))),
      );
      await expect(database).toHaveRow('books', { id: book.id }, bookRowOf(book));
      await expect(storage).toHaveKeys(objectKeys.prefix(book.id), [objectKeys.metadata(book.id)]);
    },
  );

  test(
    'shows nothing of its inside where the contract names no error of its own',
    { tag: ['@integration', '@db', '@s3', '@writes', '@fault'] },
    async ({ learnlikemagicOutage, book: books, database, storage }) => {
      const book = await books.create();
      const path = pathOfNothing(book.id);
      const query = { topic_key: book.id };

      const answers = await Promise.all(
        unnamed.map(([operation, request]) =>
          learnlikemagicOutage.send(refusedSomehow(operation), { path, query, ...request }),
        ),
      );

      for (const answer of answers) answer.as(answer.status);
      await expect(database).toHaveRow('books', { id: book.id }, bookRowOf(book));
      await expect(storage).toHaveKeys(objectKeys.prefix(book.id), [objectKeys.metadata(book.id)]);
    },
  );
});

test.describe('POST /admin/books', () => {
  test(
    'leaves neither a row nor an object when the database refuses',
    { tag: ['@integration', '@db', '@s3', '@writes', '@fault'] },
    async ({ learnlikemagicOutage, book, run, database, storage }) => {
      const author = run.name();

      const { detail } = await learnlikemagicOutage.createBook(500, { body: book.build({ author }) });

      expect(detail).toMatch(/^Failed to create book: \S.*$/);
      await expect(database).toHaveRowCount('books', { author }, 0);
      await expect(storage).toHaveKeys(`books/${author}`, []);
    },
  );
});

test.describe('POST /admin/books/{book_id}/pages', () => {
  test(
    'leaves neither an image nor a text when the database refuses',
    { tag: ['@integration', '@db', '@s3', '@writes', '@fault'] },
    async ({ learnlikemagicOutage, book: books, pageImage, database, storage }) => {
      const book = await books.create();
      const image = await pageImage.build();

      const { detail } = await learnlikemagicOutage.uploadPage(500, {
        path: { book_id: book.id },
        multipart: { image },
      });

      expect(detail).toMatch(/^Failed to upload page: \S.*$/);
      await expect(database).toHaveRow('books', { id: book.id }, bookRowOf(book));
      await expect(storage).toHaveKeys(objectKeys.prefix(book.id), [objectKeys.metadata(book.id)]);
    },
  );
});
