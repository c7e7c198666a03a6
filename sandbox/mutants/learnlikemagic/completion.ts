import type { SessionState } from '../../learnlikemagic/services/session-state.ts';
import { submitStep } from './operations.ts';
import { During, rule, type Rule } from './rule.ts';

/** The step at which a session is not yet complete. */
const last = 9;

/** Faults of the end of a session (contract a.3, d.3). */
export const completionRules: Rule[] = [
  rule('last-message-is-reply', "The last message is the student's own words.", [submitStep], (applied) => ({
    tutoring: {
      submitReply: (original) => async (sessionId, reply) => {
        const answer = await original(sessionId, reply);
        if (!answer.next_turn.is_complete) return answer;
        applied();
        return { ...answer, next_turn: { ...answer.next_turn, message: reply } };
      },
    },
  })),
  rule('complete-above-0.85-only', 'A mastery of exactly 0.85 completes no session.', [submitStep], (applied) => ({
    tutoring: {
      submitReply: (original) => async (sessionId, reply) => {
        const answer = await original(sessionId, reply);
        const { next_turn: turn } = answer;
        if (!turn.is_complete || turn.step_idx >= 10 || turn.mastery_score > 0.85) return answer;
        applied();
        return { ...answer, next_turn: { ...turn, is_complete: false } };
      },
    },
  })),
  rule(
    'completed-one-step-late',
    'The eleventh step completes a session, and the tenth asks once more.',
    [submitStep],
    (applied) => {
      const during = new During<{ late: boolean }>();
      /** From the ninth step on the rules see a session that is one step younger. */
      const read = (row: Record<string, unknown>): Record<string, unknown> => {
        const state = JSON.parse(String(row['state_json'])) as SessionState;
        if (!during.now || state.step_idx < last) return row;
        during.now.late = true;
        return { ...row, state_json: JSON.stringify({ ...state, step_idx: state.step_idx - 1 }) };
      };
      const written = (text: string, values: unknown[]): unknown[] => {
        if (text.startsWith('INSERT INTO events')) return values.with(3, Number(values[3]) + 1);
        if (!text.startsWith('UPDATE sessions')) return values;
        const state = JSON.parse(String(values[1])) as SessionState;
        const later = JSON.stringify({ ...state, step_idx: state.step_idx + 1 });
        return values.with(1, later).with(3, Number(values[3]) + 1);
      };
      return {
        database: {
          query:
            (original) =>
            async (text, values = []) => {
              if (during.now?.late === true) return original(text, written(text, values));
              const result = await original(text, values);
              return text.startsWith('SELECT id, student_json') ? { ...result, rows: result.rows.map(read) } : result;
            },
        },
        tutor: {
          ask: (original) => (request) =>
            original(during.now?.late === true ? { ...request, step_idx: request.step_idx + 1 } : request),
        },
        tutoring: {
          submitReply: (original) =>
            during.mark(
              async (sessionId: string, reply: string) => {
                const answer = await original(sessionId, reply);
                if (during.now?.late !== true) return answer;
                applied();
                return { ...answer, next_turn: { ...answer.next_turn, step_idx: answer.next_turn.step_idx + 1 } };
              },
              () => ({ late: false }),
            ),
        },
      };
    },
  ),
];
