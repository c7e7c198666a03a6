import { Database, type TableName, type Tables } from '../database/database.ts';
import type { Check, Scope } from './check.ts';

/** Seconds that the clocks of this machine and of a database may differ: times of tests are compared with rows. */
const skew = 60;

interface Found {
  readonly name: string;
  readonly exists: boolean;
  readonly reads: boolean;
  readonly removes: boolean;
  readonly columns: readonly string[] | null;
}

const sql = `SELECT name, to_regclass(quote_ident(name)) IS NOT NULL AS exists,
    coalesce(has_table_privilege(to_regclass(quote_ident(name)), 'SELECT'), false) AS reads,
    coalesce(has_table_privilege(to_regclass(quote_ident(name)), 'DELETE'), false) AS removes,
    (SELECT array_agg(attname::text) FROM pg_attribute
      WHERE attrelid = to_regclass(quote_ident(name)) AND attnum > 0 AND NOT attisdropped) AS columns
  FROM unnest($1::text[]) AS name`;

/**
 * Whether a database lets us in, has the tables and columns that the suite reads, and, for a run that writes, the right to
 * remove from those of `removes`.
 */
export function databaseCheck<T extends Tables>(
  place: { readonly name: string; readonly url: string },
  tables: T,
  removes: readonly TableName<T>[],
  { redact, prefix }: Scope,
): Check {
  const { host, pathname, username } = new URL(place.url);
  return {
    what: `${place.name} ${host}${pathname}`,
    neededFor: ['database', 'writes'],
    async look(writes) {
      const database = new Database(tables, { url: place.url, applicationName: `${prefix}preflight`, redact });
      try {
        const [clock] = await database.query<{ now: number }>('SELECT extract(epoch FROM now())::float8 AS now');
        const found = await database.query<Found>(sql, [Object.keys(tables)]);
        const apart = Math.abs((clock?.now ?? 0) - Date.now() / 1000);
        const problems = found.flatMap((table) => problemsOf(table, tables, writes ? removes : [], username));
        if (apart > skew) problems.push(`its clock and this machine's are ${apart.toFixed(0)} s apart: set them right`);
        if (problems.length > 0) throw new Error(problems.join('; '));
      } finally {
        await database.close();
      }
    },
  };
}

function problemsOf(found: Found, tables: Tables, removes: readonly string[], role: string): string[] {
  const { name, exists } = found;
  if (!exists) return [`it has no table ${name}: is it the database of this system, and migrated?`];
  if (!found.reads) return [`${role} may not read ${name}: GRANT SELECT ON ${name} TO ${role}`];
  const missing = Object.keys(tables[name]?.shape ?? {}).filter((column) => found.columns?.includes(column) !== true);
  return [
    ...(missing.length > 0 ? [`${name} has no column ${missing.join(', ')}: is it migrated?`] : []),
    ...(removes.includes(name) && !found.removes
      ? [`${role} may not clean up ${name}: GRANT DELETE ON ${name} TO ${role}`]
      : []),
  ];
}
