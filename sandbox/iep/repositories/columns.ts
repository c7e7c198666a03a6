import type { Queryable } from '../database/pool.ts';

/** A value as the driver is to send it; what a JSON column holds goes as text, since a list would become a PostgreSQL array. */
export function parameter(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}

/** Inserts the named columns and yields the stored row. */
export async function insertRow<Row>(database: Queryable, table: string, values: Readonly<object>): Promise<Row> {
  const entries = Object.entries(values);
  const places = entries.map((_, index) => `$${String(index + 1)}`).join(', ');
  const { rows } = await database.query(
    `INSERT INTO ${table} (${entries.map(([column]) => column).join(', ')}) VALUES (${places}) RETURNING *`,
    entries.map(([, value]) => parameter(value)),
  );
  return rows[0] as Row;
}

/** Writes the named columns of the row with this id, and its `updated_at` where it has one; yields it, or undefined without such a row. */
export async function updateRow<Row>(
  database: Queryable,
  table: 'students' | 'ieps' | 'iep_goals' | 'iep_templates',
  id: string,
  values: Readonly<object>,
): Promise<Row | undefined> {
  const entries = Object.entries(values);
  const assignments = entries.map(([column], index) => `${column} = $${String(index + 2)}`);
  if (table !== 'ieps' && entries.length > 0) assignments.push('updated_at = now()');
  const { rows } = await database.query(
    assignments.length === 0
      ? `SELECT * FROM ${table} WHERE id = $1`
      : `UPDATE ${table} SET ${assignments.join(', ')} WHERE id = $1 RETURNING *`,
    [id, ...entries.map(([, value]) => parameter(value))],
  );
  return rows[0] as Row | undefined;
}

/** A WHERE clause of conditions that hold where their value is given; `$` stands for the value's place. */
export function conditions(given: readonly (readonly [string, unknown])[]): { where: string; values: unknown[] } {
  const used = given.filter(([, value]) => value !== undefined && value !== null);
  const clauses = used.map(([clause], index) => clause.replace('$', () => `$${String(index + 1)}`));
  return {
    where: clauses.length === 0 ? '' : `WHERE ${clauses.join(' AND ')}`,
    values: used.map(([, value]) => value),
  };
}
