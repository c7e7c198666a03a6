import type { HuleeduSettings } from '../../env/systems/huleedu.ts';
import { CacheConnection } from '../cache/connection.ts';
import { WritableCache } from '../cache/writable-cache.ts';
import { Database } from '../database/database.ts';
import type { Redact } from '../http/redaction.ts';
import { tables, type Tables } from './tables.ts';

/** Typed reads of the tables of each service. */
export type Databases = { readonly [Name in keyof Tables]: Database<Tables[Name]> };

/** Lazily connected handles of the services' databases. */
export function openDatabases(
  { databases: urls }: HuleeduSettings,
  applicationName: string,
  redact: Redact,
  mayWrite?: (what: string) => void,
): Databases & { close(): Promise<void> } {
  const options = { applicationName, redact, ...(mayWrite && { mayWrite }) };
  const databases = {
    classManagement: new Database(tables.classManagement, { url: urls.classManagement, ...options }),
    batchOrchestrator: new Database(tables.batchOrchestrator, { url: urls.batchOrchestrator, ...options }),
    essayLifecycle: new Database(tables.essayLifecycle, { url: urls.essayLifecycle, ...options }),
  };
  return {
    ...databases,
    async close() {
      for (const database of Object.values(databases)) await database.close();
    },
  };
}

/** Every store in which clean-up has something to do. */
export interface Stores extends Databases {
  /** NLP's outbox, where its database can be reached. */
  readonly nlp: Database<Pick<Tables['essayLifecycle'], 'event_outbox'>> | undefined;
  /** Of the class management that faults are done to. */
  readonly spare: Database<Tables['classManagement']> | undefined;
  /** The keys that the services keep, where Redis can be reached. */
  readonly cache: WritableCache | undefined;
  close(): Promise<void>;
}

/** All of them, lazily connected. */
export function openStores(settings: HuleeduSettings, applicationName: string, redact: Redact): Stores {
  const databases = openDatabases(settings, applicationName, redact);
  const { nlpDatabaseUrl, redisUrl, spare: spareSettings } = settings;
  const options = { applicationName, redact };
  const { event_outbox } = tables.essayLifecycle;
  const nlp = nlpDatabaseUrl && new Database({ event_outbox }, { url: nlpDatabaseUrl, ...options });
  const spare = spareSettings && new Database(tables.classManagement, { url: spareSettings.databaseUrl, ...options });
  const connection =
    redisUrl && new CacheConnection({ url: redisUrl, clientName: applicationName, redact, writes: true });
  return {
    ...databases,
    nlp: nlp || undefined,
    spare,
    cache: connection ? new WritableCache(connection, () => undefined) : undefined,
    async close() {
      await databases.close();
      if (nlp) await nlp.close();
      await spare?.close();
      if (connection) await connection.close();
    },
  };
}
