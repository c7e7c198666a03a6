import pg from 'pg';
import { openPool } from '../../postgres/pool.ts';

export { inTransaction } from '../../postgres/pool.ts';

export type Database = pg.Pool;
export type Client = pg.PoolClient;

/** The driver's parsers, but times as texts: it would read those without a zone in the machine's, and cut the microseconds. */
const texts = new pg.TypeOverrides();
texts.setTypeParser(pg.types.builtins.TIMESTAMP, (text: string) => text.replace(' ', 'T'));
texts.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text: string) => text.replace(' ', 'T').replace('+00', 'Z'));

/** A pool of at most 15 connections, the driver's own figure (contract b.1); times come as ISO 8601, in UTC. */
export function openDatabase(url: string): Database {
  return openPool({
    ...{ connectionString: url, max: 15, connectionTimeoutMillis: 5000 },
    ...{ options: '-c TimeZone=UTC', types: texts },
  });
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
