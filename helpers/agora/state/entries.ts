import { z } from 'zod';
import { Instant } from '../operations/common.ts';

const text = z.string();
const texts = z.array(text);
const count = z.int().min(0);

const approvalTypes = [
  ...['theme_input', 'agenda_approval', 'periodic_stop', 'topic_override', 'topic_continuation'],
  ...[
    'agent_poll_override',
    'session_continuation',
    'final_report_approval',
    'user_turn_participation',
    'topic_conclusion',
  ],
];

/** What a message of the discussion tells of itself (contract 5). */
const speech = z.looseObject({
  message_id: text.optional(),
  speaker_id: text.min(1),
  speaker_role: z.enum(['moderator', 'participant', 'user']),
  timestamp: Instant,
  round: z.int().min(1),
  topic: text.nullable(),
  turn_order: z.int().min(1).optional(),
  relevance_score: z.number().min(0).max(1).optional(),
  warning_for: text.optional(),
  participation_type: text.optional(),
});

const vote = z.enum(['yes', 'no']);

const approval = z.looseObject({ type: z.enum(approvalTypes), result: text.min(1), timestamp: Instant });

/** Shapes of what the fields of the state hold (contract 5). */
export const entries = {
  instant: Instant,
  agent: z.strictObject({
    id: text.min(1),
    model: text.min(1),
    provider: text.min(1),
    role: z.enum(['moderator', 'participant']),
    message_count: count,
    created_at: Instant,
  }),
  message: z.looseObject({
    id: text.min(1),
    type: z.enum(['human', 'ai']),
    content: text,
    additional_kwargs: speech,
  }),
  vote: z.strictObject({
    id: text.regex(/^vote_[0-9a-f]{8}$/),
    voter_id: text.min(1),
    phase: z.int().min(0).max(5),
    vote_type: z.enum(['topic_selection', 'continue_discussion', 'consensus']),
    choice: text,
    timestamp: Instant,
    metadata: z.record(z.string(), z.unknown()).nullable().optional(),
  }),
  pastVote: z.union([
    z.strictObject({
      ...{ vote_type: z.literal('topic_conclusion'), topic: text, round: z.int().min(1) },
      ...{ result: z.enum(['passed', 'failed']), yes_votes: count, total_votes: count },
    }),
    z.strictObject({
      ...{ vote_type: z.literal('vote_evaluation'), topic: text, round: z.int().min(1) },
      ...{ result: z.literal('evaluated'), passed: z.boolean(), timestamp: Instant },
    }),
  ]),
  pollVote: z.strictObject({ agent_id: text.min(1), vote, justification: text, timestamp: Instant }),
  conclusionVote: z.strictObject({
    topic: text,
    round: z.int().min(1),
    votes: z.array(z.looseObject({ agent_id: text.min(1), vote })),
    yes_votes: count,
    total_votes: count,
    passed: z.boolean(),
    minority_voters: texts,
    timestamp: Instant,
  }),
  phaseTransition: z.strictObject({
    from_phase: z.int().min(-1).max(5),
    to_phase: z.int().min(0).max(5),
    timestamp: Instant,
    reason: text.min(1),
    triggered_by: z.enum(['system', 'moderator', 'consensus', 'user']),
  }),
  topicInfo: z.strictObject({
    topic: text,
    proposed_by: text,
    start_time: Instant.nullable(),
    end_time: Instant.nullable(),
    message_count: count,
    status: z.enum(['proposed', 'active', 'completed', 'skipped']),
  }),
  roundInfo: z.strictObject({
    round_id: z.uuid(),
    round_number: z.int().min(1),
    topic: text,
    start_time: Instant,
    end_time: Instant,
    participants: texts,
    message_count: count,
    summary: text.nullable(),
  }),
  roundSummary: z.strictObject({
    round_number: z.int().min(1),
    topic: text,
    summary_text: text,
    created_by: z.literal('summarizer'),
    timestamp: Instant,
    token_count: count,
    compression_ratio: z.literal(0.1),
  }),
  hitlState: z
    .strictObject({
      awaiting_approval: z.boolean(),
      approval_type: z.enum(approvalTypes).nullable(),
      prompt_message: text.nullable(),
      options: texts.nullable(),
      approval_history: z.array(approval),
      last_periodic_stop_round: z.int().nullable(),
      periodic_stop_responses: z.array(z.record(z.string(), z.unknown())),
    })
    .partial(),
  flowControl: z
    .strictObject({
      max_rounds_per_topic: z.int().min(1),
      auto_conclude_threshold: z.int().min(1),
      context_window_limit: z.int().min(1),
      cycle_detection_enabled: z.boolean(),
      max_iterations_per_phase: z.int().min(1),
    })
    .partial(),
  uiState: z.strictObject({
    console_initialized: z.boolean(),
    theme_applied: z.boolean(),
    accessibility_enabled: z.boolean(),
    dashboard_active: z.boolean(),
    current_display_mode: z.enum(['full', 'compact', 'text_only', 'screen_reader']),
    progress_operations: z.unknown().optional(),
    last_ui_update: Instant.nullable(),
  }),
  invocation: z.looseObject({ invocation_id: text, agent_id: text, source_node: text }),
  userStop: z.looseObject({ stop_id: text, round_number: z.int(), topic: text, timestamp: Instant }),
  proposal: z.strictObject({ agent_id: text.min(1), proposals: text, error: text.optional() }),
  section: z.strictObject({ title: text.min(1), description: text }),
  agendaModification: z.strictObject({
    type: z.enum(['user_modification', 'agent_modification']),
    original: texts,
    revised: texts,
    suggestions: z.unknown().optional(),
    timestamp: Instant,
  }),
};
