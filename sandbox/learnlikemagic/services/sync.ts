import { inTransaction, type Database } from '../database/pool.ts';
import type { BookRow } from '../repositories/books.ts';
import { upsertGuideline } from '../repositories/synced-guidelines.ts';
import type { Shard } from '../store/guideline-documents.ts';

/** Writes shards to `teaching_guidelines` (contract d.10), all of them or none. */
export interface SyncService {
  /** `alongside` runs before the rows are committed; when it fails, none is written. */
  write(book: BookRow, shards: readonly Shard[], alongside?: () => Promise<void>): Promise<number>;
}

export function createSyncService(database: Database): SyncService {
  return {
    write: (book, shards, alongside) =>
      inTransaction(database, async (client) => {
        for (const shard of shards) await upsertGuideline(client, book, shard);
        await alongside?.();
        return shards.length;
      }),
  };
}
