import { setTimeout as pause } from 'node:timers/promises';
import type { HuleeduSettings } from '../../env/systems/huleedu.ts';
import type { SystemSettings } from '../../env/systems/index.ts';
import type { NaturalKey, Remover, Root, SystemRemoval } from '../cleanup/removal.ts';
import type { Redact } from '../http/redaction.ts';
import { claimsOf, runsOfClaims } from './claims.ts';
import { kinds } from './kinds.ts';
import { databasesOf, leftoversIn, ownOutbox, runsIn } from './leftovers.ts';
import { markOf } from './marks.ts';
import { databaseOf, isRootKind, roots, rootsOf, type RootKind } from './roots.ts';
import { openStores, type Stores } from './stores.ts';

/** Milliseconds for the essay lifecycle to take in a batch that was just registered, where no chain of events says how long a hop is. */
const registrationPatience = 10_000;
const interval = 50;

/** Keys that clean-up may remove: claims of events, and contents that wait for a batch. */
const removableKeys = /^(huleedu:idempotency:v2|pending_content|batch|nlp:roster):/;

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
    return (await databaseOf(this.stores, kind).query<{ id: string }>(text, [this.prefix, value])).map(({ id }) => id);
  }

  async remove(kind: string, id: string): Promise<void> {
    if (kind === 'key') return this.removeKey(id);
    if (kind === 'outbox') return this.removeOutboxRow(id);
    if (!isRootKind(kind)) throw new Error(`helpers/huleedu/removal.ts knows no kind ${kind}`);
    const { table, own } = roots[kind];
    const foreign = `SELECT id FROM ${table} WHERE id::text = $2 AND NOT ${own}`;
    if ((await databaseOf(this.stores, kind).query(foreign, [this.prefix, id])).length > 0) {
      throw new Error(`the ${kind} does not belong to this run (${this.prefix}…): nothing was deleted`);
    }
    if (kind === 'batch') await this.removeBatch(id);
    else await this.removeSchool(kind, id);
  }

  leftovers(ids: readonly string[] = []): Promise<string[]> {
    return leftoversIn(this.stores, this.prefix, ids);
  }

  roots(): Promise<Root[]> {
    return rootsOf(this.stores, this.prefix);
  }

  async traces(): Promise<Root[]> {
    const { cache } = this.stores;
    return (cache ? await claimsOf(cache, this.prefix) : []).map((id) => ({ kind: 'key', id }));
  }

  close(): Promise<void> {
    return this.stores.close();
  }

  /** Associations and places on rosters go first, whatever the database would do; the UNKNOWN student of a class belongs to it alone. */
  private async removeSchool(kind: Exclude<RootKind, 'batch'>, id: string): Promise<void> {
    const { table } = roots[kind];
    const column = table === 'classes' ? 'class_id' : 'student_id';
    const unknown = `created_by_user_id = 'SYSTEM_TIMEOUT' AND email = 'unknown.' || $1 || '@huleedu.system'`;
    await databaseOf(this.stores, kind).transaction(
      [
        `DELETE FROM essay_student_associations WHERE ${column}::text = $1`,
        `DELETE FROM class_student_association WHERE ${column}::text = $1`,
        `DELETE FROM ${table} WHERE id::text = $1`,
        `DELETE FROM students WHERE ${unknown}`,
        spoken,
      ].map((text) => ({ text, values: [id] })),
    );
    await this.stores.cache?.remove([`nlp:roster:${id}`]);
  }

  private async removeBatch(id: string): Promise<void> {
    const { batchOrchestrator, classManagement, essayLifecycle, nlp, cache } = this.stores;
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
    await cache?.remove([...(await cache.keys(`batch:${id}:`)), `pending_content:${id}`]);
    await nlp?.transaction(all(spoken));
    await classManagement.transaction(all(spoken));
    await batchOrchestrator.transaction(
      all(
        'DELETE FROM phase_status_log WHERE batch_id = $1',
        'DELETE FROM configuration_snapshots WHERE batch_id = $1',
        'DELETE FROM batch_essays WHERE batch_id = $1',
        spoken,
        'DELETE FROM batches WHERE id = $1',
      ),
    );
  }

  private async removeKey(key: string): Promise<void> {
    if (!removableKeys.test(key)) throw new Error(`${key} is no key that the suite brings about: nothing was deleted`);
    await this.stores.cache?.remove([key]);
  }

  private async removeOutboxRow(place: string): Promise<void> {
    const [store = '', id = ''] = place.split(' ');
    const [, database] = databasesOf(this.stores).find(([name]) => name === store) ?? [];
    const text = `DELETE FROM event_outbox WHERE id::text = $3 AND ${ownOutbox}`;
    await database?.execute(text, [this.prefix, markOf(this.prefix), id]);
  }

  /** Waits until the essay lifecycle has stored a batch that is registered: it would store it after the removal. */
  private async takenIn(id: string): Promise<void> {
    const { batchOrchestrator, essayLifecycle } = this.stores;
    if ((await batchOrchestrator.count('batches', { id })) === 0) return;
    const end = performance.now() + this.patience;
    while ((await essayLifecycle.count('batch_essay_trackers', { batch_id: id })) === 0 && performance.now() < end)
      await pause(interval);
  }
}

function settingsOf({ huleedu }: SystemSettings): HuleeduSettings {
  if (!huleedu) throw new Error('The ledger names huleedu, which this environment does not host');
  return huleedu;
}

/**
 * Clean-up of HuleEdu: batches in every service that keeps something of them, then students and classes. Claims of events in Redis
 * would end by themselves within a day (contract b.5): they are the traces of a run.
 */
export const removal: SystemRemoval = {
  kinds,
  open: (settings, { prefix, redact }) => new HuleeduRemover(settingsOf(settings), prefix, redact),
  async findRuns(settings, redact) {
    const stores = openStores(settingsOf(settings), 'test_sweep', redact);
    try {
      const runs = [...(await runsIn(stores)), ...(stores.cache ? await runsOfClaims(stores.cache) : [])];
      return [...new Set(runs)].sort();
    } finally {
      await stores.close();
    }
  },
};
