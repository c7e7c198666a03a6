import type { Database } from '../database/database.ts';
import { laterBy } from '../database/timestamp.ts';
import type { Book, BookStatus } from './operations/books.ts';
import type { Tables } from './tables.ts';

const rights = new WeakMap<Database<Tables>, Promise<boolean>>();

async function askRight(database: Database<Tables>): Promise<boolean> {
  const [row] = await database.query<{ may: boolean }>(
    `SELECT has_column_privilege('books', 'status', 'UPDATE')
        AND has_column_privilege('books', 'updated_at', 'UPDATE') AS may`,
  );
  return row?.may === true;
}

/** Whether the role of these connections may write the status of a book; the database is asked once. */
export function mayPlantStatus(database: Database<Tables>): Promise<boolean> {
  const known = rights.get(database) ?? askRight(database);
  rights.set(database, known);
  return known;
}

/** Writes a status into the row of a book, as a move does a microsecond after the last change (contract b). */
export async function plantStatus(database: Database<Tables>, book: Book, status: BookStatus): Promise<Book> {
  const updated_at = laterBy(1, book.updated_at);
  await database.execute('UPDATE books SET status = $2, updated_at = $3 WHERE id = $1', [book.id, status, updated_at]);
  return { ...book, status, updated_at };
}
