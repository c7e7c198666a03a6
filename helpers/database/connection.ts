import type { ClientConfig, Pool, PoolClient, QueryConfig, QueryResult, QueryResultRow } from 'pg';

export interface ConnectionOptions {
  readonly url: string;
  /** Shown in `pg_stat_activity`, so that a stray connection names its run. */
  readonly applicationName: string;
}

export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

const connectTimeout = 10_000;
const statementTimeout = 15_000;
/** For a server that does not answer at all, not even that a statement took too long. */
const answerTimeout = 20_000;
/** Connections of one handle, unless `pool_max_conns` of its URL says otherwise. */
const poolSize = 2;
/** Type ids. Times and dates stay texts: the driver's own `Date` cuts microseconds and moves a day by the local zone. */
const textTypes = { timestamp: 1114, timestamptz: 1184, date: 1082 };
const bigintType = 20;

/**
 * Begins a transaction with its time-out. A time-out at the start of the connection is refused by poolers, and one set
 * for the session would be inherited by whoever gets the server's connection next.
 */
export const begin = (access: 'READ ONLY' | 'READ WRITE'): string =>
  `BEGIN ${access}; SET LOCAL statement_timeout = ${String(statementTimeout)}`;

export const ignored = (): void => undefined;

/** What the driver needs for this connection; `sslmode` of its URL means what it means to every PostgreSQL client. */
export function connectionConfig({ url, applicationName }: ConnectionOptions): ClientConfig {
  const connection = new URL(url);
  connection.searchParams.delete('pool_max_conns');
  if (connection.searchParams.has('sslmode')) connection.searchParams.set('uselibpqcompat', 'true');
  return {
    connectionString: connection.href,
    application_name: applicationName,
    connectionTimeoutMillis: connectTimeout,
    query_timeout: answerTimeout,
  };
}

/** A pool of connections. The driver is loaded with the first one: a smoke run that needs no database never pays for it. */
export async function openPool(options: ConnectionOptions): Promise<Pool> {
  const { default: pg } = await import('pg');
  const types = new pg.TypeOverrides();
  for (const type of Object.values(textTypes)) types.setTypeParser(type, (text: string) => text);
  types.setTypeParser(bigintType, Number);
  const max = Number(new URL(options.url).searchParams.get('pool_max_conns') ?? poolSize);
  const pool = new pg.Pool({ ...connectionConfig(options), max, types, pipeline: true });
  // An idle connection that the server closes is replaced at the next query; the query reports what is wrong.
  pool.on('error', ignored);
  return pool;
}

/** Lends a client of the pool; one that failed is not lent again. */
export async function withClient<R>(pool: Pool, body: (client: PoolClient) => Promise<R>): Promise<R> {
  const client = await pool.connect();
  // A client taken from the pool has no listener: a server that closes it would end the process.
  client.on('error', ignored);
  try {
    const result = await body(client);
    client.release();
    return result;
  } catch (error) {
    client.release(isLost(error));
    throw error;
  } finally {
    client.off('error', ignored);
  }
}

/** Whether the connection may be unusable: anything but an error that the server answered with, and got over. */
const isLost = (error: unknown): boolean =>
  !(error instanceof Error && 'severity' in error && error.severity === 'ERROR');

const oneStatement = ({ text, values }: Statement): QueryConfig => {
  const config: QueryConfig & { queryMode: 'extended' } = { text, values: [...values], queryMode: 'extended' };
  return config;
};

/** Runs one statement in a transaction that the server keeps from writing, on one way there and back. */
export async function readWith<R extends QueryResultRow>(
  client: PoolClient,
  { text, values }: Statement,
): Promise<R[]> {
  const answers = await Promise.allSettled([
    client.query(begin('READ ONLY')),
    // By the protocol that takes one statement: a text with several could end the transaction and go on without it.
    client.query<R>(oneStatement({ text, values })),
    // Ends a failed transaction as well.
    client.query('COMMIT'),
  ]);
  const failed = answers.find((answer) => answer.status === 'rejected');
  if (failed) throw failed.reason;
  return (answers[1] as PromiseFulfilledResult<QueryResult<R>>).value.rows;
}

/** Runs the statements in one transaction, all of them or none; resolves to the rows of the last one. */
export async function writeWith<R extends QueryResultRow>(
  client: PoolClient,
  statements: readonly Statement[],
): Promise<R[]> {
  // Awaited: after a beginning that failed each statement would be a transaction of its own.
  await client.query(begin('READ WRITE'));
  let rows: R[] = [];
  try {
    for (const { text, values } of statements) rows = (await client.query<R>(text, [...values])).rows;
    await client.query('COMMIT');
    return rows;
  } catch (error) {
    // Where it fails as well, the connection is lost and the server rolls back; the first error says why.
    await client.query('ROLLBACK').catch(ignored);
    throw error;
  }
}
