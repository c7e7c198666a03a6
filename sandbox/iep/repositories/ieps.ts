import type { Queryable } from '../database/pool.ts';
import type { ChainEnd } from '../rules/versioning.ts';
import { conditions, insertRow, updateRow } from './columns.ts';

export interface IepRow {
  id: string;
  student_id: string;
  template_id: string | null;
  academic_year: string;
  status: string | null;
  content: Record<string, unknown>;
  meeting_date: string | null;
  effective_date: string | null;
  review_date: string | null;
  version: number;
  parent_version_id: string | null;
  created_by_auth_id: number;
  created_at: string;
  approved_at: string | null;
  approved_by_auth_id: number | null;
}

export type NewIep = Omit<IepRow, 'created_at' | 'approved_at' | 'approved_by_auth_id'>;

/** Blocks until the lock of this key is this session's. */
export async function takeLock(client: Queryable, key: number): Promise<void> {
  await client.query('SELECT pg_advisory_lock($1)', [key]);
}

export async function releaseLock(client: Queryable, key: number): Promise<void> {
  await client.query('SELECT pg_advisory_unlock($1)', [key]);
}

/** The row with the highest version of a pair, whatever its status. */
export async function latestOf(
  client: Queryable,
  studentId: string,
  academicYear: string,
): Promise<ChainEnd | undefined> {
  const { rows } = await client.query<ChainEnd>(
    `SELECT id, version FROM ieps WHERE student_id = $1 AND academic_year = $2 AND version IS NOT NULL
     ORDER BY version DESC LIMIT 1`,
    [studentId, academicYear],
  );
  return rows[0];
}

export function insertIep(client: Queryable, row: NewIep): Promise<IepRow> {
  return insertRow(client, 'ieps', row);
}

export function updateIep(client: Queryable, id: string, values: Partial<IepRow>): Promise<IepRow | undefined> {
  return updateRow(client, 'ieps', id, values);
}

export async function findIep(database: Queryable, id: string): Promise<IepRow | undefined> {
  const { rows } = await database.query<IepRow>('SELECT * FROM ieps WHERE id = $1', [id]);
  return rows[0];
}

/** The same, and nobody else changes it until the end of the transaction. */
export async function lockIep(client: Queryable, id: string): Promise<IepRow | undefined> {
  const { rows } = await client.query<IepRow>('SELECT * FROM ieps WHERE id = $1 FOR NO KEY UPDATE', [id]);
  return rows[0];
}

/** Newest first. */
export async function listIeps(
  database: Queryable,
  { studentId, academicYear, status }: Record<'studentId' | 'academicYear' | 'status', string | undefined>,
  limit: number,
): Promise<IepRow[]> {
  const { where, values } = conditions([
    ['student_id = $', studentId],
    ['academic_year = $', academicYear],
    ['status = $', status],
  ]);
  const { rows } = await database.query<IepRow>(
    `SELECT * FROM ieps ${where} ORDER BY created_at DESC, version DESC, id LIMIT ${String(limit)}`,
    values,
  );
  return rows;
}

/** Oldest first. */
export async function listPending(database: Queryable, limit: number): Promise<IepRow[]> {
  const { rows } = await database.query<IepRow>(
    "SELECT * FROM ieps WHERE status = 'under_review' ORDER BY created_at, id LIMIT $1",
    [limit],
  );
  return rows;
}

/** Every version of a pair in ascending order. */
export async function listVersions(database: Queryable, studentId: string, academicYear: string): Promise<IepRow[]> {
  const { rows } = await database.query<IepRow>(
    'SELECT * FROM ieps WHERE student_id = $1 AND academic_year = $2 ORDER BY version',
    [studentId, academicYear],
  );
  return rows;
}
