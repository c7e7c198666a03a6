import pg from 'pg';
import { timeFromDatabase } from '../clock.ts';

/** A pool or one of its clients inside a transaction. */
export type Queryable = Pick<pg.Pool | pg.PoolClient, 'query'>;
export type Database = pg.Pool;

/** The driver's parsers, but a `timestamp` as text: it would read it in the machine's zone and cut the microseconds. */
const naiveTimes = new pg.TypeOverrides();
naiveTimes.setTypeParser(pg.types.builtins.TIMESTAMP, timeFromDatabase);

/** A pool of at most 15 connections (5 and 10 overflow in the release), 30 s to get one; timestamps come as naive ISO text. */
export function openDatabase(url: string): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: 15,
    connectionTimeoutMillis: 30_000,
    types: naiveTimes,
  });
  // A connection that the server closes is only noise while it is idle, since the next query opens another one, and fails
  // the query or transaction that uses it. Without a listener of its own the driver would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Runs the work in one transaction; an error rolls it back. No slow call belongs inside. */
export async function inTransaction<T>(database: Database, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await database.connect();
  let broken = false;
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {
      broken = true;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
