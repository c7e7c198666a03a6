import type { BookFilters } from '../../learnlikemagic/repositories/books.ts';
import type { BookStatus } from '../../learnlikemagic/rules/book.ts';
import { createBook, deleteBook, getBook, listBooks, updateBookStatus } from './operations.ts';
import { During, rule, type Rule } from './rule.ts';
import { revalue, rewrite } from '../sql.ts';

const textFilter = /\b(\w+) = (\$\d+)(?!:)/g;
const wholeBook = /^books\/[^/]+\/$/;

/** Faults of books (contract a.4, d.1, d.2). */
export const bookRules: Rule[] = [
  rule('book-year-lost', 'The year of the edition is not taken.', [createBook], (applied) => ({
    books: {
      create: (original) => (draft) => {
        if (draft.edition_year !== null) applied();
        return original({ ...draft, edition_year: null });
      },
    },
  })),
  judged('status-skips-upload', 'A draft may be completed at once.', 'draft', 'pages_complete', 'uploading_pages'),
  judged('status-repeats', 'A status may be set again.', 'uploading_pages', 'uploading_pages', 'draft'),
  judged(
    'review-cannot-go-back',
    'A reviewed book cannot go back to its pages.',
    'guidelines_pending_review',
    'pages_complete',
    'approved',
  ),
  rule('status-not-stored', 'A new status is answered and not stored.', [updateBookStatus], (applied) => ({
    ...rewrite(applied, /^UPDATE books/, 'status = $2', 'status = COALESCE(status, $2)'),
    books: { updateStatus: (original) => async (id, status) => ({ ...(await original(id, status)), status }) },
  })),
  rule('book-time-kept', 'A new status does not renew the time of update.', [updateBookStatus], (applied) =>
    rewrite(applied, /^UPDATE books/, 'updated_at = $3', 'updated_at = COALESCE(updated_at, $3)'),
  ),
  rule('book-created-anew', 'A new status renews the time of creation.', [updateBookStatus], (applied) =>
    rewrite(applied, /^UPDATE books/, 'updated_at = $3', 'updated_at = $3, created_at = $3'),
  ),
  rule('book-pages-reversed', 'The pages of a book come last first.', [getBook], (applied) => ({
    books: {
      read: (original) => async (id) => {
        const { book, pages } = await original(id);
        if (pages.length > 1) applied();
        return { book, pages: [...pages].reverse() };
      },
    },
  })),
  rule('deleted-book-keeps-objects', 'The objects of a deleted book stay.', [deleteBook], (applied) => ({
    store: {
      deletePrefix: (original) => (prefix) => {
        if (!wholeBook.test(prefix)) return original(prefix);
        applied();
        return Promise.resolve();
      },
    },
  })),
  rule(
    'deleted-book-takes-neighbour',
    'Objects of books whose ids begin the same go as well.',
    [deleteBook],
    (applied) => ({
      store: {
        deletePrefix: (original) => (prefix) => {
          if (!wholeBook.test(prefix)) return original(prefix);
          applied();
          return original(prefix.slice(0, -1));
        },
      },
    }),
  ),
  rule('deleted-book-keeps-row', 'The row of a deleted book stays.', [deleteBook], (applied) =>
    revalue(applied, 'DELETE FROM books', () => null),
  ),
  ...(['country', 'board', 'subject', 'status', 'grade'] as const).map(ignoredFilter),
  listing('book-filters-case-folded', 'Filters match whatever the case.', textFilter, 'lower($1) = lower($2)'),
  listing('book-filters-by-beginning', 'Filters match by their beginning.', textFilter, 'starts_with($1, $2)'),
  listing(
    'books-oldest-first',
    'The oldest book comes first.',
    'ORDER BY created_at DESC, id DESC',
    'ORDER BY created_at, id',
  ),
  rule('total-of-page', 'The total counts the books of the page.', [listBooks], (applied) => ({
    books: {
      list: (original) => async (filters, page) => {
        const { books, total } = await original(filters, page);
        if (total !== books.length) applied();
        return { books, total: books.length };
      },
    },
  })),
  paging('limit-one-too-many', 'A page holds one book more than asked for.', ({ limit, offset }) => ({
    limit: limit + 1,
    offset,
  })),
  paging('offset-one-too-far', 'One book is left out before the page.', ({ limit, offset }) => ({
    limit,
    offset: offset + 1,
  })),
];

/** A move from one status to another is judged as though the book had a third one. */
function judged(name: string, description: string, from: BookStatus, to: BookStatus, taken: BookStatus): Rule {
  return rule(name, description, [updateBookStatus], (applied) => {
    const during = new During<BookStatus>();
    return {
      books: { updateStatus: (original) => during.mark(original, (_id, status) => status) },
      database: {
        query: (original) => async (text, values) => {
          const result = await original(text, values);
          const [row] = result.rows;
          if (!text.endsWith('FOR UPDATE') || during.now !== to || row?.['status'] !== from) return result;
          applied();
          return { ...result, rows: [{ ...row, status: taken }] };
        },
      },
    };
  });
}

function ignoredFilter(column: keyof BookFilters): Rule {
  return rule(`book-${column}-filter-ignored`, `The filter by ${column} is ignored.`, [listBooks], (applied) => ({
    books: {
      list: (original) => (filters, page) => {
        if (filters[column] !== undefined) applied();
        return original({ ...filters, [column]: undefined }, page);
      },
    },
  }));
}

type Page = { limit: number; offset: number };

function paging(name: string, description: string, change: (page: Page) => Page): Rule {
  return rule(name, description, [listBooks], (applied) => ({
    books: {
      list: (original) => (filters, page) => {
        const changed = change(page);
        if (changed.limit !== page.limit || changed.offset !== page.offset) applied();
        return original(filters, changed);
      },
    },
  }));
}

/** The statements of the list go out otherwise; the replacement may name groups of the fragment. */
function listing(name: string, description: string, fragment: string | RegExp, replacement: string): Rule {
  return rule(name, description, [listBooks], (applied) => {
    const during = new During();
    return {
      books: { list: (original) => during.mark(original, () => true) },
      database: {
        query: (original) => (text, values) => {
          const changed = during.now ? text.replace(fragment, replacement) : text;
          if (changed !== text) applied();
          return original(changed, values);
        },
      },
    };
  });
}
