import pg from 'pg';
import { openPool } from '../../postgres/pool.ts';

export { inTransaction, withClient } from '../../postgres/pool.ts';

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
  return openPool({
    connectionString: url,
    max: 50,
    connectionTimeoutMillis: 30_000,
    idleTimeoutMillis: 300_000,
    maxLifetimeSeconds: 300,
    options: '-c TimeZone=UTC',
    types: texts,
  });
}
