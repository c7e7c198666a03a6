import { Question } from '../database/question.ts';
import type { Reads } from '../database/reads.ts';
import { SessionState } from './operations/sessions.ts';
import type { Tables } from './tables.ts';

/** A session as the database holds it, its documents parsed. */
export interface StoredSession {
  readonly student: unknown;
  readonly goal: unknown;
  readonly state: SessionState;
  readonly mastery: number | null;
  readonly step_idx: number | null;
  readonly created_at: string | null;
  readonly updated_at: string | null;
  /** Oldest first; of two with one time, the grading comes before what it led to. */
  readonly events: readonly { readonly node: string; readonly step_idx: number; readonly payload: unknown }[];
}

const parsed = (json: string): unknown => JSON.parse(json);

const rank = { present: 0, check: 1, advance: 2, remediate: 2 };

/** Reads a session's row and its events (contract b). Throws when there is no row, or its state breaks the schema. */
export async function storedSession(database: Reads<Tables>, id: string): Promise<StoredSession> {
  const [row, events] = await Promise.all([
    database.row('sessions', { id }),
    database.rows('events', { session_id: id }),
  ]);
  events.sort((a, b) => (a.created_at ?? '').localeCompare(b.created_at ?? '') || rank[a.node] - rank[b.node]);
  return {
    student: parsed(row.student_json),
    goal: parsed(row.goal_json),
    state: SessionState.parse(parsed(row.state_json)),
    mastery: row.mastery,
    step_idx: row.step_idx,
    created_at: row.created_at,
    updated_at: row.updated_at,
    events: events.map(({ node, step_idx, payload_json }) => ({ node, step_idx, payload: parsed(payload_json) })),
  };
}

/** The rows of a session as they are, its events in the order of their ids: what a refusal must leave untouched. */
export async function rowsOfSession(database: Reads<Tables>, id: string): Promise<object> {
  const [sessions, events] = await Promise.all([
    database.rows('sessions', { id }),
    database.rows('events', { session_id: id }, ['id']),
  ]);
  return { sessions, events };
}

/** The two spellings of a text in JSON: as it is, and with every sign that is not ASCII escaped. */
export function jsonSpellings(text: string): readonly [string, string] {
  const plain = JSON.stringify(text);
  const escape = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return [plain, plain.replaceAll(/[\u0080-\uffff]/g, escape)];
}

/** Ids of the sessions of a student; the student's id lies inside a document (contract b), and others may hold no JSON. */
export async function sessionIdsOf(database: Reads<Tables>, studentId: string): Promise<string[]> {
  const text = 'SELECT id FROM sessions WHERE strpos(student_json, $1) > 0 OR strpos(student_json, $2) > 0';
  const question = new Question<{ id: string }>(text);
  return (await database.ask(question, jsonSpellings(studentId))).map(({ id }) => id);
}
