import { objectKeys } from './documents.ts';
import type { Book, BookDraft, BookStatus } from './operations/books.ts';

const slug = (text: string): string => text.toLowerCase().replaceAll(' ', '_');

/** Id of the first book with this metadata (contract d.2); `currentYear` stands in for a missing edition year. */
export const bookIdOf = (draft: BookDraft, currentYear: number): string =>
  [
    slug(draft.author || 'unknown'),
    slug(draft.subject),
    String(draft.grade),
    String(draft.edition_year ?? currentYear),
  ].join('_');

/** A book as it must be answered after this draft was sent, but for its times (contract a.4). */
export const bookOf = (
  draft: BookDraft,
  id: string,
  status: BookStatus = 'draft',
): Omit<Book, 'created_at' | 'updated_at'> => ({
  id,
  title: draft.title,
  author: draft.author ?? null,
  edition: draft.edition ?? null,
  edition_year: draft.edition_year ?? null,
  country: draft.country,
  board: draft.board,
  grade: draft.grade,
  subject: draft.subject,
  cover_image_s3_key: null,
  s3_prefix: objectKeys.prefix(id),
  status,
  created_by: 'admin',
});

/** The `books` row of a book as it was answered (contract b). */
export const bookRowOf = (book: Book): Book & { metadata_s3_key: string } => ({
  ...book,
  metadata_s3_key: objectKeys.metadata(book.id),
});
