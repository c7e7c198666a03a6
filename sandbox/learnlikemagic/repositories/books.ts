import type { Queryable } from '../database/pool.ts';
import type { BookStatus } from '../rules/book.ts';

export interface BookRow {
  id: string;
  title: string;
  author: string | null;
  edition: string | null;
  edition_year: number | null;
  country: string;
  board: string;
  grade: number;
  subject: string;
  cover_image_s3_key: string | null;
  s3_prefix: string;
  metadata_s3_key: string | null;
  status: BookStatus;
  created_at: string;
  updated_at: string;
  created_by: string;
}

export interface BookFilters {
  country: string | undefined;
  board: string | undefined;
  subject: string | undefined;
  status: string | undefined;
  grade: number | undefined;
}

const filterColumns = ['country', 'board', 'subject', 'status', 'grade'] as const satisfies (keyof BookFilters)[];

const columns = [
  'id',
  'title',
  'author',
  'edition',
  'edition_year',
  'country',
  'board',
  'grade',
  'subject',
  'cover_image_s3_key',
  's3_prefix',
  'metadata_s3_key',
  'status',
  'created_at',
  'updated_at',
  'created_by',
] as const satisfies (keyof BookRow)[];

/** Writes a new row; false when the id is taken. */
export async function insertBook(database: Queryable, row: BookRow): Promise<boolean> {
  const places = columns.map((_, index) => `$${String(index + 1)}`).join(', ');
  const result = await database.query(
    `INSERT INTO books (${columns.join(', ')}) VALUES (${places}) ON CONFLICT (id) DO NOTHING`,
    columns.map((column) => row[column]),
  );
  return result.rowCount === 1;
}

/** The book of this id, or null. */
export async function findBook(database: Queryable, id: string): Promise<BookRow | null> {
  const { rows } = await database.query<BookRow>('SELECT * FROM books WHERE id = $1', [id]);
  return rows[0] ?? null;
}

/** Every id that begins with the text. */
export async function idsBeginningWith(database: Queryable, base: string): Promise<Set<string>> {
  const { rows } = await database.query<{ id: string }>('SELECT id FROM books WHERE starts_with(id, $1)', [base]);
  return new Set(rows.map(({ id }) => id));
}

/** The book of this id, and nobody else can change it before the transaction ends. */
export async function lockBook(client: Queryable, id: string): Promise<BookRow | null> {
  const { rows } = await client.query<BookRow>('SELECT * FROM books WHERE id = $1 FOR UPDATE', [id]);
  return rows[0] ?? null;
}

/** Newest first; `total` counts all matches before paging. An empty text is no filter (contract a.4). */
export async function listBooks(
  database: Queryable,
  filters: BookFilters,
  page: { limit: number; offset: number },
): Promise<{ books: BookRow[]; total: number }> {
  const wanted = filterColumns.flatMap((column) => {
    const value = filters[column];
    return value === undefined || value === '' ? [] : [{ column, value }];
  });
  const terms = wanted.map(({ column }, index) => {
    const place = `$${String(index + 1)}`;
    // Any integer may be asked for, also one beyond the column's type.
    return column === 'grade' ? `grade = ${place}::numeric` : `${column} = ${place}`;
  });
  const where = terms.length > 0 ? `WHERE ${terms.join(' AND ')}` : '';
  const values = wanted.map(({ value }) => value);
  const counted = await database.query<{ total: string }>(`SELECT count(*) AS total FROM books ${where}`, values);
  const [limit, offset] = [`$${String(values.length + 1)}`, `$${String(values.length + 2)}`];
  const { rows } = await database.query<BookRow>(
    `SELECT * FROM books ${where} ORDER BY created_at DESC, id DESC LIMIT ${limit}::bigint OFFSET ${offset}::bigint`,
    [...values, page.limit, page.offset],
  );
  return { books: rows, total: Number(counted.rows[0]?.total ?? 0) };
}

/** Every book, for the review list. */
export async function allBooks(database: Queryable): Promise<BookRow[]> {
  const { rows } = await database.query<BookRow>('SELECT * FROM books ORDER BY created_at DESC, id DESC');
  return rows;
}

/** Sets the status and renews `updated_at`; the row after it, or null. */
export async function setBookStatus(
  client: Queryable,
  id: string,
  status: BookStatus,
  at: string,
): Promise<BookRow | null> {
  const { rows } = await client.query<BookRow>(
    'UPDATE books SET status = $2, updated_at = $3 WHERE id = $1 RETURNING *',
    [id, status, at],
  );
  return rows[0] ?? null;
}

/** Removes the row; its `book_guidelines` go by cascade. */
export async function deleteBook(database: Queryable, id: string): Promise<void> {
  await database.query('DELETE FROM books WHERE id = $1', [id]);
}
