import { isDeepStrictEqual } from 'node:util';
import type { Services } from '../../iep/backend.ts';
import { replaced } from './faults.ts';
import { During, type Applied, type Decoration, type Query } from './rule.ts';

/** Values by column, as they go to the driver: a JSON column's as text. */
type Row = Record<string, unknown>;

/** Another row in the place of one that is to be written; undefined leaves it as it is. */
export type Change = (row: Row, query: Query) => Row | undefined | Promise<Row | undefined>;

const insertion = /^INSERT INTO (\w+) \(([^)]*)\)/;
const update = /^UPDATE (\w+) SET (.*) WHERE id = \$1 RETURNING \*$/s;
const now = 'updated_at = now()';

/** During calls of the method rows of the table are inserted otherwise than they should be. */
export function inserting<Service extends keyof Services>(
  applied: Applied,
  [service, method]: readonly [Service, keyof Services[Service]],
  table: string,
  change: Change,
): Decoration {
  return writing(applied, [service, method], (query) => async (text, values = []) => {
    const [, into, columns = ''] = insertion.exec(text) ?? [];
    if (into !== table) return undefined;
    const names = columns.split(', ');
    const row = Object.fromEntries(names.map((name, index) => [name, values[index]]));
    const written = await change({ ...row }, query);
    if (!written || isDeepStrictEqual(row, written)) return undefined;
    const entries = Object.entries(written);
    const places = entries.map((_, index) => `$${String(index + 1)}`).join(', ');
    return [
      `INSERT INTO ${table} (${entries.map(([name]) => name).join(', ')}) VALUES (${places}) RETURNING *`,
      entries.map(([, value]) => value),
    ];
  });
}

/** During calls of the method other columns of a table's row are written than should be; none at all where the change is empty. */
export function updating<Service extends keyof Services>(
  applied: Applied,
  [service, method]: readonly [Service, keyof Services[Service]],
  table: string,
  change: (row: Row, id: unknown, query: Query) => Row | undefined | Promise<Row | undefined>,
): Decoration {
  return writing(applied, [service, method], (query) => async (text, values = []) => {
    const [, into, assignments = ''] = update.exec(text) ?? [];
    if (into !== table) return undefined;
    const names = assignments.split(', ').flatMap((each) => (each === now ? [] : [each.split(' = ')[0] ?? '']));
    const row = Object.fromEntries(names.map((name, index) => [name, values[index + 1]]));
    const written = await change({ ...row }, values[0], query);
    if (!written || isDeepStrictEqual(row, written)) return undefined;
    const entries = Object.entries(written);
    const set = entries.map(([name], index) => `${name} = $${String(index + 2)}`);
    if (assignments.includes(now)) set.push(now);
    return entries.length === 0
      ? [`SELECT * FROM ${table} WHERE id = $1`, [values[0]]]
      : [
          `UPDATE ${table} SET ${set.join(', ')} WHERE id = $1 RETURNING *`,
          [values[0], ...entries.map(([, value]) => value)],
        ];
  });
}

type Statement = [text: string, values: unknown[]];

/** During calls of the method statements go another way. */
function meanwhile<Service extends keyof Services>(
  [service, method]: readonly [Service, keyof Services[Service]],
  divert: (query: Query) => Query,
): Decoration {
  const during = new During();
  return {
    ...replaced(service, method, (original) => during.mark(original, () => true as const)),
    database: {
      query: (query) => (text, values) => (during.now ? divert(query) : query)(text, values),
    },
  };
}

/** During calls of the method statements go out otherwise; undefined leaves one as it is. */
export function writing<Service extends keyof Services>(
  applied: Applied,
  place: readonly [Service, keyof Services[Service]],
  change: (query: Query) => (text: string, values?: unknown[]) => Promise<Statement | undefined>,
): Decoration {
  return meanwhile(place, (query) => async (text, values) => {
    const statement = await change(query)(text, values);
    if (!statement) return query(text, values);
    const result = await query(...statement);
    if (result.rowCount !== 0) applied();
    return result;
  });
}

/** A row that a call of the method updates is answered as updated, and is as before in the table. */
export function unstored<Service extends keyof Services>(
  applied: Applied,
  place: readonly [Service, keyof Services[Service]],
  table: string,
): Decoration {
  return meanwhile(place, (query) => async (text, values = []) => {
    if (!text.startsWith(`UPDATE ${table} `)) return query(text, values);
    const { rows } = await query(`SELECT * FROM ${table} WHERE id = $1`, [values[0]]);
    const result = await query(text, values);
    const entries = Object.entries(rows[0] ?? {});
    if (entries.length === 0) return result;
    const set = entries.map(([name], index) => `${name} = $${String(index + 2)}`).join(', ');
    const before = entries.map(([, value]) =>
      typeof value === 'object' && value !== null ? JSON.stringify(value) : value,
    );
    await query(`UPDATE ${table} SET ${set} WHERE id = $1`, [values[0], ...before]);
    applied();
    return result;
  });
}

/** An IEP is looked at under another status than its own before the method goes on with it. */
export function takenFor<Service extends keyof Services>(
  applied: Applied,
  place: readonly [Service, keyof Services[Service]],
  statusOf: (status: unknown) => unknown,
): Decoration {
  return meanwhile(place, (query) => async (text, values) => {
    const result = await query(text, values);
    const [row] = result.rows;
    if (!row || !text.startsWith('SELECT * FROM ieps WHERE id')) return result;
    const status = statusOf(row['status']);
    if (status === row['status']) return result;
    applied();
    return { ...result, rows: [{ ...row, status }] };
  });
}

/** The status of an IEP that can be edited, whatever it is. */
export const alwaysOpen = (status: unknown): unknown => (status === 'returned' ? status : 'draft');
