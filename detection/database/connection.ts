import type { DatabasePart } from '../mutants/mutant.ts';

/** Seconds that DDL waits for a table before it gives up: a transaction that stays open must not hang the run. */
const lockSeconds = 5;
const lockNotAvailable = '55P03';

/**
 * Connects as the role that owns the tables, on one connection at a time: a lasting one, or one for each query, so that a test may look
 * for sessions that are left. Throws when a table stays locked.
 */
export async function connectDatabase(
  url: string,
  { lasting = true } = {},
): Promise<DatabasePart & { close(): Promise<void> }> {
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'detection',
    options: `-c lock_timeout=${String(lockSeconds)}s -c client_min_messages=warning`,
    max: 1,
    ...(lasting ? {} : { maxUses: 1 }),
  });
  // A connection that the server closes while it is idle is replaced at the next query.
  pool.on('error', () => undefined);
  return {
    query: (sql, values) =>
      pool.query<Record<string, unknown>>(sql, values && [...values]).then(({ rows }) => rows, refuse),
    close: () => pool.end(),
  };
}

function refuse(error: unknown): never {
  if (!(error instanceof Error && 'code' in error && error.code === lockNotAvailable)) throw error;
  throw new Error(
    `a table stayed locked for ${String(lockSeconds)} s (${error.message}): ` +
      'a request to the API is still open, or its transaction was never ended; wait for it, or start the lane anew',
  );
}
