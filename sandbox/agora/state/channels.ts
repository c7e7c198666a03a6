/* eslint-disable @typescript-eslint/explicit-function-return-type -- the types of channels are inferred */
import type { BaseMessage } from '@langchain/core/messages';
import { Annotation, messagesStateReducer } from '@langchain/langgraph';
import type { Fields, Reducers } from './reducers.ts';
import type { ConclusionVote, PollVote, Proposal, RoundInfo, RoundSummary, Section, Vote } from './shapes.ts';

/** The last write wins; absent until the first one. */
const value = <T>() => Annotation<T | undefined>();

/** Fields with a reducer, which is looked up whenever it is needed. */
function reducedBy(reducers: Reducers) {
  // An update may be of another shape than the channel: what the reducers do with it is part of the contract.
  const list = <T>() =>
    Annotation<T[], unknown>({ reducer: (a, b) => reducers.append(a, b) as T[], default: () => [] });
  const record = <T extends Fields>(name: 'merge' | 'addPerKey' | 'mergeCounted' | 'mergeApproval') =>
    Annotation<T, unknown>({ reducer: (a, b) => reducers[name](a, b) as T, default: () => ({}) as T });
  const numbers = () => record<Record<string, number>>('addPerKey');
  return {
    phase_history: list<Fields>(),
    round_history: list<RoundInfo>(),
    turn_order_history: list<string[]>(),
    rounds_per_topic: numbers(),
    hitl_state: record('mergeApproval'),
    flow_control: record('merge'),
    topics_info: record<Record<string, Fields>>('mergeCounted'),
    completed_topics: list<string>(),
    agents: record<Record<string, Fields>>('mergeCounted'),
    messages: Annotation<BaseMessage[], Parameters<typeof messagesStateReducer>[1]>({
      reducer: messagesStateReducer,
      default: () => [],
    }),
    vote_history: list<Fields>(),
    votes: list<Vote>(),
    phase_summaries: record<Record<string, string>>('merge'),
    topic_summaries: record<Record<string, string>>('merge'),
    topic_transition_history: list<Fields>(),
    edge_cases_encountered: list<Fields>(),
    total_messages: Annotation<number, unknown>({ reducer: (a, b) => reducers.add(a, b), default: () => 0 }),
    messages_by_phase: numbers(),
    messages_by_agent: numbers(),
    messages_by_topic: numbers(),
    tool_calls: list<Fields>(),
    specialized_agents: record<Record<string, string>>('merge'),
    agent_invocations: list<Fields>(),
    round_summaries: list<RoundSummary>(),
    agent_contexts: list<Fields>(),
    user_stop_history: list<Fields>(),
    warnings: list<string>(),
  };
}

/** The session, its agenda and its discussion: without reducers. */
const session = {
  session_id: value<string>(),
  start_time: value<string>(),
  phase_start_time: value<string>(),
  config_hash: value<string>(),
  ui_state: value<Fields>(),
  current_phase: value<number>(),
  current_round: value<number>(),
  checkpoint_interval: value<number>(),
  main_topic: value<string>(),
  user_defines_topics: value<boolean>(),
  user_defined_agenda: value<boolean>(),
  user_turn_decision: value<string | null>(),
  user_participation_message: value<string | null>(),
  active_topic: value<string | null>(),
  topic_queue: value<unknown>(),
  proposed_topics: value<Proposal[]>(),
  proposed_agenda: value<string[]>(),
  agenda: value<Fields>(),
  moderator_id: value<string>(),
  current_speaker_id: value<string | null>(),
  speaking_order: value<string[]>(),
  next_speaker_index: value<number>(),
  last_message_id: value<string>(),
  active_vote: value<Fields | null>(),
  conclusion_vote: value<ConclusionVote | null>(),
  topic_conclusion_votes: value<PollVote[]>(),
  consensus_proposals: value<Record<string, string[]>>(),
  consensus_reached: value<Record<string, boolean>>(),
  consensus_summaries: value<Record<string, string>>(),
  final_report: value<Record<string, string> | null>(),
  report_structure: value<string[]>(),
  report_sections: value<Record<string, string>>(),
  report_generation_status: value<string>(),
  report_structures: value<Record<string, Section[]>>(),
  session_report_structures: value<Section[]>(),
  current_report_section: value<number>(),
  completed_report_sections: value<string[]>(),
  periodic_stop_counter: value<number>(),
  last_error: value<string | null>(),
  error_count: value<number>(),
};

/** Declared by the contract, and written by no node of the flow. */
const unused = {
  pending_agenda_modifications: value<string[]>(),
  agenda_modification_votes: value<Fields>(),
  agenda_state_id: value<string>(),
  agenda_version: value<number>(),
  proposal_collection_status: value<string>(),
  proposal_timeouts: value<unknown>(),
  vote_collection_status: value<string>(),
  agenda_synthesis_attempts: value<number>(),
  agenda_modifications_count: value<number>(),
  agenda_analytics_data: value<Fields>(),
  vote_participation_rate: value<Record<string, number>>(),
  active_tool_calls: value<Fields>(),
  tool_metrics: value<Fields>(),
  tools_enabled_agents: value<string[]>(),
  context_compressions_count: value<number>(),
  last_compression_time: value<string | null>(),
  cycle_interventions_count: value<number>(),
  last_intervention_time: value<string | null>(),
  last_intervention_reason: value<string | null>(),
  moderator_decision: value<string | null>(),
};

/** Written by nodes, read by routers and clients. */
const control = {
  agenda_approved: value<boolean>(),
  agenda_rejected: value<boolean>(),
  final_agenda: value<string[]>(),
  initial_proposals: value<Proposal[]>(),
  refinement_completed: value<boolean>(),
  unanimous_agenda_vote: value<boolean>(),
  user_periodic_decision: value<string | null>(),
  user_forced_conclusion: value<boolean>(),
  user_finalize_reason: value<string | null>(),
  user_skip_to_final: value<boolean>(),
  user_topic_conclusion_decision: value<string | null>(),
  agents_vote_end_session: value<boolean>(),
  user_approves_continuation: value<boolean>(),
  user_requests_end: value<boolean>(),
  user_requests_final_report: value<boolean>(),
  user_requested_modification: value<boolean>(),
  agenda_modifications: value<Fields | null>(),
  error: value<string | null>(),
  error_source: value<string | null>(),
  error_timestamp: value<string | null>(),
  report_error: value<string | null>(),
  summary_error: value<string | null>(),
  file_save_error: value<string | null>(),
  topic_report_saved: value<string | null>(),
  topic_summary_files: value<Record<string, string>>(),
  final_report_files: value<Fields[]>(),
  final_report_directory: value<string>(),
  session_completed: value<boolean>(),
  completion_timestamp: value<string>(),
};

/** VirtualAgoraState (contract 4). */
export const channelsBy = (reducers: Reducers) =>
  Annotation.Root({ ...reducedBy(reducers), ...session, ...unused, ...control });

export type Channels = ReturnType<typeof channelsBy>;
export type State = Channels['State'];
export type Update = Partial<Channels['Update']>;
