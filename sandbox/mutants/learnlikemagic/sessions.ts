import type { Grading } from '../../learnlikemagic/provider/tutor.ts';
import type { StepAnswer } from '../../learnlikemagic/services/tutoring.ts';
import { createSession, submitStep } from './operations.ts';
import { rule, type Applied, type Decoration, type Rule } from './rule.ts';
import { revalue } from '../sql.ts';

const ungraded: Grading = { score: 0.5, rationale: '', labels: [], confidence: 0.5 };

/** Faults of starting a session, of its events and of the tutor's turns (contract a.3). */
export const sessionRules: Rule[] = [
  rule('student-and-goal-swapped', 'The columns of student and goal are swapped.', [createSession], (applied) =>
    revalue(applied, 'INSERT INTO sessions', ([id, student, goal, ...rest]) => [id, goal, student, ...rest]),
  ),
  rule('unknown-guideline-accepted', 'A session starts without its guideline.', [createSession], (applied) => ({
    database: {
      query: (original) => async (text, values) => {
        const result = await original(text, values);
        if (!text.startsWith('SELECT guideline,') || result.rows.length > 0) return result;
        applied();
        return { rows: [{ guideline: '', metadata_json: null }], rowCount: 1 };
      },
    },
  })),
  rule('event-of-start-lost', 'No event tells that a session started.', [createSession], (applied) =>
    events(applied, 'present', () => null),
  ),
  rule('event-of-check-lost', 'No event tells the grading.', [submitStep], (applied) =>
    events(applied, 'check', () => null),
  ),
  rule('event-of-advance-lost', 'No event tells an advance.', [submitStep], (applied) =>
    events(applied, 'advance', () => null),
  ),
  rule('event-of-remediation-lost', 'No event tells a remediation.', [submitStep], (applied) =>
    events(applied, 'remediate', () => null),
  ),
  rule('event-routing-capitalised', 'The event names the routing as the answer does.', [submitStep], (applied) =>
    revalue(applied, 'INSERT INTO events', (values) => {
      const payload = String(values[4]).replace(/(?<="routing":\s*")[ar]/, (letter) => letter.toUpperCase());
      return payload === values[4] ? undefined : values.with(4, payload);
    }),
  ),
  rule('event-of-former-step', 'An advance carries the step before it.', [submitStep], (applied) =>
    events(applied, 'advance', ([id, session, node, step, ...rest]) => [id, session, node, Number(step) - 1, ...rest]),
  ),
  rule('events-out-of-order', 'The grading is dated after what followed from it.', [submitStep], (applied) =>
    events(applied, 'check', (values) => {
      const later = new Date(Date.parse(`${String(values.at(-1))}Z`) + 1_000).toISOString().slice(0, -1);
      return [...values.slice(0, -1), later];
    }),
  ),
  answer('complete-at-nine-steps', 'The ninth step completes a session.', ({ step_idx }) =>
    step_idx === 9 ? { is_complete: true } : null,
  ),
  answer('complete-at-eleven-steps', 'The tenth step completes no session.', ({ step_idx, is_complete }) =>
    step_idx === 10 && is_complete ? { is_complete: false } : null,
  ),
  answer('complete-by-steps-only', 'No mastery completes a session.', ({ step_idx, is_complete }) =>
    step_idx < 10 && is_complete ? { is_complete: false } : null,
  ),
  rule('prompt-without-history', 'The next question is asked without the conversation.', [submitStep], (applied) => ({
    tutor: {
      ask: (original) => (request) => {
        if (request.step_idx > 0) applied();
        return original({ ...request, conversation_history: '[This is the first turn]' });
      },
    },
  })),
  rule(
    'prompt-without-guideline',
    'Questions are asked without the guideline.',
    [createSession, submitStep],
    (applied) => ({
      tutor: {
        ask: (original) => (request) => {
          applied();
          return original({ ...request, teaching_guideline: '' });
        },
      },
    }),
  ),
  rule(
    'first-prompt-without-guideline',
    'The first question is asked without the guideline.',
    [createSession],
    (applied) => ({
      tutor: {
        ask: (original) => (request) => {
          if (request.step_idx > 0) return original(request);
          applied();
          return original({ ...request, teaching_guideline: '' });
        },
      },
    }),
  ),
  rule('grading-failure-swallowed', 'A reply that cannot be graded counts as half right.', [submitStep], (applied) => ({
    tutor: {
      grade: (original) => (request) =>
        original(request).catch(() => {
          applied();
          return ungraded;
        }),
    },
  })),
];

/** Events of one node are stored otherwise, or with null not at all. */
function events(
  applied: Applied,
  node: string,
  change: (values: unknown[]) => unknown[] | null | undefined,
): Decoration {
  return revalue(applied, 'INSERT INTO events', (values) => (values[2] === node ? change(values) : undefined));
}

type Turn = StepAnswer['next_turn'];

/** A step is answered with another turn than it has stored. */
function answer(
  name: string,
  description: string,
  change: (turn: Turn, routing: StepAnswer['routing']) => Partial<Turn> | null,
): Rule {
  return rule(name, description, [submitStep], (applied) => ({
    tutoring: {
      submitReply: (original) => async (sessionId, reply) => {
        const stored = await original(sessionId, reply);
        const changed = change(stored.next_turn, stored.routing);
        if (changed) applied();
        return { ...stored, next_turn: { ...stored.next_turn, ...changed } };
      },
    },
  }));
}
