import { now } from '../clock.ts';
import { inTransaction, type Database } from '../database/pool.ts';
import { answering } from '../errors.ts';
import { Refusal } from '../../fastapi/refusal.ts';
import type { KeyedLocks } from '../locks.ts';
import {
  deleteBook,
  findBook,
  idsBeginningWith,
  insertBook,
  listBooks,
  lockBook,
  setBookStatus,
  type BookFilters,
  type BookRow,
} from '../repositories/books.ts';
import { bookIdBase, bookIdCandidate, transitionFault, type BookStatus } from '../rules/book.ts';
import { bookPrefix, metadataKey, readMetadata, writeMetadata, type StoredPage } from '../store/book-metadata.ts';
import type { ObjectStore } from '../store/object-store.ts';

export type BookDraft = Pick<
  BookRow,
  'title' | 'author' | 'edition' | 'edition_year' | 'country' | 'board' | 'grade' | 'subject'
>;

/** Books of contract a.4, d.1 and d.2. */
export interface BookService {
  create(draft: BookDraft): Promise<BookRow>;
  list(filters: BookFilters, page: { limit: number; offset: number }): Promise<{ books: BookRow[]; total: number }>;
  read(bookId: string): Promise<{ book: BookRow; pages: StoredPage[] }>;
  updateStatus(bookId: string, status: BookStatus): Promise<BookRow>;
  remove(bookId: string): Promise<void>;
}

interface Dependencies {
  database: Database;
  store: ObjectStore;
  locks: KeyedLocks;
}

export function createBookService(dependencies: Dependencies): BookService {
  const { database, store, locks } = dependencies;
  return {
    create: (draft) => answering('Failed to create book', () => create(dependencies, draft)),
    list: (filters, page) => answering('Failed to list books', () => listBooks(database, filters, page)),
    read: (bookId) =>
      answering('Failed to get book', async () => {
        const book = await requireBook(database, bookId);
        return { book, pages: (await readMetadata(store, bookId)).pages };
      }),
    updateStatus: (bookId, status) =>
      answering('Failed to update book status', () => updateStatus(database, bookId, status)),
    remove: (bookId) =>
      answering('Failed to delete book', () =>
        locks.run(`book:${bookId}`, async () => {
          await requireBook(database, bookId);
          await store.deletePrefix(bookPrefix(bookId));
          await deleteBook(database, bookId);
        }),
      ),
  };
}

/** The book, or the 404 with its id. */
export async function requireBook(database: Database, bookId: string): Promise<BookRow> {
  const book = await findBook(database, bookId);
  if (!book) throw new Refusal(404, `Book not found: ${bookId}`);
  return book;
}

/** Equal books get neighbouring ids; the lock only spares parallel creators the race for them. */
async function create({ database, store, locks }: Dependencies, draft: BookDraft): Promise<BookRow> {
  const base = bookIdBase(draft, new Date().getUTCFullYear());
  return locks.run(`book-id:${base}`, async () => {
    const taken = await idsBeginningWith(database, base);
    for (let attempt = 0; ; attempt += 1) {
      const id = bookIdCandidate(base, attempt);
      if (taken.has(id)) continue;
      const created = await insertWithMetadata(database, store, rowOf(id, draft));
      if (created) return created;
    }
  });
}

/** Row and metadata object come together or not at all; null when the id was taken meanwhile. */
async function insertWithMetadata(database: Database, store: ObjectStore, row: BookRow): Promise<BookRow | null> {
  const written = { metadata: false };
  try {
    return await inTransaction(database, async (client) => {
      if (!(await insertBook(client, row))) return null;
      await writeMetadata(store, row.id, []);
      written.metadata = true;
      return row;
    });
  } catch (error) {
    if (written.metadata) await store.delete(metadataKey(row.id));
    throw error;
  }
}

function rowOf(id: string, draft: BookDraft): BookRow {
  const at = now();
  const { title, author, edition, edition_year, country, board, grade, subject } = draft;
  return {
    ...{ id, title, author, edition, edition_year, country, board, grade, subject },
    ...{ cover_image_s3_key: null, s3_prefix: bookPrefix(id), metadata_s3_key: metadataKey(id) },
    ...{ status: 'draft', created_at: at, updated_at: at, created_by: 'admin' },
  };
}

async function updateStatus(database: Database, bookId: string, status: BookStatus): Promise<BookRow> {
  return inTransaction(database, async (client) => {
    const book = await lockBook(client, bookId);
    if (!book) throw new Refusal(404, `Book not found: ${bookId}`);
    const fault = transitionFault(book.status, status);
    if (fault !== null) throw new Refusal(400, fault);
    return (await setBookStatus(client, bookId, status, now())) ?? book;
  });
}
