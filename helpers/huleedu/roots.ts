import type { Root } from '../cleanup/removal.ts';
import { asked, databasesOf, ownOutbox, type Querying } from './leftovers.ts';
import { markOf } from './marks.ts';
import type { Stores } from './stores.ts';

/** A database in which clean-up removes something. */
export interface Changing extends Querying {
  transaction(statements: readonly { text: string; values: readonly unknown[] }[]): Promise<void>;
}

const byCreator = 'starts_with(created_by_user_id, $1)';

/** Tables of the roots, and the condition under which one belongs to the run: $1 its prefix. Batches first: what they set off ends before the classes go. */
export const roots = {
  batch: { table: 'batches', own: `starts_with(processing_metadata->>'user_id', $1)` },
  student: { table: 'students', own: byCreator },
  class: { table: 'classes', own: byCreator },
  'spare-student': { table: 'students', own: byCreator },
  'spare-class': { table: 'classes', own: byCreator },
} as const;

export type RootKind = keyof typeof roots;

const rootKinds = Object.keys(roots) as RootKind[];

/** Batches that the essay lifecycle still has, where the orchestrator has none any more. */
const tracked = 'SELECT batch_id AS id FROM batch_essay_trackers WHERE starts_with(user_id, $1)';

export const isRootKind = (kind: string): kind is RootKind => Object.hasOwn(roots, kind);

/** The database that has the roots of a kind. Throws where the environment has no spare class management. */
export function databaseOf({ batchOrchestrator, classManagement, spare }: Stores, kind: RootKind): Changing {
  if (kind === 'batch') return batchOrchestrator;
  if (!kind.startsWith('spare-')) return classManagement;
  if (!spare) throw new Error('The ledger names a spare class management, which this environment does not have');
  return spare;
}

/** Everything of the run that can be removed as a whole. Rows of outboxes come after what they speak of: most of them go with it. */
export async function rootsOf(stores: Stores, prefix: string): Promise<Root[]> {
  const mark = markOf(prefix);
  const rootsIn = async (database: Querying, kind: string, text: string): Promise<Root[]> =>
    (await asked<{ id: string }>(database, text, prefix)).map(({ id }) => ({ kind, id }));
  const named = rootKinds
    .filter((kind) => stores.spare !== undefined || !kind.startsWith('spare-'))
    .map((kind) => {
      const { table, own } = roots[kind];
      return rootsIn(databaseOf(stores, kind), kind, `SELECT id::text FROM ${table} WHERE ${own}`);
    });
  const told = databasesOf(stores).map(async ([name, database]) => {
    const text = `SELECT id::text FROM event_outbox WHERE ${ownOutbox}`;
    const rows = await asked<{ id: string }>(database, text, prefix, mark);
    return rows.map(({ id }) => ({ kind: 'outbox', id: `${name} ${id}` }));
  });
  // Of batches that no service has registered.
  const keys = (await stores.cache?.keys(`pending_content:${mark}`, `batch:${mark}`)) ?? [];
  const all = await Promise.all([...named, rootsIn(stores.essayLifecycle, 'batch', tracked), ...told]);
  const found = [...all.flat(), ...keys.map((id) => ({ kind: 'key', id }))];
  return [...new Map(found.map((root) => [`${root.kind} ${root.id}`, root])).values()];
}
