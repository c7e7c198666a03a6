import { says, type Proof } from '../../proof.ts';
import { paths } from './paths.ts';

/** Questions to a person, and their answers. */
export const proofs: readonly Proof[] = [
  {
    spec: 'agora/hitl/agenda-approval.spec.ts',
    test: 'agenda_approval is not asked for an empty agenda: the theme becomes the only topic',
    lie: { method: 'GET', path: paths.state, tell: says(/"agenda_approved":true/, '"agenda_approved":false') },
    message: /the stream and the state differ in agenda_approved/,
  },
  {
    spec: 'agora/hitl/malformed.spec.ts',
    test: 'a malformed answer that is null is refused by the server, and agenda_approval stays asked',
    lie: { method: 'POST', path: paths.stream, tell: says(/"reject"/g, '"refuse"') },
    message: /interrupt agenda_approval: options/,
  },
  {
    spec: 'agora/hitl/round-participation.spec.ts',
    test: 'user_turn_participation is asked after the agents of each round where nothing else is said',
    lie: { method: 'POST', path: paths.stream, tell: says(/"round_end"/g, '"round_start"') },
    message: /timing does not fit participation_type/,
  },
  {
    spec: 'agora/hitl/periodic-stop.spec.ts',
    test: 'periodic_stop notes the round at which it was answered',
    lie: { method: 'POST', path: paths.stream, tell: says(/"periodic_stop_counter":1/g, '"periodic_stop_counter":2') },
    message: /periodic_stop_counter is 2/,
  },
  {
    spec: 'agora/hitl/conclusion.spec.ts',
    test: 'topic_conclusion shows topic, round and votes',
    lie: { method: 'POST', path: paths.stream, tell: says(/"yes_votes":2/g, '"yes_votes":3') },
    message: /conclusion_vote counts 3 of 2 yes votes/,
  },
  {
    spec: 'agora/hitl/continuation.spec.ts',
    test: 'topic_continuation is not asked when the agents vote to end the session',
    lie: { method: 'GET', path: paths.thread, tell: says(/"status":"idle"/, '"status":"interrupted"') },
    message: /the thread is interrupted, expected idle/,
  },
  {
    spec: 'agora/hitl/modification.spec.ts',
    test: 'agenda_modification asks the user who wanted it, takes his or her list, and has it refined and approved anew',
    lie: { method: 'POST', path: paths.stream, tell: says(/user_modification/g, 'agent_modification') },
    message: /differ in agenda_modifications/,
  },
  {
    spec: 'agora/hitl/preserved.spec.ts',
    test: 'an interrupt answered by its id goes on as well',
    lie: { method: 'GET', path: paths.state, tell: says(/"agenda_rejected":true/, '"agenda_rejected":false') },
    message: /differ in agenda_rejected/,
  },
];
