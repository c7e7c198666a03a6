import { isInterruptType, nodeOf } from './interrupts.ts';
import type { RunEvent } from './outcome.ts';
import { cleanedQueue } from './rules.ts';
import type { StateValues } from './state/values.ts';
import { nodeNames, targets, type NodeName } from './topology.ts';

/** Where a thread stands: the node behind it. */
export type Place = NodeName | '__start__';

interface Decision {
  /** Where each result leads. */
  readonly to: Readonly<Record<string, NodeName>>;
  readonly by: (state: StateValues) => string;
}

const isLargeChange = ({ agenda_modifications: change }: StateValues): boolean => {
  const { original = [], revised = [] } = change ?? {};
  return original.length > 0 && Math.abs(original.length - revised.length) / original.length > 0.5;
};

const afterPoll: Decision = {
  to: { conclude_topic: 'user_topic_conclusion_confirmation', continue_discussion: 'discussion_round' },
  by({ user_periodic_decision: decision, user_forced_conclusion: forced, conclusion_vote: poll }) {
    const concludes = decision === 'end_topic' || decision === 'skip' || forced === true || poll?.passed === true;
    return concludes ? 'conclude_topic' : 'continue_discussion';
  },
};

/** The routers of the contract (section 1, R1 to R10), by the node behind which each decides. */
export const decisions: Readonly<Partial<Record<Place, Decision>>> = {
  get_theme: {
    to: { discussion: 'announce_item', user_agenda: 'agenda_proposal', agent_agenda: 'agenda_proposal' },
    by({ user_defined_agenda: isMade, user_defines_topics: isWanted }) {
      if (isMade === true) return 'discussion';
      return isWanted === true ? 'user_agenda' : 'agent_agenda';
    },
  },
  agenda_approval: {
    to: { discussion: 'announce_item', agenda_setting: 'agenda_proposal' },
    by: ({ agenda_approved: approved }) => (approved === true ? 'discussion' : 'agenda_setting'),
  },
  discussion_round: {
    to: { continue_discussion: 'round_summarization', conclude_topic: 'final_considerations' },
    by: ({ user_turn_decision: turn }) => (turn === 'finalize' ? 'conclude_topic' : 'continue_discussion'),
  },
  round_threshold_check: {
    to: { start_polling: 'end_topic_poll', continue_discussion: 'discussion_round' },
    by: ({ current_round: round = 0 }) => (round >= 3 ? 'start_polling' : 'continue_discussion'),
  },
  end_topic_poll: {
    to: { periodic_stop: 'periodic_user_stop', check_votes: 'vote_evaluation' },
    by: ({ current_round: round = 0, checkpoint_interval: interval = 3 }) =>
      round > 0 && round % interval === 0 ? 'periodic_stop' : 'check_votes',
  },
  periodic_user_stop: afterPoll,
  vote_evaluation: afterPoll,
  user_topic_conclusion_confirmation: {
    to: { confirm_conclusion: 'final_considerations', continue_discussion: 'discussion_round' },
    by: ({ user_topic_conclusion_decision: decision }) =>
      (decision ?? 'confirm') === 'confirm' ? 'confirm_conclusion' : 'continue_discussion',
  },
  agent_poll: {
    to: { end_session: 'final_report_generation', check_user: 'user_approval' },
    by: ({ agents_vote_end_session: ends }) => (ends === true ? 'end_session' : 'check_user'),
  },
  user_approval: {
    to: {
      ...{ end_session: 'final_report_generation', no_items: 'final_report_generation' },
      ...{ has_items: 'announce_item', modify_agenda: 'agenda_modification' },
    },
    by({ topic_queue: queue = [], ...said }) {
      const ends = [said.user_requests_end, said.user_requests_final_report, said.user_skip_to_final];
      if ([...ends, said.agents_vote_end_session].includes(true) || said.user_approves_continuation === false)
        return 'end_session';
      if (said.user_requested_modification === true) return 'modify_agenda';
      return cleanedQueue(queue).length > 0 ? 'has_items' : 'no_items';
    },
  },
  agenda_modification: {
    to: { modify_agenda: 'topic_refinement', next_topic: 'announce_item' },
    by: (state) =>
      state.user_requested_modification === true || isLargeChange(state) ? 'modify_agenda' : 'next_topic',
  },
};

const branch = (from: Place, result: string, to: string): string => `${from} (${result}) → ${to}`;

/** What tests must take between them: every node, every edge, and every result of every router. */
export const paths: readonly string[] = [
  ...nodeNames,
  `__start__ → ${nodeNames[0]}`,
  ...nodeNames.flatMap((from) => {
    const decided = Object.entries(decisions[from]?.to ?? {});
    return decided.length > 0
      ? decided.map(([result, to]) => branch(from, result, to))
      : targets[from].map((to) => `${from} → ${to}`);
  }),
];

/** One run's way through the graph. */
export interface Walk {
  /** Members of `paths`, in their order. */
  readonly taken: readonly string[];
  /** The node behind the thread now; undefined where that is not known. */
  readonly place: Place | undefined;
  /** Steps that are none of the contract's, by the state that each router saw; one line each. */
  readonly problems: readonly string[];
}

/** The way of a run that began behind this place, by its events. */
export function walkOf(events: readonly RunEvent[], start: Place | undefined): Walk {
  const taken: string[] = [];
  const problems: string[] = [];
  let place = start;
  let state: StateValues = {};
  /** The edge from there to this node, by the state that a router between them saw. */
  const reach = (node: NodeName): void => {
    if (!place) return;
    const decision = decisions[place];
    if (decision) {
      const result = decision.by(state);
      const to = decision.to[result];
      if (to === node) taken.push(branch(place, result, node));
      else problems.push(`behind ${place} the state decides ${result}, which leads to ${String(to)}, not to ${node}`);
    } else taken.push(`${place} → ${node}`);
  };
  for (const { kind, data } of events) {
    if (kind === 'values' && !('__interrupt__' in data)) state = data;
    if (kind !== 'updates') continue;
    for (const node of nodeNames) {
      if (!(node in data)) continue;
      reach(node);
      taken.push(node);
      place = node;
    }
    // A node that asks has been reached, and has not done its work.
    for (const { value } of '__interrupt__' in data ? (data.__interrupt__ ?? []) : []) {
      const { type } = value as { type: string };
      if (isInterruptType(type)) reach(nodeOf[type]);
    }
  }
  if (place === 'multi_file_output' && events.some(({ kind }) => kind === 'updates')) taken.push(`${place} → __end__`);
  return { taken, place, problems };
}
