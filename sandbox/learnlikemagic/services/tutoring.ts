import { randomUUID } from 'node:crypto';
import { now } from '../clock.ts';
import { inTransaction, type Database } from '../database/pool.ts';
import { answering, Refusal } from '../errors.ts';
import type { KeyedLocks } from '../locks.ts';
import type { Grading, Tutor } from '../provider/tutor.ts';
import {
  checkPayloads,
  findSession,
  insertEvent,
  insertSession,
  updateSession,
  type EventRow,
} from '../repositories/sessions.ts';
import { findTeachingGuideline } from '../repositories/teaching-guidelines.ts';
import {
  extendEvidence,
  isComplete,
  nextMastery,
  remediationText,
  roundToHundredths,
  route,
  startMastery,
  suggest,
  type Routing,
} from '../rules/tutoring.ts';
import {
  conversation,
  teachingText,
  type Goal,
  type HistoryEntry,
  type SessionState,
  type Student,
} from './session-state.ts';

export interface Turn {
  message: string;
  hints: string[];
  step_idx: number;
}

export interface CreatedSession {
  session_id: string;
  first_turn: Turn;
}

export interface StepAnswer {
  next_turn: Turn & { mastery_score: number; is_complete: boolean };
  routing: Routing;
  last_grading: Grading | null;
}

export interface SessionSummary {
  steps_completed: number;
  mastery_score: number;
  misconceptions_seen: string[];
  suggestions: string[];
}

/** Sessions of contract a.3 and d.3. */
export interface TutoringService {
  createSession(student: Student, goal: Goal): Promise<CreatedSession>;
  submitReply(sessionId: string, reply: string): Promise<StepAnswer>;
  summarise(sessionId: string): Promise<SessionSummary>;
  readState(sessionId: string): Promise<unknown>;
}

interface Dependencies {
  database: Database;
  tutor: Tutor;
  locks: KeyedLocks;
}

export function createTutoringService(dependencies: Dependencies): TutoringService {
  const { database, locks } = dependencies;
  return {
    createSession: (student, goal) =>
      answering('Error creating session', () => createSession(dependencies, student, goal)),
    // The whole step is one at a time per session, model calls included, so that no acknowledged step is lost.
    submitReply: (sessionId, reply) =>
      answering('Error processing step', () =>
        locks.run(`session:${sessionId}`, () => submitReply(dependencies, sessionId, reply)),
      ),
    summarise: (sessionId) => answering('Error getting summary', () => summarise(database, sessionId)),
    async readState(sessionId) {
      const row = await findSession(database, sessionId);
      if (!row) throw new Refusal(404, 'Session not found');
      return JSON.parse(row.state_json) as unknown;
    },
  };
}

async function createSession({ database, tutor }: Dependencies, student: Student, goal: Goal): Promise<CreatedSession> {
  const guidelineId = goal.guideline_id;
  const guideline = guidelineId === null ? null : await findTeachingGuideline(database, guidelineId);
  if (!guideline) throw new Refusal(404, `Teaching guideline ${guidelineId ?? 'None'} not found`);
  const state: SessionState = {
    ...{ session_id: randomUUID(), student, goal, step_idx: 0, history: [], evidence: [] },
    ...{ mastery_score: startMastery, last_grading: null, next_action: 'present' },
  };
  const { message, hints } = await ask(tutor, state, teachingText(guideline));
  state.history.push({ role: 'teacher', msg: message, meta: { hints } });
  await inTransaction(database, async (client) => {
    await insertSession(
      client,
      {
        ...{ id: state.session_id, mastery: state.mastery_score, step_idx: 0 },
        ...{ student_json: JSON.stringify(student), goal_json: JSON.stringify(goal) },
        state_json: JSON.stringify(state),
      },
      now(),
    );
    await insertEvent(client, event(state, 'present', { action: 'initial_question' }));
  });
  return { session_id: state.session_id, first_turn: { message, hints, step_idx: 0 } };
}

async function submitReply({ database, tutor }: Dependencies, sessionId: string, reply: string): Promise<StepAnswer> {
  const state = await loadState(database, sessionId);
  const grading = await gradeReply(tutor, state, reply);
  const routing = route(grading.score, grading.confidence);
  state.history.push({ role: 'student', msg: reply, meta: null });
  state.last_grading = grading;
  const turn = routing === 'Advance' ? await advance(database, tutor, state) : await remediate(tutor, state, grading);
  await inTransaction(database, async (client) => {
    const { session_id: id, mastery_score: mastery, step_idx } = state;
    const stored = await updateSession(client, { id, mastery, step_idx, state_json: JSON.stringify(state) }, now());
    if (!stored) throw new Refusal(404, `Session ${sessionId} not found`);
    await insertEvent(client, event(state, 'check', { grading }));
    await insertEvent(client, event(state, routing === 'Advance' ? 'advance' : 'remediate', { routing }));
  });
  const { mastery_score, step_idx } = state;
  const next_turn = { ...turn, step_idx, mastery_score, is_complete: isComplete(step_idx, mastery_score) };
  return { next_turn, routing, last_grading: grading };
}

async function loadState(database: Database, sessionId: string): Promise<SessionState> {
  const row = await findSession(database, sessionId);
  if (!row) throw new Refusal(404, `Session ${sessionId} not found`);
  return JSON.parse(row.state_json) as SessionState;
}

/** Every failure of the grading, unusable content included, is the 503 of contract e; nothing has been written by then. */
async function gradeReply(tutor: Tutor, state: SessionState, reply: string): Promise<Grading> {
  const { topic, learning_objectives: expected_concepts } = state.goal;
  try {
    return await tutor.grade({ topic, reply, expected_concepts, conversation_history: conversation(state.history) });
  } catch {
    throw new Refusal(503, 'AI service temporarily unavailable');
  }
}

async function advance(database: Database, tutor: Tutor, state: SessionState): Promise<Omit<Turn, 'step_idx'>> {
  state.step_idx += 1;
  if (isComplete(state.step_idx, state.mastery_score)) {
    return { message: `Well done! This lesson on ${state.goal.topic} is complete.`, hints: [] };
  }
  const guideline = await findTeachingGuideline(database, state.goal.guideline_id ?? '');
  const { message, hints } = await ask(tutor, state, guideline ? teachingText(guideline) : '');
  state.history.push({ role: 'teacher', msg: message, meta: { hints } });
  return { message, hints };
}

async function remediate(tutor: Tutor, state: SessionState, grading: Grading): Promise<Omit<Turn, 'step_idx'>> {
  const { score, labels } = grading;
  state.mastery_score = nextMastery(state.mastery_score, score);
  state.evidence = extendEvidence(state.evidence, labels);
  const help = await tutor.help({ labels, last_score: score, topic: state.goal.topic });
  const message = remediationText(help.message, help.followup);
  const entry: HistoryEntry = { role: 'teacher', msg: message, meta: { type: 'remediation' } };
  state.history.push(entry);
  return { message, hints: [] };
}

function ask(tutor: Tutor, state: SessionState, teaching_guideline: string): ReturnType<Tutor['ask']> {
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

function event(state: SessionState, node: EventRow['node'], payload: unknown): EventRow {
  const { session_id, step_idx } = state;
  return { id: randomUUID(), session_id, node, step_idx, payload_json: JSON.stringify(payload), created_at: now() };
}

async function summarise(database: Database, sessionId: string): Promise<SessionSummary> {
  const { goal, step_idx, mastery_score } = await loadState(database, sessionId);
  const payloads = await checkPayloads(database, sessionId);
  const labels = payloads.flatMap((payload) => (JSON.parse(payload) as { grading: Grading }).grading.labels);
  const misconceptions = [...new Set(labels)];
  return {
    steps_completed: step_idx,
    mastery_score: roundToHundredths(mastery_score),
    misconceptions_seen: misconceptions,
    suggestions: suggest(mastery_score, goal.topic, goal.learning_objectives, misconceptions),
  };
}
