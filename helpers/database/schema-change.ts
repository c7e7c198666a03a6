import { setTimeout as pause } from 'node:timers/promises';
import { DatabaseError } from './database-error.ts';

export interface Transactions {
  transaction(statements: readonly { text: string; values: readonly unknown[] }[]): Promise<void>;
}

/** How long a change may wait for a table, and everybody else's statements behind it. */
const lockTimeout = '100ms';
/** SQLSTATE of a statement that waited as long as that. */
const lockNotAvailable = '55P03';
const interval = 50;
const patience = 30_000;

/**
 * Runs statements that change a schema, in one transaction, and never holds up the deployment for long: a change that
 * waits for a lock makes every later statement on the table wait behind it, so it gives up soon and tries again.
 * Throws the last error when the table stays in use for half a minute.
 */
export async function changeSchema(database: Transactions, statements: readonly string[]): Promise<void> {
  const all = [`SET LOCAL lock_timeout = '${lockTimeout}'`, ...statements].map((text) => ({ text, values: [] }));
  const end = performance.now() + patience;
  for (;;) {
    try {
      await database.transaction(all);
      return;
    } catch (error) {
      const isBusy = error instanceof DatabaseError && error.code === lockNotAvailable;
      if (!isBusy || performance.now() > end) throw error;
      await pause(interval);
    }
  }
}
