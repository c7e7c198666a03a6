import { setTimeout as pause } from 'node:timers/promises';
import type { HuleeduSettings } from '../../env/systems/huleedu.ts';
import type { SystemSettings } from '../../env/systems/index.ts';
import type { NaturalKey, Remover, Root, SystemRemoval } from '../cleanup/removal.ts';
import type { Redact } from '../http/redaction.ts';
import { claimPrefix } from './idempotency.ts';
import { kinds } from './kinds.ts';
import { idsIn, leftoversIn, runsIn } from './leftovers.ts';
import { openStores, type Stores } from './stores.ts';

/** Milliseconds for the essay lifecycle to take in a batch that was just registered, where no chain of events says how long a hop is. */
const registrationPatience = 10_000;
const interval = 50;

interface Querying {
  query<R extends object>(text: string, values?: readonly unknown[]): Promise<R[]>;
  transaction(statements: readonly { text: string; values: readonly unknown[] }[]): Promise<void>;
}

const byCreator = 'starts_with(created_by_user_id, $1)';

/** Tables of the roots, and the condition under which one belongs to the run: $1 its prefix. Batches first: what they set off ends before the classes go. */
const roots = {
  batch: { table: 'batches', own: `starts_with(processing_metadata->>'user_id', $1)` },
  student: { table: 'students', own: byCreator },
  class: { table: 'classes', own: byCreator },
  'spare-student': { table: 'students', own: byCreator },
  'spare-class': { table: 'classes', own: byCreator },
} as const;

type RootKind = keyof typeof roots;

const rootKinds = Object.keys(roots) as RootKind[];

const isRootKind = (kind: string): kind is RootKind => Object.hasOwn(roots, kind);

/** A row of an outbox that speaks of a thing; the id stands in the payload, whatever its member is called. */
const spoken = 'DELETE FROM event_outbox WHERE position($1 in event_data::text) > 0';

class HuleeduRemover implements Remover {
  private readonly stores: Stores;
  private readonly patience: number;

  constructor(
    settings: HuleeduSettings,
    private readonly prefix: string,
    redact: Redact,
  ) {
    this.stores = openStores(settings, `${prefix}cleanup`, redact);
    this.patience = settings.kafka?.eventPatience ?? registrationPatience;
  }

  async resolve(kind: string, key: NaturalKey): Promise<string[]> {
    if (!isRootKind(kind)) return [];
    const { table, own } = roots[kind];
    const [[name, value] = ['', '']] = Object.entries(key);
    const column = kind === 'batch' ? `processing_metadata->>'user_id'` : name;
    const text = `SELECT id::text FROM ${table} WHERE ${own} AND ${column} = $2`;
    return (await this.databaseOf(kind).query<{ id: string }>(text, [this.prefix, value])).map(({ id }) => id);
  }

  async remove(kind: string, id: string): Promise<void> {
    if (kind === 'claim') return this.removeClaim(id);
    if (!isRootKind(kind)) throw new Error(`helpers/huleedu/removal.ts knows no kind ${kind}`);
    const { table, own } = roots[kind];
    const foreign = `SELECT id FROM ${table} WHERE id::text = $2 AND NOT ${own}`;
    if ((await this.databaseOf(kind).query(foreign, [this.prefix, id])).length > 0) {
      throw new Error(`the ${kind} does not belong to this run (${this.prefix}…): nothing was deleted`);
    }
    if (kind === 'batch') await this.removeBatch(id);
    else await this.removeSchool(kind, id);
  }

  leftovers(): Promise<string[]> {
    return leftoversIn(this.stores, this.prefix);
  }

  async roots(): Promise<Root[]> {
    const found = rootKinds
      .filter((kind) => this.stores.spare !== undefined || !kind.startsWith('spare-'))
      .map(async (kind) => {
        const { table, own } = roots[kind];
        return (await idsIn(this.databaseOf(kind), table, own, this.prefix)).map((id) => ({ kind, id }));
      });
    return (await Promise.all(found)).flat();
  }

  close(): Promise<void> {
    return this.stores.close();
  }

  /** Associations and places on rosters go with it (contract b.3); the UNKNOWN student of a class belongs to it alone. */
  private async removeSchool(kind: Exclude<RootKind, 'batch'>, id: string): Promise<void> {
    const unknown = `created_by_user_id = 'SYSTEM_TIMEOUT' AND email = 'unknown.' || $1 || '@huleedu.system'`;
    await this.databaseOf(kind).transaction(
      [`DELETE FROM ${roots[kind].table} WHERE id::text = $1`, `DELETE FROM students WHERE ${unknown}`, spoken].map(
        (text) => ({ text, values: [id] }),
      ),
    );
  }

  private async removeBatch(id: string): Promise<void> {
    const { batchOrchestrator, essayLifecycle, nlp, cache } = this.stores;
    await this.takenIn(id);
    const all = (...texts: string[]): { text: string; values: string[] }[] =>
      texts.map((text) => ({ text, values: [id] }));
    await essayLifecycle.transaction(
      all(
        'DELETE FROM slot_assignments WHERE batch_tracker_id IN (SELECT id FROM batch_essay_trackers WHERE batch_id = $1)',
        'DELETE FROM essay_processing_logs WHERE essay_id IN (SELECT essay_id FROM essay_states WHERE batch_id = $1)',
        'DELETE FROM essay_states WHERE batch_id = $1',
        'DELETE FROM batch_essay_trackers WHERE batch_id = $1',
        spoken,
      ),
    );
    await cache?.remove(await cache.keys(`batch:${id}:`));
    await nlp?.transaction(all(spoken));
    await batchOrchestrator.transaction(
      all('DELETE FROM batch_essays WHERE batch_id = $1', spoken, 'DELETE FROM batches WHERE id = $1'),
    );
  }

  private async removeClaim(key: string): Promise<void> {
    if (!key.startsWith(claimPrefix)) throw new Error(`${key} is no claim of an event: nothing was deleted`);
    await this.stores.cache?.remove([key]);
  }

  /** Waits until the essay lifecycle has stored a batch that is registered: it would store it after the removal. */
  private async takenIn(id: string): Promise<void> {
    const { batchOrchestrator, essayLifecycle } = this.stores;
    if ((await batchOrchestrator.count('batches', { id })) === 0) return;
    const end = performance.now() + this.patience;
    while ((await essayLifecycle.count('batch_essay_trackers', { batch_id: id })) === 0 && performance.now() < end)
      await pause(interval);
  }

  private databaseOf(kind: RootKind): Querying {
    const { batchOrchestrator, classManagement, spare } = this.stores;
    if (kind === 'batch') return batchOrchestrator;
    if (!kind.startsWith('spare-')) return classManagement;
    if (!spare) throw new Error('The ledger names a spare class management, which this environment does not have');
    return spare;
  }
}

function settingsOf({ huleedu }: SystemSettings): HuleeduSettings {
  if (!huleedu) throw new Error('The ledger names huleedu, which this environment does not host');
  return huleedu;
}

/**
 * Clean-up of HuleEdu: batches in every service that keeps something of them, then students and classes. Claims of events in Redis
 * end by themselves within a day (contract b.5).
 */
export const removal: SystemRemoval = {
  kinds,
  open: (settings, { prefix, redact }) => new HuleeduRemover(settingsOf(settings), prefix, redact),
  async findRuns(settings, redact) {
    const stores = openStores(settingsOf(settings), 'test_sweep', redact);
    try {
      return await runsIn(stores);
    } finally {
      await stores.close();
    }
  },
};
