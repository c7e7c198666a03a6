import { z } from 'zod';
import { entries } from './entries.ts';

const text = z.string();
const texts = z.array(z.string());
const flag = z.boolean();
const count = z.int().min(0);
const counts = z.record(z.string(), z.int());
const textsByName = z.record(z.string(), z.string());
const anything = z.record(z.string(), z.unknown());
const { instant } = entries;

/** Fields with a reducer (contract 4, R): a list is never nested, which is what a first write or an input past its reducer would make of it. */
export const reduced = {
  phase_history: z.array(entries.phaseTransition),
  round_history: z.array(entries.roundInfo),
  turn_order_history: z.array(texts.min(1)),
  rounds_per_topic: z.record(z.string(), z.int().min(1)),
  hitl_state: entries.hitlState,
  flow_control: entries.flowControl,
  topics_info: z.record(z.string(), entries.topicInfo),
  completed_topics: texts,
  agents: z.record(z.string(), entries.agent),
  messages: z.array(entries.message),
  vote_history: z.array(entries.pastVote),
  votes: z.array(entries.vote),
  phase_summaries: textsByName,
  topic_summaries: textsByName,
  topic_transition_history: z.array(anything),
  edge_cases_encountered: z.array(anything),
  total_messages: count,
  messages_by_phase: counts,
  messages_by_agent: counts,
  messages_by_topic: counts,
  tool_calls: z.array(anything),
  specialized_agents: textsByName,
  agent_invocations: z.array(entries.invocation),
  round_summaries: z.array(entries.roundSummary),
  agent_contexts: z.array(anything),
  user_stop_history: z.array(entries.userStop),
  warnings: texts,
};

const session = {
  session_id: text.min(1),
  start_time: instant,
  phase_start_time: instant,
  config_hash: text.regex(/^[0-9a-f]{8}$/),
  ui_state: entries.uiState,
  current_phase: z.int().min(0).max(5),
  current_round: count,
  checkpoint_interval: z.int().min(1).max(20),
  main_topic: text,
  user_defines_topics: flag,
  user_defined_agenda: flag,
  user_turn_decision: z.enum(['continue', 'participate', 'finalize']).nullable(),
  user_participation_message: text.nullable(),
  active_topic: text.nullable(),
  topic_queue: texts,
  proposed_topics: z.array(entries.proposal),
  proposed_agenda: texts,
  agenda: z.strictObject({ topics: texts, current_topic_index: count, completed_topics: texts }),
  moderator_id: z.literal('moderator'),
  current_speaker_id: text.nullable(),
  speaking_order: texts,
  next_speaker_index: count,
  last_message_id: text,
  active_vote: anything.nullable(),
  conclusion_vote: entries.conclusionVote.nullable(),
  topic_conclusion_votes: z.array(entries.pollVote),
  consensus_proposals: z.record(z.string(), texts),
  consensus_reached: z.record(z.string(), flag),
  consensus_summaries: textsByName,
  final_report: textsByName.nullable(),
  report_structure: texts,
  report_sections: textsByName,
  report_generation_status: z.enum(['pending', 'structuring', 'writing', 'completed', 'failed']),
  report_structures: z.record(z.string(), z.array(entries.section)),
  session_report_structures: z.array(entries.section),
  current_report_section: count,
  completed_report_sections: texts,
  vote_participation_rate: z.record(z.string(), z.number()),
  active_tool_calls: z.unknown(),
  tool_metrics: z.unknown(),
  tools_enabled_agents: z.unknown(),
  periodic_stop_counter: count,
  last_error: text.nullable(),
  error_count: count,
};

/** Kept by the program beside the flow, which does not use them (contract 4). */
const unused = [
  ...['pending_agenda_modifications', 'agenda_modification_votes', 'agenda_state_id', 'agenda_version'],
  ...['proposal_collection_status', 'proposal_timeouts', 'vote_collection_status', 'agenda_synthesis_attempts'],
  ...['agenda_modifications_count', 'agenda_analytics_data', 'context_compressions_count', 'last_compression_time'],
  ...['cycle_interventions_count', 'last_intervention_time', 'last_intervention_reason', 'moderator_decision'],
] as const;

const control = {
  agenda_approved: flag,
  agenda_rejected: flag,
  final_agenda: texts,
  initial_proposals: z.array(entries.proposal),
  refinement_completed: flag,
  unanimous_agenda_vote: flag,
  user_periodic_decision: z.enum(['continue', 'end_topic', 'modify', 'skip']).nullable(),
  user_forced_conclusion: flag,
  user_finalize_reason: text.nullable(),
  user_skip_to_final: flag,
  user_topic_conclusion_decision: z.enum(['confirm', 'continue']).nullable(),
  agents_vote_end_session: flag,
  user_approves_continuation: flag,
  user_requests_end: flag,
  user_requests_final_report: flag,
  user_requested_modification: flag,
  agenda_modifications: entries.agendaModification.nullable(),
  error: text.nullable(),
  error_source: text.nullable(),
  error_timestamp: instant.nullable(),
  report_error: text.nullable(),
  summary_error: text.nullable(),
  file_save_error: text.nullable(),
  topic_report_saved: text.nullable(),
  topic_summary_files: textsByName,
  final_report_files: z.array(z.strictObject({ section: text, filename: text, filepath: text })),
  final_report_directory: text.nullable(),
  session_completed: flag,
  completion_timestamp: instant,
};

const declared = { ...reduced, ...session, ...control };
const left = Object.fromEntries(unused.map((name) => [name, z.unknown()])) as Record<
  (typeof unused)[number],
  z.ZodUnknown
>;

/** Every field of the state, each of which may be absent until its first write; no other (contract 4). */
export const StateValues = z.strictObject({ ...declared, ...left }).partial();
export type StateValues = z.output<typeof StateValues>;

/** Fields that a session has as soon as it is initialised (contract 10, case 36). */
export const required = [
  ...['session_id', 'start_time', 'config_hash', 'phase_start_time', 'moderator_id', 'current_phase', 'current_round'],
  ...['agents', 'ui_state', 'hitl_state', 'flow_control'],
] as const;
