import pg from 'pg';
import type { PostgresServer, Role } from './server.ts';

/**
 * Creates the owner, the suite's role and the database. The empty database that every cluster begins with is renamed,
 * since copying one takes longer than all the rest of this.
 */
export async function createDatabase(server: PostgresServer, name: string, owner: Role, suite: Role): Promise<void> {
  await asSuperuser(server, 'template1', [
    createRole(owner),
    createRole(suite),
    `ALTER DATABASE postgres RENAME TO ${pg.escapeIdentifier(name)}`,
    `ALTER DATABASE ${pg.escapeIdentifier(name)} OWNER TO ${pg.escapeIdentifier(owner.user)}`,
  ]);
}

/** What a suite needs of a deployment and no more: to read, to arrange guidelines, to remove what it made. */
export async function grantSuite(server: PostgresServer, name: string, suite: Role): Promise<void> {
  const role = pg.escapeIdentifier(suite.user);
  await asSuperuser(server, name, [
    `GRANT SELECT ON sessions, events, contents, teaching_guidelines, books, book_guidelines TO ${role}`,
    `GRANT INSERT ON teaching_guidelines, book_guidelines TO ${role}`,
    `GRANT DELETE ON sessions, events, teaching_guidelines, books, book_guidelines TO ${role}`,
  ]);
}

function createRole({ user, password }: Role): string {
  return `CREATE ROLE ${pg.escapeIdentifier(user)} LOGIN PASSWORD ${pg.escapeLiteral(password)}`;
}

/** Runs statements in this database with every right, one after the other. */
export async function asSuperuser(server: PostgresServer, database: string, statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: server.superUrl(database) });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
