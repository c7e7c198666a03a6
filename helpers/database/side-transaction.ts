import type { Redact } from '../http/redaction.ts';
import { begin, connectionConfig, ignored, type ConnectionOptions } from './connection.ts';
import { DatabaseError, databaseErrorOf } from './database-error.ts';

/** A transaction that a test keeps open beside the service, on a connection of its own. */
export interface SideTransaction {
  /** Process id of its session, as `pg_blocking_pids` names it. */
  readonly pid: number;
  /** Runs one parameterised statement inside. */
  query(text: string, values?: readonly unknown[]): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  /** Ends the session; what was not committed is rolled back. A second time does nothing. */
  close(): Promise<void>;
}

/** Opens a side transaction. Throws DatabaseErrors. */
export async function openSideTransaction(
  options: ConnectionOptions & { readonly redact: Redact },
): Promise<SideTransaction> {
  const { redact } = options;
  const { default: pg } = await import('pg');
  const client = new pg.Client(connectionConfig(options));
  // A session that the server ends says so at its next query.
  client.on('error', ignored);
  const run = async <R extends object>(text: string, values: readonly unknown[] = []): Promise<R[]> => {
    try {
      return (await client.query<R>(text, [...values])).rows;
    } catch (error) {
      throw databaseErrorOf(error, 'PostgreSQL, side transaction', redact);
    }
  };
  let ending: Promise<void> | undefined;
  const close = (): Promise<void> => (ending ??= client.end());
  try {
    await client.connect();
    await run(begin('READ WRITE'));
    const [session] = await run<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    return {
      pid: session?.pid ?? 0,
      query: async (text, values) => {
        await run(text, values);
      },
      commit: async () => {
        await run('COMMIT');
      },
      rollback: async () => {
        await run('ROLLBACK');
      },
      close,
    };
  } catch (error) {
    await close().catch(ignored);
    throw error instanceof DatabaseError ? error : databaseErrorOf(error, 'PostgreSQL, side transaction', redact);
  }
}
