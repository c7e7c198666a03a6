import type { Database } from '../database/pool.ts';
import { Refusal } from '../../fastapi/refusal.ts';
import type { Grading, Tutor } from '../provider/tutor.ts';
import { findTeachingGuideline } from '../repositories/teaching-guidelines.ts';
import { extendEvidence, isComplete, nextMastery, remediationText } from '../rules/tutoring.ts';
import { conversation, teachingText, type HistoryEntry, type SessionState } from './session-state.ts';

/** What the teacher says next. */
export interface Words {
  message: string;
  hints: string[];
}

/** Every failure of the grading, unusable content included, is the 503 of contract e; nothing has been written by then. */
export async function gradeReply(tutor: Tutor, state: SessionState, reply: string): Promise<Grading> {
  const { topic, learning_objectives: expected_concepts } = state.goal;
  try {
    return await tutor.grade({ topic, reply, expected_concepts, conversation_history: conversation(state.history) });
  } catch {
    throw new Refusal(503, 'AI service temporarily unavailable');
  }
}

/** One step on: a new question unless the session is now complete; then nothing is asked (contract d.3). */
export async function advance(database: Database, tutor: Tutor, state: SessionState): Promise<Words> {
  state.step_idx += 1;
  if (isComplete(state.step_idx, state.mastery_score)) {
    return { message: `Well done! This lesson on ${state.goal.topic} is complete.`, hints: [] };
  }
  const guideline = await findTeachingGuideline(database, state.goal.guideline_id ?? '');
  const { message, hints } = await ask(tutor, state, guideline ? teachingText(guideline) : '');
  state.history.push({ role: 'teacher', msg: message, meta: { hints } });
  return { message, hints };
}

/** The step stays; mastery and evidence follow the grading, and the teacher helps (contract d.3). */
export async function remediate(tutor: Tutor, state: SessionState, grading: Grading): Promise<Words> {
  const { score, labels } = grading;
  state.mastery_score = nextMastery(state.mastery_score, score);
  state.evidence = extendEvidence(state.evidence, labels);
  const help = await tutor.help({ labels, last_score: score, topic: state.goal.topic });
  const message = remediationText(help.message, help.followup);
  const entry: HistoryEntry = { role: 'teacher', msg: message, meta: { type: 'remediation' } };
  state.history.push(entry);
  return { message, hints: [] };
}

/** The next question, asked with what the session knows. */
export function ask(tutor: Tutor, state: SessionState, teaching_guideline: string): Promise<Words> {
  const { student, goal, step_idx, history, last_grading } = state;
  const { grade, prefs } = student;
  const conversation_history = conversation(history);
  return tutor.ask({
    topic: goal.topic,
    grade,
    prefs,
    step_idx,
    teaching_guideline,
    conversation_history,
    last_grading,
  });
}
