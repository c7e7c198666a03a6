import { list, model, nullable, optional, withDefault } from '../../fastapi/composites.ts';
import { operation, type Operation } from '../../fastapi/operation.ts';
import { integer, text, timestamp, word } from '../../fastapi/scalars.ts';
import type { Of } from '../../fastapi/shape.ts';
import type { BookRow } from '../repositories/books.ts';
import { bookStatuses } from '../rules/book.ts';
import type { BookService } from '../services/books.ts';
import type { StoredPage } from '../store/book-metadata.ts';

const optionalText = withDefault(nullable(text()), null);
const creation = model('CreateBookRequest', {
  title: text({ min: 1, max: 255 }),
  author: optionalText,
  edition: optionalText,
  edition_year: withDefault(nullable(integer({ ge: 1900, le: 2100 })), null),
  country: text({ min: 1 }),
  board: text({ min: 1 }),
  grade: integer({ ge: 1, le: 12 }),
  subject: text({ min: 1 }),
});
const status = word(...bookStatuses);
const statusUpdate = model('UpdateBookStatusRequest', { status });

const common = {
  id: text(),
  title: text(),
  author: nullable(text()),
  edition: nullable(text()),
  edition_year: nullable(integer()),
  country: text(),
  board: text(),
  grade: integer(),
  subject: text(),
};
const times = { created_at: timestamp(), updated_at: timestamp() };
const book = model('BookResponse', {
  ...common,
  cover_image_s3_key: nullable(text()),
  s3_prefix: text(),
  status,
  ...times,
  created_by: text(),
});
const bookList = model('BookListResponse', { books: list(book), total: integer() });
const page = model('PageInfo', {
  page_num: integer(),
  image_s3_key: text(),
  text_s3_key: text(),
  status: word('pending_review', 'approved'),
  approved_at: nullable(timestamp()),
});
const bookDetail = model('BookDetailResponse', { ...common, status, pages: list(page), ...times });
const params = { book_id: text() };
const filter = optional(text());

/** Contract a.4. */
export function bookRoutes(service: BookService): Operation[] {
  const tag = 'books';
  return [
    operation({
      ...{ method: 'POST', path: '/admin/books', tag, summary: 'Create Book', status: 201 },
      ...{ body: creation, answer: book },
      handle: async ({ body }) => present(await service.create(body)),
    }),
    operation({
      ...{ method: 'GET', path: '/admin/books', tag, summary: 'List Books', answer: bookList },
      query: {
        ...{ country: filter, board: filter, subject: filter, status: filter, grade: optional(integer()) },
        ...{ limit: withDefault(integer(), 100), offset: withDefault(integer(), 0) },
      },
      async handle({ query: { limit, offset, ...filters } }) {
        const { books, total } = await service.list(filters, { limit, offset });
        return { books: books.map(present), total };
      },
    }),
    operation({
      ...{ method: 'GET', path: '/admin/books/{book_id}', tag, summary: 'Get Book', params, answer: bookDetail },
      async handle({ path }) {
        const found = await service.read(path.book_id);
        return presentDetail(found.book, found.pages);
      },
    }),
    operation({
      ...{ method: 'PUT', path: '/admin/books/{book_id}/status', tag, summary: 'Update Book Status' },
      ...{ params, body: statusUpdate, answer: book },
      handle: async ({ path, body }) => present(await service.updateStatus(path.book_id, body.status)),
    }),
    operation({
      ...{ method: 'DELETE', path: '/admin/books/{book_id}', tag, summary: 'Delete Book', status: 204, params },
      handle: ({ path }) => service.remove(path.book_id),
    }),
  ];
}

function present(row: BookRow): Of<typeof book> {
  const { id, title, author, edition, edition_year, country, board, grade, subject, ...rest } = row;
  const { cover_image_s3_key, s3_prefix, status: current, created_at, updated_at, created_by } = rest;
  return {
    ...{ id, title, author, edition, edition_year, country, board, grade, subject, cover_image_s3_key, s3_prefix },
    ...{ status: current, created_at, updated_at, created_by },
  };
}

function presentDetail(row: BookRow, stored: readonly StoredPage[]): Of<typeof bookDetail> {
  const { id, title, author, edition, edition_year, country, board, grade, subject, status: current } = row;
  const pages = stored.map(({ page_num, image_s3_key, text_s3_key, status: state, approved_at }) => ({
    ...{ page_num, image_s3_key, text_s3_key, status: state, approved_at: approved_at ?? null },
  }));
  const { created_at, updated_at } = row;
  return {
    ...{ id, title, author, edition, edition_year, country, board, grade, subject },
    ...{ status: current, pages, created_at, updated_at },
  };
}
