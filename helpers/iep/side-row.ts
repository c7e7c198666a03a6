import { randomUUID } from 'node:crypto';
import { openSideTransaction, type SideTransaction } from '../database/side-transaction.ts';
import { Question } from '../database/question.ts';
import type { Reads } from '../database/reads.ts';
import type { Tables } from './tables.ts';

/** A row of `ieps` that a side transaction has inserted and holds open (contract, technique A). */
export interface SideRow extends SideTransaction {
  readonly id: string;
  /** How many sessions wait for this transaction to end, to know whether its row is there. */
  waiting(): Promise<number>;
}

const waitingFor = new Question<{ count: number }>(
  // Who wants the whole table, as another test's trigger does, waits for a relation.
  `SELECT count(DISTINCT pid) AS count FROM pg_locks
   WHERE NOT granted AND locktype = 'transactionid' AND $1 = ANY(pg_blocking_pids(pid))`,
);

/** Inserts an IEP in a transaction of its own and keeps that open. */
export async function openSideRow(
  options: Parameters<typeof openSideTransaction>[0],
  database: Reads<Tables>,
  row: { readonly student_id: string; readonly academic_year: string; readonly version: number },
): Promise<SideRow> {
  const id = randomUUID();
  const transaction = await openSideTransaction(options);
  try {
    await transaction.query(
      `INSERT INTO ieps (id, student_id, academic_year, version, status, content, created_by_auth_id)
       VALUES ($1, $2, $3, $4, 'draft', '{}', 1)`,
      [id, row.student_id, row.academic_year, row.version],
    );
  } catch (error) {
    await transaction.close();
    throw error;
  }
  return {
    ...transaction,
    id,
    async waiting() {
      const [found] = await database.ask(waitingFor, [transaction.pid]);
      return found?.count ?? 0;
    },
  };
}
