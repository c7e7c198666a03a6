import type { DatabasePart } from '../mutants/mutant.ts';
import { quoted, type Table } from './tables.ts';

/** SQL for the primary key of a row, as text; of a table without one: for the whole row. */
function keyOf({ uniqueIndexes }: Table): string {
  const columns = uniqueIndexes.find(({ primary }) => primary)?.columns.map(quoted) ?? ['t.*'];
  return `ROW(${columns.join(', ')})::text`;
}

/**
 * Notes which rows the tables hold; the function returned deletes those that came since. For what a fault changed so
 * that the clean-up of a test no longer knows it for its own.
 */
export async function snapshotRows(database: DatabasePart, tables: readonly Table[]): Promise<() => Promise<void>> {
  const rows = new Map<Table, unknown[]>();
  for (const table of tables) {
    const found = await database.query(`SELECT ${keyOf(table)} AS key FROM ${table.sql} AS t`);
    rows.set(
      table,
      found.map(({ key }) => key),
    );
  }
  return async () => {
    // A row that others refer to goes after them, so that each round empties at least one more table.
    let waiting: readonly Table[] = tables;
    for (let round = 0; round < tables.length && waiting.length > 0; round++) {
      const refused: Table[] = [];
      for (const table of waiting) {
        const sql = `DELETE FROM ${table.sql} AS t WHERE ${keyOf(table)} <> ALL ($1::text[])`;
        await database.query(sql, [rows.get(table)]).catch(() => refused.push(table));
      }
      waiting = refused;
    }
    if (waiting.length > 0) throw new Error(`rows of ${waiting.map(({ name }) => name).join(', ')} cannot be deleted`);
  };
}
