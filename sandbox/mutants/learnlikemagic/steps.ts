import type { SessionState } from '../../learnlikemagic/services/session-state.ts';
import { getSession, getSummary, submitStep } from './operations.ts';
import { rule, type Rule } from './rule.ts';
import { revalue, rewrite } from '../sql.ts';

interface Step {
  state: SessionState;
  score: number;
  advanced: boolean;
  /** Mastery before the step. */
  before: number;
}

const average = (mastery: number, score: number): number => 0.6 * mastery + 0.4 * score;

/** Faults of what a step leaves in the session (contract d.3). */
export const stepRules: Rule[] = [
  mastery('mastery-weights-swapped', 'The score weighs 0.6, the mastery before it 0.4.', (step) =>
    step.advanced ? null : 0.4 * step.before + 0.6 * step.score,
  ),
  mastery('mastery-kept', 'A remediated reply does not move the mastery.', (step) =>
    step.advanced ? null : step.before,
  ),
  mastery('mastery-moved-by-advance', 'A right reply moves the mastery.', (step) =>
    step.advanced ? average(step.before, step.score) : null,
  ),
  mastery('mastery-rounded', 'The mastery is rounded to two places.', ({ state }) =>
    Number(state.mastery_score.toFixed(2)),
  ),
  step('history-reply-lost', "The student's reply is not in the history.", ({ state }) => ({
    history: state.history.filter((entry, index) => entry.role !== 'student' || index < state.history.length - 2),
  })),
  step('history-reversed', "The teacher's turn stands before the reply that it answers.", ({ state: { history } }) => ({
    history: [...history.slice(0, -2), ...history.slice(-2).reverse()],
  })),
  step('history-hints-lost', 'The hints of a question are not in the history.', ({ state: { history } }) => {
    const last = history.at(-1);
    if (!last?.meta || !('hints' in last.meta) || last.meta.hints.length === 0) return null;
    return { history: [...history.slice(0, -1), { ...last, meta: { hints: [] } }] };
  }),
  step('evidence-limit-five', 'Only the last five labels are kept.', ({ state: { evidence } }) =>
    evidence.length > 5 ? { evidence: evidence.slice(-5) } : null,
  ),
  step('evidence-of-advances', 'Labels of right replies count as evidence.', ({ state, advanced }) => {
    const labels = state.last_grading?.labels ?? [];
    return advanced && labels.length > 0 ? { evidence: [...state.evidence, ...labels].slice(-10) } : null;
  }),
  column(
    'mastery-not-stored',
    'The column keeps the first mastery.',
    'mastery = $3',
    'mastery = COALESCE(mastery, $3)',
  ),
  column(
    'session-time-kept',
    'The time of the update is not renewed.',
    'updated_at = $5',
    'updated_at = COALESCE(updated_at, $5)',
  ),
  column(
    'session-created-anew',
    'An update renews the time of creation.',
    'updated_at = $5',
    'updated_at = $5, created_at = $5',
  ),
];

function mastery(name: string, description: string, change: (step: Step) => number | null): Rule {
  return step(name, description, (each) => {
    const mastery_score = change(each);
    return mastery_score === null || mastery_score === each.state.mastery_score ? null : { mastery_score };
  });
}

/** The session is stored with another state, and the answer agrees with it. */
function step(name: string, description: string, change: (step: Step) => Partial<SessionState> | null): Rule {
  return rule(name, description, [submitStep, getSession, getSummary], (applied) => {
    const stored = new Map<string, SessionState>();
    const storing = revalue(applied, 'UPDATE sessions', ([id, json, , , at]) => {
      const state = JSON.parse(String(json)) as SessionState;
      const changed = change(read(state));
      if (!changed) return undefined;
      const next = { ...state, ...changed };
      stored.set(state.session_id, next);
      return [id, JSON.stringify(next), next.mastery_score, next.step_idx, at];
    });
    return {
      ...storing,
      tutoring: {
        submitReply: (original) => async (sessionId, reply) => {
          const answer = await original(sessionId, reply);
          const { mastery_score = answer.next_turn.mastery_score } = stored.get(sessionId) ?? {};
          const is_complete = answer.next_turn.step_idx >= 10 || mastery_score >= 0.85;
          return { ...answer, next_turn: { ...answer.next_turn, mastery_score, is_complete } };
        },
      },
    };
  });
}

function read(state: SessionState): Step {
  const score = state.last_grading?.score ?? 0;
  const last = state.history.at(-1)?.meta;
  const advanced = !(last && 'type' in last);
  // The average that was taken on remediation, the other way round.
  const before = advanced ? state.mastery_score : (state.mastery_score - 0.4 * score) / 0.6;
  return { state, score, advanced, before };
}

function column(name: string, description: string, fragment: string, replacement: string): Rule {
  return rule(name, description, [submitStep], (applied) =>
    rewrite(applied, /^UPDATE sessions/, fragment, replacement),
  );
}
