import type { DatabasePart } from '../mutants/mutant.ts';

interface Table {
  readonly name: string;
  /** SQL for the primary key of a row, as text. */
  readonly key: string;
}

const primaryKeys = `
  SELECT quote_ident(t.relname) AS name,
         'ROW(' || string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) || ')::text' AS key
    FROM pg_index i
    JOIN pg_class t ON t.oid = i.indrelid
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY (i.indkey)
   WHERE i.indisprimary AND t.relnamespace = 'public'::regnamespace
   GROUP BY t.relname`;

/**
 * Notes which rows there are; the function returned deletes those that came since. For what a fault changed so that
 * the clean-up of a test no longer knows it for its own.
 */
export async function snapshotRows(database: DatabasePart): Promise<() => Promise<void>> {
  const tables = (await database.query(primaryKeys)) as unknown as Table[];
  const rows = new Map<Table, unknown[]>();
  for (const table of tables) {
    const found = await database.query(`SELECT ${table.key} AS key FROM ${table.name}`);
    rows.set(
      table,
      found.map(({ key }) => key),
    );
  }
  return async () => {
    // A row that others refer to goes after them, so that each round empties at least one more table.
    let waiting = tables;
    for (let round = 0; round < tables.length && waiting.length > 0; round++) {
      const refused: Table[] = [];
      for (const table of waiting) {
        const sql = `DELETE FROM ${table.name} WHERE ${table.key} <> ALL ($1::text[])`;
        await database.query(sql, [rows.get(table)]).catch(() => refused.push(table));
      }
      waiting = refused;
    }
    if (waiting.length > 0) throw new Error(`rows of ${waiting.map(({ name }) => name).join(', ')} cannot be deleted`);
  };
}
