import { runIdPattern } from '../../env/run.ts';
import { DatabaseError } from '../database/database-error.ts';
import { markOf, prefixOfMarked } from './marks.ts';
import type { Stores } from './stores.ts';

/** What a search needs of a service's database. */
export interface Querying {
  query<R extends object>(text: string, values?: readonly unknown[]): Promise<R[]>;
  execute(text: string, values?: readonly unknown[]): Promise<void>;
}

/** Databases by the names that clean-up has for them. */
export type StoreName = 'classManagement' | 'spare' | 'batchOrchestrator' | 'essayLifecycle' | 'nlp';

/** SQLSTATE of a database that does not exist: the spare one is made when a test first asks for it. */
const noDatabase = '3D000';

/** Where names with the prefix of a run are: a kind of thing, its id, and the text that starts so. */
const school = [
  ['class', 'id', 'created_by_user_id', 'classes'],
  ['class', 'id', 'name', 'classes'],
  ['student', 'id', 'created_by_user_id', 'students'],
  ['student', 'id', 'email', 'students'],
] as const;
const batches = [
  ['batch', 'id', `processing_metadata->>'user_id'`, 'batches'],
  ['batch', 'id', 'correlation_id', 'batches'],
] as const;
const trackers = [
  ['tracker of batch', 'batch_id', 'user_id', 'batch_essay_trackers'],
  ['tracker of batch', 'batch_id', 'correlation_id', 'batch_essay_trackers'],
] as const;

type Named = readonly (readonly [kind: string, id: string, name: string, table: string])[];

const namedIn: Readonly<Record<StoreName, Named>> = {
  ...{ classManagement: school, spare: school, batchOrchestrator: batches, essayLifecycle: trackers, nlp: [] },
};

/** What hangs on a class or a batch and does not name the run: a kind of thing, its id, and the column that holds the id of what it hangs on. */
const hanging: Readonly<Record<StoreName, Named>> = {
  classManagement: [['association of essay', 'essay_id', 'class_id', 'essay_student_associations']],
  spare: [['association of essay', 'essay_id', 'class_id', 'essay_student_associations']],
  batchOrchestrator: [
    ['essay of batch', 'batch_id', 'batch_id', 'batch_essays'],
    ['phase of batch', 'batch_id', 'batch_id', 'phase_status_log'],
    ['configuration of batch', 'batch_id', 'batch_id', 'configuration_snapshots'],
  ],
  essayLifecycle: [['state of essay', 'essay_id', 'batch_id', 'essay_states']],
  nlp: [],
};

/** Members of an event that say whose it is: a text that quotes a name of the run makes it nobody's. */
const owners = ['user_id', 'teacher_id', 'created_by_user_id', 'updated_by_user_id', 'student_email'].map(
  (name) => `event_data->'data'->>'${name}'`,
);
const named = owners.map((owner) => `starts_with(${owner}, $1)`).join(' OR ');

/** A row of an outbox that is the run's: it is of one of its people (`$1` prefix), or has a correlation id of it (`$2` mark). */
export const ownOutbox = `(${named} OR starts_with(event_data->>'correlation_id', $2))`;

const members = ['batch_id', 'entity_id', 'class_id', 'student_id'].map((name) => `event_data->'data'->>'${name}'`);

/** The databases that can be reached, by name. */
export function databasesOf(stores: Stores): [StoreName, Querying][] {
  const { classManagement, spare, batchOrchestrator, essayLifecycle, nlp } = stores;
  const all = { classManagement, spare, batchOrchestrator, essayLifecycle, nlp };
  return Object.entries(all).flatMap(([name, store]) => (store ? [[name as StoreName, store]] : []));
}

/** Asks a database; one that does not exist holds nothing. */
export async function asked<R extends object>(
  database: Querying,
  text: string,
  ...values: readonly unknown[]
): Promise<R[]> {
  try {
    return await database.query<R>(text, values);
  } catch (error) {
    if (error instanceof DatabaseError && error.code === noDatabase) return [];
    throw error;
  }
}

/**
 * What is the run's and is still there, one line each: what carries its prefix or one of its correlation ids, and what hangs on these ids of
 * classes, students and batches.
 */
export async function leftoversIn(stores: Stores, prefix: string, ids: readonly string[] = []): Promise<string[]> {
  const found = databasesOf(stores).map(([name, database]) => {
    const things = namedIn[name].map(
      ([kind, id, text, table]) =>
        `SELECT '${kind} ' || ${id} AS line FROM ${table} WHERE starts_with(${text}, $1) OR starts_with(${text}, $2)`,
    );
    const hung = hanging[name].map(
      ([kind, id, on, table]) => `SELECT '${kind} ' || ${id} AS line FROM ${table} WHERE ${on}::text = ANY ($3)`,
    );
    const spoken = members.map((member) => `${member} = ANY ($3)`).join(' OR ');
    const outbox = `SELECT '${name} outbox row ' || id AS line FROM event_outbox WHERE ${ownOutbox} OR ${spoken}`;
    const text = [...things, ...hung, outbox].join(' UNION ');
    return asked<{ line: string }>(database, text, prefix, markOf(prefix), ids);
  });
  const keys = (await keysOf(stores, prefix, ids)).map((key) => `key ${key}`);
  return [...(await Promise.all(found)).flat().map(({ line }) => line), ...keys];
}

/** How the keys start that services keep of batches and classes, with the id after it (contract d.5, d.6). */
const keyStarts = ['batch:', 'pending_content:', 'nlp:roster:'] as const;

/** Keys of these batches and classes, and of those whose id is a UUID of the run. */
async function keysOf({ cache }: Stores, prefix: string, ids: readonly string[]): Promise<string[]> {
  if (!cache) return [];
  const [known, mark] = [new Set(ids), markOf(prefix)];
  return (await cache.keys(...keyStarts)).filter((key) => {
    const start = keyStarts.find((each) => key.startsWith(each)) ?? '';
    const [id = ''] = key.slice(start.length).split(':');
    return known.has(id) || id.startsWith(mark);
  });
}

/** Prefixes of every run that left something. */
export async function runsIn(stores: Stores): Promise<string[]> {
  const found = databasesOf(stores).map(async ([name, database]) => {
    const outbox = [...owners, `event_data->>'correlation_id'`];
    const names = [
      ...namedIn[name].map(([, , text, table]) => `SELECT ${text} AS name FROM ${table}`),
      ...outbox.map((text) => `SELECT ${text} AS name FROM event_outbox`),
    ].join(' UNION ');
    const rows = await asked<{ name: string }>(
      database,
      `SELECT name FROM (${names}) names WHERE name ~ $1 OR name ~ '^[0-9a-f-]{14}8[0-9a-f]{3}-8'`,
      `^test_${runIdPattern}_`,
    );
    return rows.map((row) => row.name);
  });
  const names = (await Promise.all(found)).flat();
  const ofNames = names.flatMap((name) => new RegExp(`^test_${runIdPattern}_`).exec(name)?.[0] ?? prefixOfMarked(name));
  return [...new Set(ofNames.filter((prefix) => prefix !== undefined))].sort();
}
