import { randomUUID } from 'node:crypto';
import { now } from '../clock.ts';
import { inTransaction, type Database } from '../database/pool.ts';
import { answering } from '../errors.ts';
import { Refusal } from '../../fastapi/refusal.ts';
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
import { isComplete, roundToHundredths, route, startMastery, suggest, type Routing } from '../rules/tutoring.ts';
import { parseState, teachingText, type Goal, type SessionState, type Student } from './session-state.ts';
import { advance, ask, gradeReply, remediate, type Words } from './session-steps.ts';

export interface Turn extends Words {
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
    const node = routing === 'Advance' ? 'advance' : 'remediate';
    // The event has its own name in lower case, whatever the answer calls it (contract a.3).
    await insertEvent(client, event(state, node, { routing: node }));
  });
  const { mastery_score, step_idx } = state;
  const next_turn = { ...turn, step_idx, mastery_score, is_complete: isComplete(step_idx, mastery_score) };
  return { next_turn, routing, last_grading: grading };
}

async function loadState(database: Database, sessionId: string): Promise<SessionState> {
  const row = await findSession(database, sessionId);
  if (!row) throw new Refusal(404, `Session ${sessionId} not found`);
  return parseState(row.state_json);
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
