import { only } from '../only.ts';
import type { Database, TableName, Tables, Where } from './database.ts';
import type { z } from 'zod';

const reading = ['rows', 'row', 'count', 'ask'] as const;

/** What a test may do with a database: typed reads and declared questions. */
export type Reads<T extends Tables> = Pick<Database<T>, (typeof reading)[number]>;

/** The reading half of a handle; it has no other. */
export const readsOf = <T extends Tables>(database: Database<T>): Reads<T> => only(database, reading);

/** Throws unless one of the values is the test's own; `what` is about to be written. */
export type OwnOnly = (what: string, values: readonly unknown[]) => void;

/** Rows that a test writes beside the service, to what it has recorded as its own. */
export interface RowsBeside<T extends Tables> {
  /** Columns that are not given keep the database's default. */
  insert<N extends TableName<T>>(table: N, row: Partial<z.input<T[N]>>): Promise<void>;
  /** Removes the rows that have all these column values. */
  remove<N extends TableName<T>>(table: N, where: Where<T, N>): Promise<void>;
}

/** The writing half of a handle, limited to what is the test's own. */
export const rowsBeside = <T extends Tables>(database: Database<T>, ownOnly: OwnOnly): RowsBeside<T> => ({
  async insert(table, row) {
    ownOnly(`INSERT INTO ${table}`, Object.values(row));
    await database.insert(table, row);
  },
  async remove(table, where) {
    ownOnly(`DELETE FROM ${table}`, Object.values(where));
    await database.remove(table, where);
  },
});
