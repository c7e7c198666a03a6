import pg from 'pg';
import { openPool } from '../../postgres/pool.ts';
import { timeFromDatabase } from '../clock.ts';

export { inTransaction } from '../../postgres/pool.ts';

/** A pool or one of its clients inside a transaction. */
export type Queryable = Pick<pg.Pool | pg.PoolClient, 'query'>;
export type Database = pg.Pool;

/** The driver's parsers, but a `timestamp` as text: it would read it in the machine's zone and cut the microseconds. */
const naiveTimes = new pg.TypeOverrides();
naiveTimes.setTypeParser(pg.types.builtins.TIMESTAMP, timeFromDatabase);

/** A pool of at most 15 connections (5 and 10 overflow in the release), 30 s to get one; timestamps come as naive ISO text. */
export function openDatabase(url: string): Database {
  return openPool({
    connectionString: url,
    max: 15,
    connectionTimeoutMillis: 30_000,
    types: naiveTimes,
  });
}
