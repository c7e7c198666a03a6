import pg from 'pg';

/** A pool whose idle connections may be closed by the server without a word. */
export function openPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config);
  // A connection that the server closes is only noise while it is idle, since the next query opens another one, and fails
  // the query or transaction that uses it. Without a listener of its own the driver would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Lends one connection to the work; `broken` tells that it must not go back to the pool. */
export async function withClient<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient, broken: () => void) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let spoilt = false;
  try {
    return await work(client, () => {
      spoilt = true;
    });
  } finally {
    client.release(spoilt);
  }
}

/** Runs the work in one transaction; an error rolls it back and is thrown on. No slow call belongs inside. */
export function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  return withClient(pool, async (client, broken) => {
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
