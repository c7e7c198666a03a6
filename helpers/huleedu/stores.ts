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
): Databases & { close(): Promise<void> } {
  const options = { applicationName, redact };
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

/** For clean-up: the keys that the services keep for a batch. Undefined where Redis cannot be reached. */
export function openCleaningCache(
  { redisUrl: url }: HuleeduSettings,
  clientName: string,
  redact: Redact,
): { cache: WritableCache; close(): Promise<void> } | undefined {
  if (url === undefined) return undefined;
  const connection = new CacheConnection({ url, clientName, redact, writes: true });
  return { cache: new WritableCache(connection, () => undefined), close: () => connection.close() };
}
