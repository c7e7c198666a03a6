import type { Grading } from '../../learnlikemagic/provider/tutor.ts';
import type { SessionState } from '../../learnlikemagic/services/session-state.ts';
import type { SessionSummary } from '../../learnlikemagic/services/tutoring.ts';
import { getSummary } from './operations.ts';
import { During, rule, type Rule } from './rule.ts';
import { reread } from '../sql.ts';

const gradings = 'SELECT payload_json FROM events';

/** Faults of the summary (contract a.3, d.3). */
export const summaryRules: Rule[] = [
  rule('misconceptions-of-advances-lost', 'Labels of right replies are left out.', [getSummary], (applied) =>
    reread(applied, gradings, (rows) => {
      const kept = rows.filter(({ payload_json: payload }) => {
        const { grading } = JSON.parse(String(payload)) as { grading: Grading };
        return grading.score < 0.8 || grading.confidence < 0.6 || grading.labels.length === 0;
      });
      return kept.length < rows.length ? kept : undefined;
    }),
  ),
  summary('misconceptions-repeated', 'A misconception is listed twice.', ({ misconceptions_seen: seen }) =>
    seen.length > 0 ? { misconceptions_seen: [...seen, ...seen] } : null,
  ),
  summary('summary-mastery-exact', 'The mastery is not rounded.', (_, { mastery_score }) => ({ mastery_score })),
  summary('steps-count-replies', 'Every reply counts as a completed step.', (_, { history }) => ({
    steps_completed: history.filter(({ role }) => role === 'student').length,
  })),
  summary('praise-from-0.7', 'A mastery of 0.7 is praised.', ({ suggestions }, { mastery_score, goal }) => {
    if (mastery_score < 0.7 || mastery_score >= 0.85) return null;
    const work = suggestions.filter((each) => each.startsWith('Work on understanding: '));
    return { suggestions: [`Excellent work on ${goal.topic}!`, 'You are ready for more challenging topics.', ...work] };
  }),
  summary('focus-on-last-objective', 'The last objective is suggested.', ({ suggestions }, { goal }) => {
    const [first = '', last = ''] = [goal.learning_objectives[0], goal.learning_objectives.at(-1)];
    return { suggestions: suggestions.map((each) => (each === `Focus on: ${first}` ? `Focus on: ${last}` : each)) };
  }),
  summary('work-on-all-suggested', 'More than two misconceptions are suggested.', (answer) => {
    const { suggestions, misconceptions_seen: seen } = answer;
    return seen.length > 2
      ? { suggestions: [...suggestions.slice(0, -1), `Work on understanding: ${seen.join(', ')}`] }
      : null;
  }),
];

/** The summary is answered otherwise, by what is stored of the session. */
function summary(
  name: string,
  description: string,
  change: (answer: SessionSummary, state: SessionState) => Partial<SessionSummary> | null,
): Rule {
  return rule(name, description, [getSummary], (applied) => {
    const during = new During<{ state?: SessionState }>();
    return {
      ...reread(
        () => undefined,
        'SELECT id, student_json',
        (rows) => {
          const call = during.now;
          if (call && rows[0]) call.state = JSON.parse(String(rows[0]['state_json'])) as SessionState;
          return undefined;
        },
      ),
      tutoring: {
        summarise: (original) => {
          const noting = during.mark(
            async (sessionId: string) => {
              const answer = await original(sessionId);
              const state = during.now?.state;
              const changed = { ...answer, ...(state && change(answer, state)) };
              if (JSON.stringify(changed) !== JSON.stringify(answer)) applied();
              return changed;
            },
            () => ({}),
          );
          return noting;
        },
      },
    };
  });
}
