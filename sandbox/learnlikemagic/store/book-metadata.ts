import { now } from '../clock.ts';
import { list, optional, record } from '../../fastapi/composites.ts';
import { integer, text, timestamp, word } from '../../fastapi/scalars.ts';
import type { Of } from '../../fastapi/shape.ts';
import { readDocument, writeDocument } from './documents.ts';
import type { ObjectStore } from './object-store.ts';

const storedPage = record({
  page_num: integer(),
  image_s3_key: text(),
  text_s3_key: text(),
  status: word('pending_review', 'approved'),
  uploaded_at: timestamp(),
  approved_at: optional(timestamp()),
});

const bookMetadata = record({
  book_id: text(),
  pages: list(storedPage),
  total_pages: integer(),
  last_updated: timestamp(),
});

export type StoredPage = Of<typeof storedPage>;
export type BookMetadata = Of<typeof bookMetadata>;

/** Keys of contract c. */
export const bookPrefix = (bookId: string): string => `books/${bookId}/`;
export const metadataKey = (bookId: string): string => `${bookPrefix(bookId)}metadata.json`;
export const imageKey = (bookId: string, page: number): string => `${bookPrefix(bookId)}${String(page)}.png`;
export const textKey = (bookId: string, page: number): string => `${bookPrefix(bookId)}${String(page)}.txt`;

/** The metadata of a book; a book without the object counts as one without pages. */
export async function readMetadata(store: ObjectStore, bookId: string): Promise<BookMetadata> {
  const found = await readDocument(store, metadataKey(bookId), bookMetadata);
  return found ?? { book_id: bookId, pages: [], total_pages: 0, last_updated: now() };
}

/** Stores the page list; `total_pages` and `last_updated` follow it. */
export async function writeMetadata(store: ObjectStore, bookId: string, pages: readonly StoredPage[]): Promise<void> {
  const metadata = { book_id: bookId, pages, total_pages: pages.length, last_updated: now() };
  await writeDocument(store, metadataKey(bookId), metadata);
}
