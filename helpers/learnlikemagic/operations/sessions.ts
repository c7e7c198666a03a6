import { z } from 'zod';
import { operation } from '../../http/operation.ts';
import { ErrorDetail, Share, ValidationError } from './common.ts';

const Preferences = z.strictObject({ style: z.string().nullable(), lang: z.string().nullable() });

export const Student = z.strictObject({
  id: z.string(),
  grade: z.int(),
  prefs: Preferences.partial().nullable().optional(),
});
export type Student = z.input<typeof Student>;

export const Goal = z.strictObject({
  topic: z.string(),
  syllabus: z.string(),
  learning_objectives: z.array(z.string()),
  guideline_id: z.string().nullable().optional(),
});
export type Goal = z.input<typeof Goal>;

export const Grading = z.strictObject({
  score: Share,
  rationale: z.string(),
  labels: z.array(z.string()),
  confidence: Share,
});
export type Grading = z.output<typeof Grading>;

const StepIndex = z.int().min(0).max(10);

const FirstTurn = z.strictObject({
  message: z.string().min(1),
  hints: z.array(z.string()),
  step_idx: z.literal(0),
});

const NextTurn = z.strictObject({
  message: z.string().min(1),
  hints: z.array(z.string()),
  step_idx: StepIndex,
  mastery_score: Share,
  is_complete: z.boolean(),
});

const Step = z.strictObject({
  next_turn: NextTurn,
  routing: z.enum(['Advance', 'Remediate']),
  last_grading: Grading,
});
export type Step = z.output<typeof Step>;

const Summary = z.strictObject({
  steps_completed: StepIndex,
  mastery_score: Share,
  misconceptions_seen: z.array(z.string()),
  suggestions: z.array(z.string().min(1)).min(1),
});

const Turn = z.discriminatedUnion('role', [
  z.strictObject({
    role: z.literal('teacher'),
    msg: z.string().min(1),
    meta: z
      .union([z.strictObject({ hints: z.array(z.string()) }), z.strictObject({ type: z.literal('remediation') })])
      .nullable(),
  }),
  z.strictObject({ role: z.literal('student'), msg: z.string(), meta: z.null() }),
]);

/** The stored state; `sessions.state_json` holds the same document. */
export const SessionState = z.strictObject({
  session_id: z.uuid({ version: 'v4' }),
  student: z.strictObject({ id: z.string(), grade: z.int(), prefs: Preferences.nullable() }),
  goal: z.strictObject({
    topic: z.string(),
    syllabus: z.string(),
    learning_objectives: z.array(z.string()),
    guideline_id: z.string().nullable(),
  }),
  step_idx: StepIndex,
  history: z.array(Turn),
  evidence: z.array(z.string()).max(10),
  mastery_score: Share,
  last_grading: Grading.nullable(),
  next_action: z.literal('present'),
});
export type SessionState = z.output<typeof SessionState>;

/** Contract a.3. */
export const sessions = {
  createSession: operation({
    method: 'POST',
    path: '/sessions',
    writes: true,
    creates: 'session',
    llmCalls: 1,
    body: z.strictObject({ student: Student, goal: Goal }),
    responses: {
      200: z.strictObject({ session_id: z.uuid({ version: 'v4' }), first_turn: FirstTurn }),
      404: ErrorDetail,
      422: ValidationError,
      500: ErrorDetail,
    },
  }),
  submitStep: operation({
    method: 'POST',
    path: '/sessions/{session_id}/step',
    writes: true,
    llmCalls: 2,
    body: z.strictObject({ student_reply: z.string() }),
    responses: { 200: Step, 404: ErrorDetail, 422: ValidationError, 500: ErrorDetail, 503: ErrorDetail },
  }),
  getSummary: operation({
    method: 'GET',
    path: '/sessions/{session_id}/summary',
    writes: false,
    responses: { 200: Summary, 404: ErrorDetail, 500: ErrorDetail },
  }),
  getSession: operation({
    method: 'GET',
    path: '/sessions/{session_id}',
    writes: false,
    responses: { 200: SessionState, 404: ErrorDetail },
  }),
};
