import { expect as base } from '@playwright/test';

/** What the matchers need of a `Database`: its typed reads, whatever the tables. */
interface RowSource {
  rows(table: string, where: Readonly<Record<string, string | number>>): Promise<unknown[]>;
}

/** Assertions on rows of a deployment's database. */
export const expect = base.extend({
  /** The table holds exactly one row with these values, and all of it equals `expected` (asymmetric matchers allowed). */
  async toHaveRow(
    database: RowSource,
    table: string,
    where: Readonly<Record<string, string | number>>,
    expected: Readonly<Record<string, unknown>>,
  ) {
    const rows = await database.rows(table, where);
    const place = `${table} with ${JSON.stringify(where)}`;
    try {
      base(rows, place).toEqual([expected]);
      return { pass: true, message: () => `${place} holds the row that should not be there`, name: 'toHaveRow' };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { pass: false, message: () => message, name: 'toHaveRow' };
    }
  },

  /** The table holds exactly this number of rows with these values. */
  async toHaveRowCount(
    database: RowSource,
    table: string,
    where: Readonly<Record<string, string | number>>,
    expected: number,
  ) {
    const { length } = await database.rows(table, where);
    const wanted = this.isNot ? `any number but ${String(expected)}` : String(expected);
    const message = (): string => `${table} with ${JSON.stringify(where)}: ${String(length)} rows, expected ${wanted}`;
    return { pass: length === expected, message, name: 'toHaveRowCount' };
  },
});
