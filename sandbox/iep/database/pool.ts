import pg from 'pg';

/** A pool or one of its clients. */
export type Queryable = Pick<pg.Pool | pg.PoolClient, 'query'>;
export type Database = pg.Pool;
export type Client = pg.PoolClient;

/** The driver's parsers, but days and times as texts: it would read days in the machine's zone and cut the microseconds. */
const texts = new pg.TypeOverrides();
texts.setTypeParser(pg.types.builtins.DATE, (text: string) => text);
texts.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text: string) => text.replace(' ', 'T').replace('+00', 'Z'));

/** A pool of at most 50 connections, 30 s to get one, 300 s of life (contract 7.2); times come in UTC with a `Z`. */
export function openDatabase(url: string): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: 50,
    connectionTimeoutMillis: 30_000,
    idleTimeoutMillis: 300_000,
    maxLifetimeSeconds: 300,
    options: '-c TimeZone=UTC',
    types: texts,
  });
  // A connection that the server closes is only noise while it is idle, and fails the query that uses it. Without a
  // listener of its own the driver would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Lends one connection to the work; `broken` tells that it must not go back to the pool. */
export async function withClient<T>(
  database: Database,
  work: (client: Client, broken: () => void) => Promise<T>,
): Promise<T> {
  const client = await database.connect();
  let spoilt = false;
  try {
    return await work(client, () => {
      spoilt = true;
    });
  } finally {
    client.release(spoilt);
  }
}

/** Runs the work in one transaction; an error rolls it back. No slow call belongs inside. */
export function inTransaction<T>(database: Database, work: (client: Client) => Promise<T>): Promise<T> {
  return withClient(database, async (client, broken) => {
    try {
      await client.query('BEGIN');
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch(broken);
      throw error;
    }
  });
}
