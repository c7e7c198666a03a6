import { list, model, nullable, withDefault } from '../../fastapi/composites.ts';
import { operation, type Operation } from '../../fastapi/operation.ts';
import { flag, float, integer, text, word } from '../../fastapi/scalars.ts';
import type { Shape } from '../../fastapi/shape.ts';
import type { TutoringService } from '../services/tutoring.ts';

const preferences = model('StudentPrefs', {
  style: withDefault<string | null>(nullable(text()), 'standard'),
  lang: withDefault<string | null>(nullable(text()), 'en'),
});
const student = model('Student', {
  id: text(),
  grade: integer(),
  prefs: withDefault(nullable(preferences), null),
});
const goal = model('Goal', {
  topic: text(),
  syllabus: text(),
  learning_objectives: list(text()),
  guideline_id: withDefault(nullable(text()), null),
});
const creation = model('CreateSessionRequest', { student, goal });
const reply = model('StepRequest', { student_reply: text() });

const turn = { message: text(), hints: list(text()), step_idx: integer() };
const created = model('CreateSessionResponse', { session_id: text(), first_turn: model('FirstTurn', turn) });
const grading = model('GradingResult', {
  score: float({ ge: 0, le: 1 }),
  rationale: text(),
  labels: list(text()),
  confidence: float({ ge: 0, le: 1 }),
});
const step = model('StepResponse', {
  next_turn: model('NextTurn', { ...turn, mastery_score: float(), is_complete: flag() }),
  routing: word('Advance', 'Remediate'),
  last_grading: nullable(grading),
});
const summary = model('SummaryResponse', {
  steps_completed: integer(),
  mastery_score: float(),
  misconceptions_seen: list(text()),
  suggestions: list(text()),
});
/** The stored state goes out as it is. */
const state: Shape<unknown> = { schema: {}, check: (input) => input };
const params = { session_id: text() };

/** Contract a.3. */
export function sessionRoutes(service: TutoringService): Operation[] {
  const tag = 'sessions';
  return [
    operation({
      ...{ method: 'POST', path: '/sessions', tag, summary: 'Create Session', body: creation, answer: created },
      handle: ({ body }) => service.createSession(body.student, body.goal),
    }),
    operation({
      ...{ method: 'POST', path: '/sessions/{session_id}/step', tag, summary: 'Submit Step' },
      ...{ params, body: reply, answer: step },
      handle: ({ path, body }) => service.submitReply(path.session_id, body.student_reply),
    }),
    operation({
      ...{ method: 'GET', path: '/sessions/{session_id}/summary', tag, summary: 'Get Summary' },
      ...{ params, answer: summary },
      handle: ({ path }) => service.summarise(path.session_id),
    }),
    operation({
      ...{ method: 'GET', path: '/sessions/{session_id}', tag, summary: 'Get Session' },
      ...{ params, answer: state },
      handle: ({ path }) => service.readState(path.session_id),
    }),
  ];
}
