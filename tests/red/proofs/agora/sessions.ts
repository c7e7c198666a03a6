import { answers, claims, says, waits, type Proof } from '../../proof.ts';
import { paths } from './paths.ts';

/** The server, its threads and streams, and what a session makes. */
export const proofs: readonly Proof[] = [
  {
    spec: 'agora/service/service.spec.ts',
    test: 'GET /ok says that the server is well',
    lie: { method: 'GET', path: /^\/ok$/, tell: claims(200, { ok: false }) },
    message: /breaks its schema/,
  },
  {
    spec: 'agora/threads/threads.spec.ts',
    test: 'POST /threads creates an idle thread with the metadata given',
    lie: { method: 'GET', path: paths.thread, tell: says(/"status":"idle"/, '"status":"busy"') },
    message: /"busy"/,
  },
  {
    spec: 'agora/threads/agreement.spec.ts',
    test: 'a thread that has run has the same newest state in its history, and each of its states at its checkpoint',
    lie: {
      method: 'POST',
      path: paths.history,
      tell: says(/"agents_vote_end_session":false/, '"agents_vote_end_session":true'),
    },
    message: /agents_vote_end_session/,
  },
  {
    spec: 'agora/streams/session.spec.ts',
    test: 'the first states of a session fit the schema as soon as it is initialised, with every required field',
    lie: { method: 'POST', path: paths.stream, tell: says(/"current_phase":0/g, '"current_phase":7') },
    message: /that breaks its schema/,
  },
  {
    spec: 'agora/streams/runs.spec.ts',
    test: 'GET /threads/{thread_id}/runs/{run_id}/join waits for a run in the background',
    lie: { method: 'GET', path: paths.run, tell: says(/"status":"success"/, '"status":"error"') },
    message: /"error"/,
  },
  {
    spec: 'agora/discussion/agenda.spec.ts',
    test: 'the agenda is the moderator’s own order, as JSON tells it',
    lie: { method: 'POST', path: paths.stream, tell: says(/Second thoughts/g, 'Other thoughts') },
    message: /differ in .*proposed_agenda/,
  },
  {
    spec: 'agora/discussion/rounds.spec.ts',
    test: 'a round is summarized once',
    lie: { method: 'POST', path: paths.stream, tell: says(/"created_by":"summarizer"/g, '"created_by":"moderator"') },
    message: /that breaks its schema/,
  },
  {
    spec: 'agora/discussion/routing.spec.ts',
    test: 'the router after agent_poll decides by the rule of the contract',
    lie: { method: 'GET', path: paths.state, tell: says(/"next":\["user_approval"\]/, '"next":["announce_item"]') },
    message: /announce_item/,
  },
  {
    spec: 'agora/polls/polls.spec.ts',
    test: 'final considerations come from the minority alone when the vote decided',
    lie: { method: 'GET', path: paths.thread, tell: says(/"status":"interrupted"/, '"status":"idle"') },
    message: /the thread is idle, expected interrupted/,
  },
  {
    spec: 'agora/reports/reports.spec.ts',
    test: 'the report on a topic has three to six sections and a conclusion',
    lie: { method: 'GET', path: paths.state, tell: says(/_conclusion":/, '_ending":') },
    message: /differ in .*topic_summaries/,
  },
  {
    spec: 'agora/errors/nodes.spec.ts',
    test: 'an exception of a node in a row of runs ends each of them, and loops nowhere',
    lie: { method: 'POST', path: paths.stream, tell: says(/NodeExecutionError/g, 'ValueError') },
    message: /"ValueError"/,
  },
  {
    spec: 'agora/errors/agents.spec.ts',
    test: 'an agent that fails in the poll is left out of the count',
    lie: { method: 'POST', path: paths.stream, tell: says(/"total_votes":2/g, '"total_votes":3') },
    message: /conclusion_vote counts 3 of 2 votes/,
  },
  {
    spec: 'agora/errors/corruption.spec.ts',
    test: 'a state that was spoilt without a topic to announce says so and counts it',
    lie: { method: 'POST', path: paths.stream, tell: says(/"error_count":1/g, '"error_count":0') },
    message: /"error_count": 0/,
  },
  {
    spec: 'agora/concurrency/concurrency.spec.ts',
    test: 'a thread that is busy refuses a second run, and the first goes on',
    lie: { method: 'POST', path: paths.runs, tell: answers(409) },
    message: /answered 409, expected 422/,
  },
  {
    spec: 'agora/performance/performance.spec.ts',
    test: 'the state of a session is read, written, validated and compared within the limits',
    lie: { method: 'GET', path: paths.state, tell: waits(1_000) },
    message: /Expected: < 0\.2/,
  },
];
