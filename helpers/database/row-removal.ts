import { DatabaseError } from './database-error.ts';
import type { Transactions } from './schema-change.ts';

/** SQLSTATE of a row that another one still refers to. */
const foreignKeyViolation = '23503';
const patience = 10_000;

/**
 * Deletes rows in one transaction, children before their parents. A request that is still under way (its test was killed
 * or timed out) may store a child between two of the statements: then all are run again, until nothing is left that refers
 * to the parent. Throws the last error when children keep coming for ten seconds.
 */
export async function removeRows(
  database: Transactions,
  statements: Parameters<Transactions['transaction']>[0],
): Promise<void> {
  const end = performance.now() + patience;
  for (;;) {
    try {
      await database.transaction(statements);
      return;
    } catch (error) {
      const isReferredTo = error instanceof DatabaseError && error.code === foreignKeyViolation;
      if (!isReferredTo || performance.now() > end) throw error;
    }
  }
}
