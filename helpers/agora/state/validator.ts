import { fitsRelevance, majorityOf, mayFollow, pollProblems, rotated } from '../rules.ts';
import { required, StateValues } from './values.ts';

type Check = (state: StateValues) => string[];

const when = (wrong: boolean, problem: string): string[] => (wrong ? [problem] : []);
const repeated = (list: readonly string[]): string[] => list.filter((item, index) => list.indexOf(item) !== index);

const times: Check = ({ start_time: start, phase_start_time: phase }) =>
  when(
    start !== undefined && phase !== undefined && Date.parse(phase) < Date.parse(start),
    `phase_start_time ${String(phase)} is before start_time ${String(start)}`,
  );

const phases: Check = ({ phase_history: history = [], current_phase: phase }) => {
  const steps = history.flatMap(({ from_phase: from, to_phase: to, timestamp }, index) => {
    const before = history[index - 1];
    return [
      ...when(!mayFollow(from, to), `phase_history ${String(index)}: ${String(from)} → ${String(to)} is no legal step`),
      ...when(
        before !== undefined && before.to_phase !== from,
        `phase_history ${String(index)} goes from ${String(from)}, after a step to ${String(before?.to_phase)}`,
      ),
      ...when(
        before !== undefined && Date.parse(timestamp) < Date.parse(before.timestamp),
        `phase_history ${String(index)} is older than the step before`,
      ),
    ];
  });
  const last = history.at(-1)?.to_phase;
  // The last step is written when the session is completed, one node after its number.
  const fits = last === undefined || last === phase || (last === 4 && phase === 5);
  return [...steps, ...when(!fits, `current_phase is ${String(phase)}, phase_history ends with ${String(last)}`)];
};

const rounds: Check = ({
  round_history: history = [],
  turn_order_history: orders = [],
  rounds_per_topic: held = {},
  ...state
}) => {
  const topics = [...new Set(history.map(({ topic }) => topic))];
  const { current_round: round = 0, active_topic: topic, round_summaries: summaries = [] } = state;
  return [
    ...when(
      orders.length !== history.length,
      `turn_order_history has ${String(orders.length)} entries, round_history ${String(history.length)}`,
    ),
    ...topics.flatMap((name) => {
      const own = history.filter(({ topic: about }) => about === name).length;
      return when(
        held[name] !== own,
        `rounds_per_topic of "${name}" is ${String(held[name])}, round_history has ${String(own)}`,
      );
    }),
    ...when(
      typeof topic === 'string' && round > (held[topic] ?? 0),
      `current_round is ${String(round)}, of "${String(topic)}" ${String(held[topic ?? ''] ?? 0)} rounds were held`,
    ),
    ...history.flatMap(({ round_number: number, topic: about, start_time: start, end_time: end }, index) => {
      const before = history[index - 1];
      const follows = before?.topic === about ? before.round_number + 1 : 1;
      return [
        ...when(
          number !== 1 && number !== follows,
          `round_history ${String(index)} is round ${String(number)}, expected ${String(follows)}`,
        ),
        ...when(Date.parse(end) < Date.parse(start), `round_history ${String(index)} ends before it starts`),
      ];
    }),
    ...repeated(summaries.map(({ topic: about, round_number: number }) => `${String(number)} of "${about}"`)).map(
      (which) => `round ${which} is summarized twice`,
    ),
  ];
};

const orders: Check = ({
  round_history: history = [],
  turn_order_history: turns = [],
  agents = {},
  speaking_order: order = [],
}) => {
  const known = Object.values(agents).filter(({ role }) => role === 'participant');
  const ids = known.map(({ id }) => id).sort();
  const isOrder = (list: readonly string[]): boolean => list.toSorted().join() === ids.join();
  return [
    ...when(
      ids.length > 0 && order.length > 0 && !isOrder(order),
      `speaking_order ${order.join()} is none of ${ids.join()}`,
    ),
    ...turns.flatMap((turn, index) => {
      const before = turns[index - 1];
      const isNext = history[index]?.round_number !== 1 && history[index]?.topic === history[index - 1]?.topic;
      return [
        ...when(!isOrder(turn), `turn order ${String(index)} (${turn.join()}) is none of ${ids.join()}`),
        ...when(
          isNext && before !== undefined && rotated(before).join() !== turn.join(),
          `turn order ${String(index)} (${turn.join()}) is not ${before?.join() ?? ''} rotated by one`,
        ),
      ];
    }),
  ];
};

const messages: Check = ({
  messages: list = [],
  round_history: history = [],
  turn_order_history: turns = [],
  agents = {},
}) => [
  ...repeated(list.map(({ id }) => id)).map((id) => `two messages have the id ${id}`),
  ...list.flatMap(({ id, type, content, additional_kwargs: said }) => {
    const { speaker_id: speaker, speaker_role: role, relevance_score: score } = said;
    const known = role === 'participant' ? speaker in agents : speaker === role;
    return [
      ...when(!known, `message ${id} is of ${speaker}, who is no ${role}`),
      ...when((type === 'ai') !== (role === 'participant'), `message ${id} of a ${role} is of type ${type}`),
      ...when(!fitsRelevance(content, score), `message ${id} with relevance ${String(score)}: ${content.slice(0, 40)}`),
    ];
  }),
  ...history.flatMap(({ topic, round_number: round }, index) => {
    const spoken = list
      .map(({ additional_kwargs: said }) => said)
      .filter((said) => said.speaker_role === 'participant' && said.topic === topic && said.round === round)
      .map(({ speaker_id: speaker }) => speaker);
    // Of a topic that was taken up again the rounds are numbered anew.
    const isOnly = history.filter((other) => other.topic === topic && other.round_number === round).length === 1;
    const order = (turns[index] ?? []).filter((speaker) => spoken.includes(speaker));
    const which = `round ${String(round)} of "${topic}"`;
    return when(
      isOnly && spoken.join() !== order.join(),
      `in ${which} ${spoken.join()} spoke, the order was ${String(turns[index])}`,
    );
  }),
];

const votes: Check = ({ votes: cast = [], vote_history: past = [], conclusion_vote: poll, agents = {} }) => [
  ...repeated(cast.map(({ id }) => id)).map((id) => `two votes have the id ${id}`),
  ...cast.flatMap(({ id, voter_id: voter }) => when(!(voter in agents), `vote ${id} is of ${voter}, who is no agent`)),
  ...past.flatMap((entry) => {
    if (entry.vote_type !== 'topic_conclusion') return [];
    const { yes_votes: yes, total_votes: total, result } = entry;
    const passed = yes >= majorityOf(total);
    return when(
      yes > total || passed !== (result === 'passed'),
      `a poll ${result} with ${String(yes)} of ${String(total)} votes`,
    );
  }),
  ...(poll ? pollProblems(poll) : []),
];

const counters: Check = ({
  periodic_stop_counter: stops,
  hitl_state: hitl,
  completed_topics: done = [],
  agents = {},
}) => {
  const answered = (hitl?.approval_history ?? []).filter(({ type }) => type === 'periodic_stop').length;
  return [
    ...when(
      stops !== undefined && stops !== answered,
      `periodic_stop_counter is ${String(stops)}, approval_history has ${String(answered)} stops`,
    ),
    ...repeated(done).map((topic) => `"${topic}" is completed twice`),
    ...Object.entries(agents).flatMap(([key, { id }]) => when(key !== id, `agent ${key} says that it is ${id}`)),
  ];
};

const reports: Check = ({ session_completed: completed, report_structure: titles, final_report: report, ...state }) => {
  if (completed !== true) return [];
  const files = state.final_report_files ?? [];
  return [
    ...when(state.current_phase !== 5, `the session is completed in phase ${String(state.current_phase)}`),
    ...when(state.completion_timestamp === undefined, 'the session is completed without a time'),
    ...when(
      report != null && Object.keys(report).toSorted().join('|') !== (titles ?? []).toSorted().join('|'),
      `final_report has the sections ${Object.keys(report ?? {}).join()}, expected ${(titles ?? []).join()}`,
    ),
    ...when(report != null && files.length === 0, 'the session is completed without files'),
  ];
};

const checks: readonly Check[] = [times, phases, rounds, orders, messages, votes, counters, reports];

/**
 * Everything that is wrong with a state, one line each; empty for a sound one: the schema of every field, then the rules that
 * its fields keep among one another (contract 3 to 8). `initialised` demands what a session has once it has begun.
 */
export function stateProblems(values: unknown, initialised = false): string[] {
  const parsed = StateValues.safeParse(values);
  if (!parsed.success) {
    return parsed.error.issues.map(({ path, message }) => `${path.map(String).join('.') || '(state)'}: ${message}`);
  }
  const state = parsed.data;
  const lacking = initialised ? required.filter((name) => state[name] === undefined) : [];
  return [...lacking.map((name) => `${name} is missing`), ...checks.flatMap((check) => check(state))];
}
