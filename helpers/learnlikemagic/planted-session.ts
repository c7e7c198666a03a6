import { randomUUID } from 'node:crypto';
import type { Database } from '../database/database.ts';
import { closedQuestion } from './closed-question.ts';
import type { Goal, Grading, SessionState, Student } from './operations/sessions.ts';
import type { Tables } from './tables.ts';
import { gradingAnswer } from './tutor-answers.ts';
import { eventsOf, evidenceAfter, isCompleteAt, masteryAfter, routingOf, stepsAfter } from './tutoring.ts';

/** A reply that was given before a test begins: to the closed question, or with exactly this grading. */
export type ArrangedReply = 'right' | 'wrong' | Grading;

export const replyText = (reply: ArrangedReply): string =>
  reply === 'wrong' ? closedQuestion.wrong : closedQuestion.right;

interface PlantedEvent {
  readonly node: string;
  readonly step_idx: number;
  readonly payload: object;
}

/** A session as the stores hold it (contract a.3, b, d.3). */
export interface PlantedSession {
  readonly state: SessionState;
  /** In the order in which they were written. */
  readonly events: readonly PlantedEvent[];
  readonly gradings: readonly Grading[];
  readonly firstTurn: { readonly message: string; readonly hints: string[]; readonly step_idx: 0 };
}

const question = { message: closedQuestion.question, hints: ['Count two and two.'] };
const help = `Let us count once more. ${closedQuestion.question}`;

const gradingOf = (reply: ArrangedReply): Grading => {
  if (typeof reply === 'object') return reply;
  return reply === 'right' ? gradingAnswer(1) : gradingAnswer(0, 1, ['counting-error']);
};

/** The teacher's turn after graded replies; none where an advance completed the session (contract d.3). */
function teacherTurns(gradings: readonly Grading[]): SessionState['history'] {
  const last = gradings.at(-1);
  if (last && routingOf(last) === 'Remediate') return [{ role: 'teacher', msg: help, meta: { type: 'remediation' } }];
  if (isCompleteAt(stepsAfter(gradings), masteryAfter(gradings))) return [];
  return [{ role: 'teacher', msg: question.message, meta: { hints: question.hints } }];
}

/** A session on a goal, after replies that were graded in this order. Its id is a new one. */
export function buildSession(student: Student, goal: Goal, replies: readonly ArrangedReply[] = []): PlantedSession {
  const gradings = replies.map(gradingOf);
  const { prefs } = student;
  // Left out they have a value, and null is kept (contract a.3).
  const { style = 'standard', lang = 'en' } = prefs ?? {};
  const history = replies.flatMap((reply, index): SessionState['history'] => [
    { role: 'student', msg: replyText(reply), meta: null },
    ...teacherTurns(gradings.slice(0, index + 1)),
  ]);
  return {
    state: {
      session_id: randomUUID(),
      student: { ...student, prefs: prefs ? { style, lang } : null },
      goal: { ...goal, guideline_id: goal.guideline_id ?? null },
      step_idx: stepsAfter(gradings),
      history: [...teacherTurns([]), ...history],
      evidence: evidenceAfter(gradings),
      mastery_score: masteryAfter(gradings),
      last_grading: gradings.at(-1) ?? null,
      next_action: 'present',
    },
    events: [{ node: 'present', step_idx: 0, payload: { action: 'initial_question' } }, ...eventsOf(gradings)],
    gradings,
    firstTurn: { ...question, step_idx: 0 },
  };
}

/** How old a planted session is, so that no clock that goes differently dates a later write before it. Milliseconds. */
const age = 3_600_000;

/** Writes the rows of a session: all of them or none. `stateJson` is stored instead of its state. */
export async function plantSession(
  database: Database<Tables>,
  { state, events }: PlantedSession,
  stateJson = JSON.stringify(state),
): Promise<void> {
  const start = Date.now() - age;
  const at = (index: number): string => new Date(start + index).toISOString().slice(0, -1);
  const { session_id: id, student, goal, mastery_score, step_idx } = state;
  const documents = [JSON.stringify(student), JSON.stringify(goal), stateJson];
  const rows = events.map((event, index) => ({
    ...{ id: randomUUID(), node: event.node, step_idx: event.step_idx },
    ...{ payload_json: JSON.stringify(event.payload), created_at: at(index) },
  }));
  await database.transaction([
    {
      text: `INSERT INTO sessions (id, student_json, goal_json, state_json, mastery, step_idx, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      values: [id, ...documents, mastery_score, step_idx, at(0), at(events.length - 1)],
    },
    {
      text: `INSERT INTO events (id, session_id, node, step_idx, payload_json, created_at)
        SELECT id, $1, node, step_idx, payload_json, created_at FROM json_to_recordset($2::json)
          AS event (id varchar, node varchar, step_idx int, payload_json text, created_at timestamp)`,
      values: [id, JSON.stringify(rows)],
    },
  ]);
}
