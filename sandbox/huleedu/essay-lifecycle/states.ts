import type { Database } from '../library/database.ts';

export interface EssayState {
  essay_id: string;
  batch_id: string | null;
  current_status: string;
  /** When each status was reached. */
  timeline: Record<string, string>;
  storage_references: Record<string, string>;
  created_at: string;
  updated_at: string;
}

const iso = (column: string): string => `to_char(${column}, 'YYYY-MM-DD"T"HH24:MI:SS.US') AS ${column}`;

export async function findEssay(database: Database, id: string): Promise<EssayState | undefined> {
  const { rows } = await database.query<EssayState>(
    `SELECT essay_id, batch_id, current_status, timeline, storage_references, ${iso('created_at')}, ${iso('updated_at')}
     FROM essay_states WHERE essay_id = $1`,
    [id],
  );
  return rows[0];
}

/** How many essays of the batch have each status. */
export async function statusesOf(database: Database, batchId: string): Promise<Record<string, number>> {
  const { rows } = await database.query<{ current_status: string; count: number }>(
    `SELECT current_status, count(*)::int AS count FROM essay_states WHERE batch_id = $1
     GROUP BY current_status ORDER BY current_status`,
    [batchId],
  );
  return Object.fromEntries(rows.map(({ current_status: status, count }) => [status, count]));
}
