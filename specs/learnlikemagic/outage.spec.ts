import { expect, test } from '../../fixtures/index.ts';
import { bookRowOf, leaksIn, objectKeys, operations, pathOfNothing } from '../../fixtures/learnlikemagic-values.ts';

const goal = { topic: 'Algebra', syllabus: 'CBSE', learning_objectives: ['Adds'], guideline_id: 'unknown' };

/** Operations that need the database, and how their failure begins (contract a). */
const failures = [
  [operations.getCurriculum, { query: { country: 'India', board: 'CBSE', grade: 8 } }, 'Error fetching curriculum: '],
  [operations.createSession, { body: { student: { id: 'Ada', grade: 8 }, goal } }, 'Error creating session: '],
  [operations.submitStep, { body: { student_reply: '4' } }, 'Error processing step: '],
  [operations.getSummary, {}, 'Error getting summary: '],
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

for (const [operation, request, beginning] of failures) {
  test.describe(`${operation.method} ${operation.path}`, () => {
    test(
      'answers one sentence that shows nothing of its inside, and changes nothing, when the database refuses',
      { tag: ['@integration', '@db', '@s3', '@writes', '@fault'] },
      async ({ learnlikemagicOutage, book: books, database, storage, redact }) => {
        const book = await books.create();

        const answer = await learnlikemagicOutage.send(operation, { path: pathOfNothing(book.id), ...request });

        const { detail } = answer.as(500);
        expect(detail).toMatch(new RegExp(`^${beginning}\\S.*$`));
        expect(leaksIn(detail, redact)).toEqual([]);
        await expect(database).toHaveRow('books', { id: book.id }, bookRowOf(book));
        await expect(storage).toHaveKeys(objectKeys.prefix(book.id), [objectKeys.metadata(book.id)]);
      },
    );
  });
}

test.describe('POST /admin/books', () => {
  test(
    'leaves neither a row nor an object when the database refuses',
    { tag: ['@integration', '@db', '@s3', '@writes', '@fault'] },
    async ({ learnlikemagicOutage, book, run, database, storage, redact }) => {
      const author = run.name();

      const { detail } = await learnlikemagicOutage.createBook(500, { body: book.build({ author }) });

      expect(detail).toMatch(/^Failed to create book: \S.*$/);
      expect(leaksIn(detail, redact)).toEqual([]);
      await expect(database).toHaveRowCount('books', { author }, 0);
      await expect(storage).toHaveKeys(`books/${author}`, []);
    },
  );
});

test.describe('POST /admin/books/{book_id}/pages', () => {
  test(
    'leaves neither an image nor a text when the database refuses',
    { tag: ['@integration', '@db', '@s3', '@writes', '@fault'] },
    async ({ learnlikemagicOutage, book: books, pageImage, database, storage, redact }) => {
      const book = await books.create();
      const image = await pageImage.build();

      const { detail } = await learnlikemagicOutage.uploadPage(500, {
        path: { book_id: book.id },
        multipart: { image },
      });

      expect(detail).toMatch(/^Failed to upload page: \S.*$/);
      expect(leaksIn(detail, redact)).toEqual([]);
      await expect(database).toHaveRow('books', { id: book.id }, bookRowOf(book));
      await expect(storage).toHaveKeys(objectKeys.prefix(book.id), [objectKeys.metadata(book.id)]);
    },
  );
});
