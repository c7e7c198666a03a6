import pg from 'pg';
import type { PostgresServer, Role } from './server.ts';

/**
 * Creates the owner, the suite's role and the database of a system. The empty database that every cluster begins with is
 * renamed for the first one, since copying one takes longer than all the rest of this.
 */
export async function createDatabase(server: PostgresServer, name: string, owner: Role, suite: Role): Promise<void> {
  const empty = server.takeEmpty();
  const database = pg.escapeIdentifier(name);
  await asSuperuser(server, 'template1', [
    createRole(owner),
    createRole(suite),
    // template1 has connections while two systems are prepared at the same time; nobody connects to template0.
    empty === undefined
      ? `CREATE DATABASE ${database} TEMPLATE template0`
      : `ALTER DATABASE ${pg.escapeIdentifier(empty)} RENAME TO ${database}`,
    `ALTER DATABASE ${database} OWNER TO ${pg.escapeIdentifier(owner.user)}`,
    `REVOKE CONNECT ON DATABASE ${database} FROM PUBLIC`,
    `GRANT CONNECT ON DATABASE ${database} TO ${pg.escapeIdentifier(suite.user)}`,
  ]);
}

/** A role may have several databases: it is created for the first of them. */
function createRole({ user, password }: Role): string {
  return `DO $role$ BEGIN
    CREATE ROLE ${pg.escapeIdentifier(user)} LOGIN PASSWORD ${pg.escapeLiteral(password)};
  EXCEPTION WHEN duplicate_object THEN NULL;
  END $role$`;
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
