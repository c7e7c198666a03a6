import { END } from '@langchain/langgraph';
import { cleanQueue } from './rules/lists.ts';
import type { State } from './state/channels.ts';

export type { State } from './state/channels.ts';

/** Polls begin with this round. */
const firstPoll = 3;
/** Share of the agenda's length by which it may change without being talked over again. */
const largestChange = 0.5;

/** Decisions after nodes (contract 1, R1 to R10), by the names of their routers. */
export const routers = {
  theme_routing_decision(state: State) {
    if (state.user_defined_agenda) return 'discussion';
    return state.user_defines_topics ? 'user_agenda' : 'agent_agenda';
  },
  should_start_discussion: (state: State) => (state.agenda_approved ? 'discussion' : 'agenda_setting'),
  evaluate_user_turn_decision: (state: State) =>
    state.user_turn_decision === 'finalize' ? 'conclude_topic' : 'continue_discussion',
  check_round_threshold: (state: State) =>
    (state.current_round ?? 0) >= firstPoll ? 'start_polling' : 'continue_discussion',
  check_periodic_stop({ current_round: round = 0, checkpoint_interval: interval = 3 }: State) {
    return round > 0 && round % interval === 0 ? 'periodic_stop' : 'check_votes';
  },
  evaluate_conclusion_vote(state: State) {
    const decision = state.user_periodic_decision;
    if (decision === 'end_topic' || decision === 'skip' || state.user_forced_conclusion) return 'conclude_topic';
    return state.conclusion_vote?.passed ? 'conclude_topic' : 'continue_discussion';
  },
  evaluate_user_topic_conclusion_confirmation: (state: State) =>
    (state.user_topic_conclusion_decision ?? 'confirm') === 'confirm' ? 'confirm_conclusion' : 'continue_discussion',
  check_agent_session_vote: (state: State) => (state.agents_vote_end_session ? 'end_session' : 'check_user'),
  evaluate_user_approval_routing(state: State) {
    const ends =
      state.user_requests_end ||
      state.user_requests_final_report ||
      state.user_skip_to_final ||
      state.agents_vote_end_session ||
      state.user_approves_continuation === false;
    if (ends) return 'end_session';
    if (state.user_requested_modification) return 'modify_agenda';
    return cleanQueue(state.topic_queue).length === 0 ? 'no_items' : 'has_items';
  },
  should_modify_agenda({ user_requested_modification: requested, agenda_modifications: modifications }: State) {
    if (requested) return 'modify_agenda';
    const [before, after] = [modifications?.['original'], modifications?.['revised']];
    if (!Array.isArray(before) || !Array.isArray(after) || before.length === 0) return 'next_topic';
    const change = Math.abs(before.length - after.length) / before.length;
    return change > largestChange ? 'modify_agenda' : 'next_topic';
  },
};

export type RouterName = keyof typeof routers;

interface Branch {
  after: string[];
  by: RouterName;
  to: Record<string, string>;
}

/** Where each decision leads. */
export const branches: readonly Branch[] = [
  {
    after: ['get_theme'],
    by: 'theme_routing_decision',
    to: { discussion: 'announce_item', user_agenda: 'agenda_proposal', agent_agenda: 'agenda_proposal' },
  },
  {
    after: ['agenda_approval'],
    by: 'should_start_discussion',
    to: { discussion: 'announce_item', agenda_setting: 'agenda_proposal' },
  },
  {
    after: ['discussion_round'],
    by: 'evaluate_user_turn_decision',
    to: { continue_discussion: 'round_summarization', conclude_topic: 'final_considerations' },
  },
  {
    after: ['round_threshold_check'],
    by: 'check_round_threshold',
    to: { start_polling: 'end_topic_poll', continue_discussion: 'discussion_round' },
  },
  {
    after: ['end_topic_poll'],
    by: 'check_periodic_stop',
    to: { periodic_stop: 'periodic_user_stop', check_votes: 'vote_evaluation' },
  },
  {
    after: ['vote_evaluation', 'periodic_user_stop'],
    by: 'evaluate_conclusion_vote',
    to: { continue_discussion: 'discussion_round', conclude_topic: 'user_topic_conclusion_confirmation' },
  },
  {
    after: ['user_topic_conclusion_confirmation'],
    by: 'evaluate_user_topic_conclusion_confirmation',
    to: { confirm_conclusion: 'final_considerations', continue_discussion: 'discussion_round' },
  },
  {
    after: ['agent_poll'],
    by: 'check_agent_session_vote',
    to: { end_session: 'final_report_generation', check_user: 'user_approval' },
  },
  {
    after: ['user_approval'],
    by: 'evaluate_user_approval_routing',
    to: {
      end_session: 'final_report_generation',
      no_items: 'final_report_generation',
      has_items: 'announce_item',
      modify_agenda: 'agenda_modification',
    },
  },
  {
    after: ['agenda_modification'],
    by: 'should_modify_agenda',
    to: { modify_agenda: 'topic_refinement', next_topic: 'announce_item' },
  },
];

/** Edges without a decision. */
export const edges: readonly (readonly [from: string, to: string])[] = [
  ['config_and_keys', 'agent_instantiation'],
  ['agent_instantiation', 'get_theme'],
  ['agenda_proposal', 'topic_refinement'],
  ['topic_refinement', 'collate_proposals'],
  ['collate_proposals', 'agenda_voting'],
  ['agenda_voting', 'synthesize_agenda'],
  ['synthesize_agenda', 'agenda_approval'],
  ['announce_item', 'discussion_round'],
  ['round_summarization', 'round_threshold_check'],
  ['final_considerations', 'topic_report_generation'],
  ['topic_report_generation', 'topic_summary_generation'],
  ['topic_summary_generation', 'file_output'],
  ['file_output', 'agent_poll'],
  ['final_report_generation', 'multi_file_output'],
  ['multi_file_output', END],
];
