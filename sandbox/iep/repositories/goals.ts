import { randomUUID } from 'node:crypto';
import type { Queryable } from '../database/pool.ts';
import type { ProgressStatus } from '../rules/status.ts';
import { insertRow, updateRow } from './columns.ts';

export interface ProgressNote {
  date: string;
  note: string;
  status: string;
}

/** What a client gives of a goal. */
export interface GoalDraft {
  domain: string;
  goal_text: string;
  baseline: string | null;
  target_criteria: string;
  measurement_method: string;
  measurement_frequency: string | null;
  target_date: string | null;
  start_date: string | null;
}

export interface GoalRow extends GoalDraft {
  id: string;
  iep_id: string;
  progress_status: ProgressStatus;
  progress_notes: ProgressNote[] | null;
  created_at: string;
  updated_at: string | null;
}

export function insertGoal(client: Queryable, iepId: string, draft: GoalDraft): Promise<GoalRow> {
  const row = { id: randomUUID(), iep_id: iepId, ...draft, progress_status: 'not_started', progress_notes: [] };
  return insertRow(client, 'iep_goals', row);
}

export function updateGoal(client: Queryable, id: string, values: Partial<GoalRow>): Promise<GoalRow | undefined> {
  return updateRow(client, 'iep_goals', id, values);
}

/** The goals of these IEPs, in the order of creation. */
export async function listGoals(database: Queryable, iepIds: readonly string[]): Promise<GoalRow[]> {
  if (iepIds.length === 0) return [];
  const { rows } = await database.query<GoalRow>(
    'SELECT * FROM iep_goals WHERE iep_id = ANY($1) ORDER BY created_at, id',
    [iepIds],
  );
  return rows;
}

/** The goal of this IEP; nobody else changes it until the end of the transaction. */
export async function lockGoal(client: Queryable, iepId: string, goalId: string): Promise<GoalRow | undefined> {
  const { rows } = await client.query<GoalRow>(
    'SELECT * FROM iep_goals WHERE id = $1 AND iep_id = $2 FOR NO KEY UPDATE',
    [goalId, iepId],
  );
  return rows[0];
}
