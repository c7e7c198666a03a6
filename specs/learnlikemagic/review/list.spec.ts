import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import { objectKeys } from '../../../fixtures/learnlikemagic/values.ts';

test.describe('GET /admin/guidelines/books', () => {
  test(
    'lists a book with its guidelines counted',
    {
      tag: ['@integration', '@db', '@s3', '@llm', '@slow', '@phase6', '@writes'],
      annotation: { type: 'plan', description: 'LLM-35' },
    },
    async ({ learnlikemagic, reviewedBook, documents }) => {
      const { id, title, grade, subject } = reviewedBook.book;

      const books = await learnlikemagic.listReviewedBooks(200);

      const { index } = await documents.of(id);
      const subtopics = index.topics.flatMap((topic) => topic.subtopics);
      expect(books.filter(({ book_id }) => book_id === id)).toEqual([
        {
          book_id: id,
          title,
          grade,
          subject,
          total_pages: reviewedBook.pages.length,
          pages_processed: reviewedBook.pages.length,
          extraction_status: 'completed',
          topics_count: index.topics.length,
          subtopics_count: subtopics.length,
          subtopics_approved: subtopics.filter(({ status }) => status === 'final').length,
          last_updated: index.last_updated,
        },
      ]);
      expect(subtopics).toHaveLength(reviewedBook.guidelines.length);
    },
  );

  test(
    'counts pages processed and subtopics approved as they change',
    { tag: ['@integration', '@s3', '@llm', '@phase6', '@writes'] },
    async ({ learnlikemagic, sortedBook, documents }) => {
      const { book } = await sortedBook.create([{ name: 'Halves' }, { name: 'Thirds', status: 'final' }], 1);

      const books = await learnlikemagic.listReviewedBooks(200, { query: { status: 'completed' } });

      expect(books.filter(({ book_id }) => book_id === book.id)).toEqual([
        {
          book_id: book.id,
          title: book.title,
          grade: 8,
          subject: 'Mathematics',
          total_pages: 3,
          pages_processed: 2,
          extraction_status: 'completed',
          topics_count: 1,
          subtopics_count: 2,
          subtopics_approved: 1,
          last_updated: (await documents.of(book.id)).index.last_updated,
        },
      ]);
    },
  );

  test(
    'counts the pages of a book that has no guidelines yet, approved or not',
    { tag: ['@integration', '@llm', '@slow', '@phase6', '@writes'] },
    async ({ learnlikemagic, bookWithPages }) => {
      const { book } = await bookWithPages.create([{}, { status: 'pending_review' }]);

      const books = await learnlikemagic.listReviewedBooks(200, { query: { status: 'not_started' } });

      expect(books.filter(({ book_id }) => book_id === book.id)).toEqual([
        {
          book_id: book.id,
          title: book.title,
          grade: book.grade,
          subject: book.subject,
          total_pages: 2,
          pages_processed: 0,
          extraction_status: 'not_started',
          topics_count: 0,
          subtopics_count: 0,
          subtopics_approved: 0,
          last_updated: null,
        },
      ]);
    },
  );

  test(
    'tells books apart by how far extraction is, and filters by it',
    { tag: ['@integration', '@s3', '@phase6', '@writes'] },
    async ({ learnlikemagic, book, beside }) => {
      const [untouched, unreadable, empty] = await Promise.all([book.create(), book.create(), book.create()]);
      const put = (bookId: string, text: string): Promise<void> =>
        beside.put(objectKeys.index(bookId), { bytes: Buffer.from(text), contentType: 'application/json' });
      const last_updated = '2025-10-28T15:50:46.123456';
      await put(unreadable.id, '{"topics": [');
      await put(empty.id, JSON.stringify({ book_id: empty.id, topics: [], version: 1, last_updated }));
      const own = [untouched.id, unreadable.id, empty.id];
      const statusesOf = (books: readonly { book_id: string; extraction_status: string }[]): Record<string, string> =>
        Object.fromEntries(
          books
            .filter(({ book_id }) => own.includes(book_id))
            .map(({ book_id, extraction_status }) => [book_id, extraction_status]),
        );

      const [all, notStarted, inProgress, completed] = await Promise.all([
        learnlikemagic.listReviewedBooks(200),
        learnlikemagic.listReviewedBooks(200, { query: { status: 'not_started' } }),
        learnlikemagic.listReviewedBooks(200, { query: { status: 'in_progress' } }),
        learnlikemagic.listReviewedBooks(200, { query: { status: 'completed' } }),
      ]);

      const fresh = { [untouched.id]: 'not_started', [unreadable.id]: 'not_started' };
      expect.soft(statusesOf(all), 'all').toEqual({ ...fresh, [empty.id]: 'in_progress' });
      expect.soft(statusesOf(notStarted), 'not started').toEqual(fresh);
      expect.soft(statusesOf(inProgress), 'in progress').toEqual({ [empty.id]: 'in_progress' });
      expect.soft(statusesOf(completed), 'completed').toEqual({});
      expect(all.find(({ book_id }) => book_id === untouched.id)).toEqual({
        book_id: untouched.id,
        title: untouched.title,
        grade: untouched.grade,
        subject: untouched.subject,
        total_pages: 0,
        pages_processed: 0,
        extraction_status: 'not_started',
        topics_count: 0,
        subtopics_count: 0,
        subtopics_approved: 0,
        last_updated: null,
      });
    },
  );
});
