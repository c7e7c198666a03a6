import { setTimeout as pause } from 'node:timers/promises';
import { runIdPattern } from '../../env/run.ts';
import type { HuleeduSettings } from '../../env/systems/huleedu.ts';
import type { SystemSettings } from '../../env/systems/index.ts';
import type { NaturalKey, Remover, Root, SystemRemoval } from '../cleanup/removal.ts';
import { Database } from '../database/database.ts';
import type { Redact } from '../http/redaction.ts';
import { claimPrefix } from './idempotency.ts';
import { kinds } from './kinds.ts';
import { openCleaningCache, openDatabases, type Databases } from './stores.ts';
import { tables } from './tables.ts';

/** Milliseconds for the essay lifecycle to take in a batch that was just registered, where no chain of events says how long a hop is. */
const registrationPatience = 10_000;
const interval = 50;

interface Querying {
  query<R extends object>(text: string, values?: readonly unknown[]): Promise<R[]>;
}

const roots = {
  class: { table: 'classes', own: 'starts_with(created_by_user_id, $2)' },
  student: { table: 'students', own: 'starts_with(created_by_user_id, $2)' },
  batch: { table: 'batches', own: `starts_with(processing_metadata->>'user_id', $2)` },
} as const;

type RootKind = keyof typeof roots;

const isRootKind = (kind: string): kind is RootKind => Object.hasOwn(roots, kind);

/** A row of an outbox that speaks of a thing; the id stands in the payload, whatever its member is called. */
const spoken = 'DELETE FROM event_outbox WHERE position($1 in event_data::text) > 0';

class HuleeduRemover implements Remover {
  private readonly databases: ReturnType<typeof openDatabases>;
  private readonly nlp: Database<Pick<(typeof tables)['essayLifecycle'], 'event_outbox'>> | undefined;
  private readonly cache: ReturnType<typeof openCleaningCache>;
  private readonly patience: number;

  constructor(
    settings: HuleeduSettings,
    private readonly prefix: string,
    redact: Redact,
  ) {
    const applicationName = `${prefix}cleanup`;
    const { nlpDatabaseUrl: url } = settings;
    this.databases = openDatabases(settings, applicationName, redact);
    const { event_outbox } = tables.essayLifecycle;
    this.nlp = url === undefined ? undefined : new Database({ event_outbox }, { url, applicationName, redact });
    this.cache = openCleaningCache(settings, applicationName, redact);
    this.patience = settings.kafka?.eventPatience ?? registrationPatience;
  }

  async resolve(kind: string, key: NaturalKey): Promise<string[]> {
    if (!isRootKind(kind)) return [];
    const { table, own } = roots[kind];
    const name = Object.keys(key)[0] ?? '';
    const column = kind === 'batch' ? `processing_metadata->>'user_id'` : name;
    const values = [key[name] ?? null, this.prefix];
    return ids(this.databaseOf(kind), `SELECT id::text FROM ${table} WHERE ${column} = $1 AND ${own}`, values);
  }

  async remove(kind: string, id: string): Promise<void> {
    if (kind === 'claim') return this.removeClaim(id);
    if (!isRootKind(kind)) throw new Error(`helpers/huleedu/removal.ts knows no kind ${kind}`);
    const { table, own } = roots[kind];
    const foreign = `SELECT id::text FROM ${table} WHERE id::text = $1 AND NOT ${own}`;
    if ((await ids(this.databaseOf(kind), foreign, [id, this.prefix])).length > 0) {
      throw new Error(`the ${kind} does not belong to this run (${this.prefix}…): nothing was deleted`);
    }
    if (kind === 'batch') await this.removeBatch(id);
    else await this.removeSchool(kind, id);
  }

  async leftovers(): Promise<string[]> {
    const { classManagement, batchOrchestrator, essayLifecycle } = this.databases;
    const outbox = `UNION ALL SELECT 'outbox row ' || id FROM event_outbox WHERE position($1 in event_data::text) > 0`;
    const searches: [Querying, string][] = [
      [
        classManagement,
        `SELECT 'class ' || id AS line FROM classes WHERE starts_with(created_by_user_id, $1) OR starts_with(name, $1)
         UNION ALL SELECT 'student ' || id FROM students WHERE starts_with(created_by_user_id, $1) OR starts_with(email, $1)`,
      ],
      [
        batchOrchestrator,
        `SELECT 'batch ' || id AS line FROM batches WHERE starts_with(processing_metadata->>'user_id', $1)`,
      ],
      [
        essayLifecycle,
        `SELECT 'tracker ' || batch_id AS line FROM batch_essay_trackers WHERE starts_with(user_id, $1)`,
      ],
    ];
    const found = searches.map(([database, text]) =>
      database.query<{ line: string }>(`${text} ${outbox}`, [this.prefix]),
    );
    return (await Promise.all(found)).flat().map(({ line }) => line);
  }

  async roots(): Promise<Root[]> {
    // Batches first: what they set off ends before the classes go that they name.
    const found = (['batch', 'student', 'class'] as const).map(async (kind) => {
      const own = roots[kind].own.replace('$2', '$1');
      const found = await ids(this.databaseOf(kind), `SELECT id::text FROM ${roots[kind].table} WHERE ${own}`, [
        this.prefix,
      ]);
      return found.map((id) => ({ kind, id }));
    });
    return (await Promise.all(found)).flat();
  }

  async close(): Promise<void> {
    await this.databases.close();
    await this.nlp?.close();
    await this.cache?.close();
  }

  /** Associations and places on rosters go with it (contract b.3); the UNKNOWN student of a class belongs to it alone. */
  private async removeSchool(kind: 'class' | 'student', id: string): Promise<void> {
    await this.databases.classManagement.transaction([
      { text: `DELETE FROM ${roots[kind].table} WHERE id::text = $1`, values: [id] },
      {
        text: `DELETE FROM students WHERE created_by_user_id = 'SYSTEM_TIMEOUT' AND email = 'unknown.' || $1 || '@huleedu.system'`,
        values: [id],
      },
      { text: spoken, values: [id] },
    ]);
  }

  private async removeBatch(id: string): Promise<void> {
    const { batchOrchestrator, essayLifecycle } = this.databases;
    await this.takenIn(id);
    const values = [id];
    await essayLifecycle.transaction(
      [
        'DELETE FROM slot_assignments WHERE batch_tracker_id IN (SELECT id FROM batch_essay_trackers WHERE batch_id = $1)',
        'DELETE FROM essay_processing_logs WHERE essay_id IN (SELECT essay_id FROM essay_states WHERE batch_id = $1)',
        'DELETE FROM essay_states WHERE batch_id = $1',
        'DELETE FROM batch_essay_trackers WHERE batch_id = $1',
        spoken,
      ].map((text) => ({ text, values })),
    );
    if (this.cache) await this.cache.cache.remove(await this.cache.cache.keys(`batch:${id}:`));
    await this.nlp?.transaction([{ text: spoken, values }]);
    await batchOrchestrator.transaction(
      ['DELETE FROM batch_essays WHERE batch_id = $1', spoken, 'DELETE FROM batches WHERE id = $1'].map((text) => ({
        text,
        values,
      })),
    );
  }

  private async removeClaim(key: string): Promise<void> {
    if (!key.startsWith(claimPrefix)) throw new Error(`${key} is no claim of an event: nothing was deleted`);
    await this.cache?.cache.remove([key]);
  }

  /** Waits until the essay lifecycle has stored a batch that is registered: it would store it after the removal. */
  private async takenIn(id: string): Promise<void> {
    const { batchOrchestrator, essayLifecycle } = this.databases;
    if ((await batchOrchestrator.count('batches', { id })) === 0) return;
    const end = performance.now() + this.patience;
    while ((await essayLifecycle.count('batch_essay_trackers', { batch_id: id })) === 0 && performance.now() < end)
      await pause(interval);
  }

  private databaseOf(kind: RootKind): Querying {
    return kind === 'batch' ? this.databases.batchOrchestrator : this.databases.classManagement;
  }
}

const ids = async (database: Querying, text: string, values: readonly unknown[]): Promise<string[]> =>
  (await database.query<{ id: string }>(text, values)).map(({ id }) => id);

function settingsOf({ huleedu }: SystemSettings): HuleeduSettings {
  if (!huleedu) throw new Error('The ledger names huleedu, which this environment does not host');
  return huleedu;
}

async function runsIn({ classManagement, batchOrchestrator, essayLifecycle }: Databases): Promise<string[]> {
  const searches: [Querying, string][] = [
    [
      classManagement,
      'SELECT created_by_user_id AS name FROM classes UNION ALL SELECT created_by_user_id FROM students',
    ],
    [batchOrchestrator, `SELECT processing_metadata->>'user_id' AS name FROM batches`],
    [essayLifecycle, 'SELECT user_id AS name FROM batch_essay_trackers'],
  ];
  const text = (names: string): string =>
    `SELECT DISTINCT substring(name FROM $1) AS run FROM (${names}) names WHERE name ~ $1`;
  const found = searches.map(([database, names]) =>
    database.query<{ run: string }>(text(names), [`^(test_${runIdPattern}_)`]),
  );
  return [...new Set((await Promise.all(found)).flat().map(({ run }) => run))].sort();
}

/**
 * Clean-up of HuleEdu: batches in every service that keeps something of them, then students and classes. Claims of events in Redis
 * end by themselves within a day (contract b.5).
 */
export const removal: SystemRemoval = {
  kinds,
  open: (settings, { prefix, redact }) => new HuleeduRemover(settingsOf(settings), prefix, redact),
  async findRuns(settings, redact) {
    const databases = openDatabases(settingsOf(settings), 'test_sweep', redact);
    try {
      return await runsIn(databases);
    } finally {
      await databases.close();
    }
  },
};
