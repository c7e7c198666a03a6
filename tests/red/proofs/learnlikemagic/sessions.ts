import { answers, repeats, says, waits, type Proof } from '../../proof.ts';

const sessions = /^\/sessions$/;
const session = /^\/sessions\/[^/]+$/;
const step = /^\/sessions\/[^/]+\/step$/;
const summary = /^\/sessions\/[^/]+\/summary$/;

/** Tutoring sessions. */
export const proofs: readonly Proof[] = [
  {
    spec: 'learnlikemagic/sessions/create.spec.ts',
    test: 'POST /sessions starts a session with the first question, its row and its event',
    lie: { method: 'POST', path: sessions, tell: says(/"step_idx":0/, '"step_idx":1') },
    message: /POST \/sessions answered 200 with a body that breaks its schema:\n {2}- first_turn\.step_idx/,
  },
  {
    spec: 'learnlikemagic/sessions/step.spec.ts',
    test: 'POST /sessions/{session_id}/step goes on to the next question after a right reply',
    lie: { method: 'POST', path: step, tell: repeats },
    message: /\+ +"step_idx": 2/,
  },
  {
    spec: 'learnlikemagic/sessions/replies.spec.ts',
    test: 'POST /sessions/{session_id}/step does not know a session that was never started, and stores nothing of it',
    lie: { method: 'POST', path: step, tell: says(/Session (\S+) not found/, 'No session $1') },
    message: /\+ +"detail": "No session/,
  },
  {
    spec: 'learnlikemagic/sessions/rules.spec.ts',
    test: 'POST /sessions/{session_id}/step answers Advance to a score of 0.8 with confidence 0.6',
    lie: { method: 'POST', path: step, tell: says(/"routing":"Advance"/, '"routing":"Remediate"') },
    message: /\+ +"routing": "Remediate"/,
  },
  {
    spec: 'learnlikemagic/sessions/state.spec.ts',
    test: 'GET /sessions/{session_id} shows the state exactly as it is stored, at the start and after each reply',
    lie: { method: 'GET', path: session, tell: says(/"step_idx":0/, '"step_idx":1') },
    message: /\+ +"step_idx": 1/,
  },
  {
    spec: 'learnlikemagic/sessions/summary.spec.ts',
    test: 'GET /sessions/{session_id}/summary sums up a session that was only started',
    lie: { method: 'GET', path: summary, tell: says(/"steps_completed":0/, '"steps_completed":1') },
    message: /\+ +"steps_completed": 1/,
  },
  {
    spec: 'learnlikemagic/sessions/prompts.spec.ts',
    test: 'POST /sessions passes questions and their hints on, and stores them',
    lie: { method: 'POST', path: sessions, tell: says(/"hints":\[[^\]]*\]/, '"hints":["Zähle."]') },
    message: /- +"Use \\"halves\\""/,
  },
  {
    spec: 'learnlikemagic/sessions/canned-turns.spec.ts',
    test: 'POST /sessions starts with the one canned question when the model refuses',
    lie: { method: 'POST', path: sessions, tell: says(/"hints":\[[^\]]*\]/, '"hints":[]') },
    message: /Expected length: 1\nReceived length: 0/,
  },
  {
    spec: 'learnlikemagic/sessions/failures.spec.ts',
    test: 'POST /sessions/{session_id}/step answers 503 and changes nothing when the grading cannot be used',
    lie: { method: 'POST', path: step, tell: answers(500) },
    message: /POST \/sessions\/\{session_id\}\/step answered 500, expected 503/,
  },
  {
    spec: 'learnlikemagic/sessions/outage.spec.ts',
    test: 'POST /sessions answers 500 and stores nothing when the database refuses',
    lie: { method: 'POST', path: sessions, tell: answers(404) },
    message: /POST \/sessions answered 404, expected 500/,
  },
  {
    spec: 'learnlikemagic/sessions/parallel.spec.ts',
    test: 'POST /sessions/{session_id}/step does not mix two sessions of one student on one guideline',
    lie: { method: 'POST', path: step, tell: repeats },
    message: /\+ +"step_idx": 3/,
  },
  {
    spec: 'learnlikemagic/service/isolation.spec.ts',
    test: 'POST /sessions/{session_id}/step does not hold up other calls while the model takes its time',
    lie: { method: 'GET', path: /^\/$/, tell: waits(6_000) },
    message: /\+ +"slow step"/,
  },
  {
    spec: 'learnlikemagic/sessions/workflow.spec.ts',
    test: 'POST /sessions/{session_id}/step leads a student from the curriculum through a whole lesson to its summary',
    lie: {
      method: 'GET',
      path: summary,
      tell: says(/"misconceptions_seen":\[[^\]]*\]/, '"misconceptions_seen":[]'),
    },
    message: /\+ Array \[\]/,
  },
  {
    spec: 'learnlikemagic/sessions/completion.spec.ts',
    test: 'POST /sessions/{session_id}/step completes a session on its tenth right reply, and not before',
    lie: { method: 'POST', path: step, tell: says(/"is_complete":true/, '"is_complete":false') },
    message: /the tenth step[^]*\+ +"is_complete": false/,
  },
  {
    spec: 'learnlikemagic/sessions/planted.spec.ts',
    test: 'POST /sessions/{session_id}/step goes on from an arranged session as from one that was started here',
    lie: { method: 'POST', path: step, tell: repeats },
    message: /the state[^]*\+ +"step_idx": 2/,
  },
  {
    spec: 'learnlikemagic/sessions/unreadable.spec.ts',
    test: 'POST /sessions/{session_id}/step refuses a session id with a NUL character in clean words',
    lie: { method: 'POST', path: step, tell: says(/Error processing step/, 'KeyError') },
    message: /\/step answered 500[^]*speaks of the inside of the program[^]*It shows an exception of the interpreter\./,
  },
];
