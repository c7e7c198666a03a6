import pg from 'pg';

export type Database = pg.Pool;
export type Client = pg.PoolClient;

/** The driver's parsers, but times as texts: it would read those without a zone in the machine's, and cut the microseconds. */
const texts = new pg.TypeOverrides();
texts.setTypeParser(pg.types.builtins.TIMESTAMP, (text: string) => text.replace(' ', 'T'));
texts.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text: string) => text.replace(' ', 'T').replace('+00', 'Z'));

/** A pool of at most 15 connections, the driver's own figure (contract b.1); times come as ISO 8601, in UTC. */
export function openDatabase(url: string): Database {
  const pool = new pg.Pool({
    ...{ connectionString: url, max: 15, connectionTimeoutMillis: 5000 },
    ...{ options: '-c TimeZone=UTC', types: texts },
  });
  // A connection that the server closes is only noise while it is idle, and fails the query that uses it. Without a
  // listener of its own the driver would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Runs the work in one transaction; an error rolls it back and is thrown on. */
export async function inTransaction<T>(database: Database, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await database.connect();
  let spoilt = false;
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {
      spoilt = true;
    });
    throw error;
  } finally {
    client.release(spoilt);
  }
}

/** Creates the tables of a service in its empty database; all or nothing. */
export async function applySchema(databaseUrl: string, schema: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`BEGIN; ${schema}; COMMIT`);
  } finally {
    await client.end();
  }
}
