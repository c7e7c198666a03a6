import type { Queryable } from '../database/pool.ts';

export interface SessionRow {
  id: string;
  student_json: string;
  goal_json: string;
  state_json: string;
  mastery: number;
  step_idx: number;
}

export interface EventRow {
  id: string;
  session_id: string;
  node: 'present' | 'check' | 'advance' | 'remediate';
  step_idx: number;
  payload_json: string;
  created_at: string;
}

/** Writes a new session. */
export async function insertSession(client: Queryable, row: SessionRow, at: string): Promise<void> {
  await client.query(
    `INSERT INTO sessions (id, student_json, goal_json, state_json, mastery, step_idx, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $7)`,
    [row.id, row.student_json, row.goal_json, row.state_json, row.mastery, row.step_idx, at],
  );
}

/** The session of this id, or null. */
export async function findSession(database: Queryable, id: string): Promise<SessionRow | null> {
  const { rows } = await database.query<SessionRow>(
    'SELECT id, student_json, goal_json, state_json, mastery, step_idx FROM sessions WHERE id = $1',
    [id],
  );
  return rows[0] ?? null;
}

/** Stores the state after a step; false when the session is gone. */
export async function updateSession(
  client: Queryable,
  row: Pick<SessionRow, 'id' | 'state_json' | 'mastery' | 'step_idx'>,
  at: string,
): Promise<boolean> {
  const result = await client.query(
    'UPDATE sessions SET state_json = $2, mastery = $3, step_idx = $4, updated_at = $5 WHERE id = $1',
    [row.id, row.state_json, row.mastery, row.step_idx, at],
  );
  return result.rowCount === 1;
}

/** Writes an event of a session. */
export async function insertEvent(client: Queryable, row: EventRow): Promise<void> {
  await client.query(
    `INSERT INTO events (id, session_id, node, step_idx, payload_json, created_at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [row.id, row.session_id, row.node, row.step_idx, row.payload_json, row.created_at],
  );
}

/** The payloads of a session's `check` events, oldest first. */
export async function checkPayloads(database: Queryable, sessionId: string): Promise<string[]> {
  const { rows } = await database.query<{ payload_json: string }>(
    "SELECT payload_json FROM events WHERE session_id = $1 AND node = 'check' ORDER BY created_at, id",
    [sessionId],
  );
  return rows.map(({ payload_json: payload }) => payload);
}
