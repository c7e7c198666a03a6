import { runIdPattern } from '../../env/run.ts';
import { DatabaseError } from '../database/database-error.ts';
import type { Stores } from './stores.ts';

interface Querying {
  query<R extends object>(text: string, values?: readonly unknown[]): Promise<R[]>;
}

/** SQLSTATE of a database that does not exist: the spare one is made when a test first asks for it. */
const noDatabase = '3D000';

/** Where names with the prefix of a run are: a kind of thing, its id, and the text that starts so. */
const school = [
  ['class', 'id', 'created_by_user_id', 'classes'],
  ['class', 'id', 'name', 'classes'],
  ['student', 'id', 'created_by_user_id', 'students'],
  ['student', 'id', 'email', 'students'],
] as const;
const batches = [['batch', 'id', `processing_metadata->>'user_id'`, 'batches']] as const;
const trackers = [['tracker of batch', 'batch_id', 'user_id', 'batch_essay_trackers']] as const;

type Named = readonly (readonly [kind: string, id: string, name: string, table: string])[];

const searches = ({ classManagement, spare, batchOrchestrator, essayLifecycle }: Stores): [Querying, Named][] => [
  [classManagement, school],
  ...(spare ? [[spare, school] as [Querying, Named]] : []),
  [batchOrchestrator, batches],
  [essayLifecycle, trackers],
];

async function asked<R extends object>(database: Querying, text: string, value: string): Promise<R[]> {
  try {
    return await database.query<R>(text, [value]);
  } catch (error) {
    if (error instanceof DatabaseError && error.code === noDatabase) return [];
    throw error;
  }
}

/** What carries the prefix of a run and is still there, one line each; rows of an outbox count as well. */
export async function leftoversIn(stores: Stores, prefix: string): Promise<string[]> {
  const found = searches(stores).map(([database, named]) => {
    const things = named.map(
      ([kind, id, name, table]) => `SELECT '${kind} ' || ${id} AS line FROM ${table} WHERE starts_with(${name}, $1)`,
    );
    const outbox = `SELECT 'outbox row ' || id FROM event_outbox WHERE position($1 in event_data::text) > 0`;
    return asked<{ line: string }>(database, [...things, outbox].join(' UNION '), prefix);
  });
  return (await Promise.all(found)).flat().map(({ line }) => line);
}

/** Prefixes of every run that left something. */
export async function runsIn(stores: Stores): Promise<string[]> {
  const found = searches(stores).map(([database, named]) => {
    const names = named.map(([, , name, table]) => `SELECT ${name} AS name FROM ${table}`).join(' UNION ALL ');
    const text = `SELECT DISTINCT substring(name FROM $1) AS run FROM (${names}) names WHERE name ~ $1`;
    return asked<{ run: string }>(database, text, `^(test_${runIdPattern}_)`);
  });
  return [...new Set((await Promise.all(found)).flat().map(({ run }) => run))].sort();
}

/** Ids of the rows whose text starts with the prefix. */
export async function idsIn(database: Querying, table: string, own: string, prefix: string): Promise<string[]> {
  const rows = await asked<{ id: string }>(database, `SELECT id::text FROM ${table} WHERE ${own}`, prefix);
  return rows.map(({ id }) => id);
}
