import pg from 'pg';

/**
 * Statements for a superuser, in the backend's database: what a suite needs of a deployment and no more, to read, to
 * arrange guidelines, sessions and the status of books, to remove what it made.
 */
export function suiteRights(user: string): string[] {
  const role = pg.escapeIdentifier(user);
  return [
    `GRANT SELECT ON sessions, events, contents, teaching_guidelines, books, book_guidelines TO ${role}`,
    `GRANT INSERT ON sessions, events, teaching_guidelines, book_guidelines TO ${role}`,
    `GRANT UPDATE (status, updated_at) ON books TO ${role}`,
    `GRANT DELETE ON sessions, events, teaching_guidelines, books, book_guidelines TO ${role}`,
  ];
}
