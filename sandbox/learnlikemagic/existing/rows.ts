import { formatTime } from '../clock.ts';
import type { Queryable } from '../database/pool.ts';
import type { Draw } from '../../draw.ts';
import { boards, lessons } from './vocabulary.ts';

const day = 86_400_000_000;
const startOfSchool = Date.UTC(2025, 9, 1) * 1000;

/** A moment of the first weeks after the release. */
export function drawTime(draw: Draw): string {
  return formatTime(startOfSchool + draw.below(40) * day + draw.below(36_000) * 1_000_000 + 1 + draw.below(999_999));
}

/** Writes one row of the curriculum; its id. */
export async function insertGuideline(client: Queryable, draw: Draw): Promise<string> {
  const id = draw.uuid();
  const { subject, topic, subtopic } = draw.pick(lessons);
  const guideline = `Explain ${subtopic} with examples from daily life, then practise with short questions.`;
  await client.query(
    `INSERT INTO teaching_guidelines
       (id, country, board, grade, subject, topic, subtopic, guideline, created_at, topic_key, subtopic_key,
        teaching_description, status, version)
     VALUES ($1, 'India', $2, $3, $4, $5, $6, $7, $8, 'unknown-topic', 'unknown-subtopic', '', 'draft', 1)`,
    [id, draw.pick(boards), 1 + draw.below(12), subject, topic, subtopic, guideline, drawTime(draw)],
  );
  return id;
}

/** Writes a session that has just been started, with its first question and event. */
export async function insertStartedSession(client: Queryable, draw: Draw, guidelineId: string): Promise<void> {
  const id = draw.uuid();
  const at = drawTime(draw);
  const { topic, subtopic } = draw.pick(lessons);
  const student = { id: `pupil-${String(1000 + draw.below(9000))}`, grade: 1 + draw.below(12), prefs: null };
  const goal = {
    ...{ topic, syllabus: draw.pick(boards) },
    ...{ learning_objectives: [`Understand ${subtopic}`], guideline_id: guidelineId },
  };
  const hints = ['Think of an example from home.'];
  const question = { role: 'teacher', msg: `What do you already know about ${subtopic}?`, meta: { hints } };
  const state = {
    ...{ session_id: id, student, goal, step_idx: 0, history: [question], evidence: [] },
    ...{ mastery_score: 0.5, last_grading: null, next_action: 'present' },
  };
  await client.query(
    `INSERT INTO sessions (id, student_json, goal_json, state_json, mastery, step_idx, created_at, updated_at)
     VALUES ($1, $2, $3, $4, 0.5, 0, $5, $5)`,
    [id, JSON.stringify(student), JSON.stringify(goal), JSON.stringify(state), at],
  );
  await client.query(
    `INSERT INTO events (id, session_id, node, step_idx, payload_json, created_at)
     VALUES ($1, $2, 'present', 0, $3, $4)`,
    [draw.uuid(), id, JSON.stringify({ action: 'initial_question' }), at],
  );
}
