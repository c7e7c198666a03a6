import { rotated } from './rules.ts';
import type { StateValues } from './state/values.ts';
import type { NodeName } from './topology.ts';

/** What a node is taken to have written, of a thread that begins there (langgraph-server 12). */
export interface Step {
  readonly node: NodeName | '__start__';
  readonly values: Readonly<Record<string, unknown>>;
}

export interface PlantedDiscussion {
  readonly sessionId: string;
  readonly theme: string;
  /** Ids of the agents, in the order in which they spoke first. */
  readonly agents: readonly string[];
  readonly topic: string;
  /** Topics that wait. */
  readonly queue?: readonly string[];
  readonly checkpointInterval?: number;
  /** A clock of the caller, ISO 8601. */
  readonly time: string;
}

const transition = (from: number, to: number, time: string): object => ({
  ...{ from_phase: from, to_phase: to, timestamp: time, reason: 'planted by a test', triggered_by: 'system' },
});

/** Providers and models by agent id, as the usual configuration names them (contract 8). */
const agentOf = (id: string, time: string): Record<string, unknown> => ({
  ...{ id, model: id.replace(/_\d+$/, ''), provider: id.startsWith('claude') ? 'Anthropic' : 'OpenAI' },
  ...{ role: 'participant', message_count: 0, created_at: time },
});

/** A session that has just been initialised and knows its theme (contract 4.1): what `create_session` makes. */
export function begun({
  sessionId,
  theme,
  agents,
  checkpointInterval = 3,
  time,
}: Omit<PlantedDiscussion, 'topic'>): Step[] {
  const hitl = {
    awaiting_approval: false,
    approval_type: null,
    prompt_message: null,
    options: null,
    approval_history: [],
  };
  const flow = {
    ...{ max_rounds_per_topic: 10, auto_conclude_threshold: 3, context_window_limit: 8000 },
    ...{ cycle_detection_enabled: true, max_iterations_per_phase: 5 },
  };
  const uiState = {
    ...{ console_initialized: true, theme_applied: false, accessibility_enabled: false, dashboard_active: false },
    ...{ current_display_mode: 'full', progress_operations: {}, last_ui_update: null },
  };
  const initial = {
    ...{ session_id: sessionId, main_topic: theme, start_time: time, phase_start_time: time, config_hash: '0123abcd' },
    ...{ current_phase: 0, current_round: 0, checkpoint_interval: checkpointInterval, moderator_id: 'moderator' },
    ...{ active_topic: null, topic_queue: [], error_count: 0, last_error: null, periodic_stop_counter: 0 },
    ...{ hitl_state: hitl, flow_control: flow, ui_state: uiState, user_approves_continuation: true },
  };
  return [
    { node: '__start__', values: initial },
    { node: 'config_and_keys', values: { current_phase: 0 } },
    {
      node: 'agent_instantiation',
      values: {
        agents: Object.fromEntries(agents.map((id) => [id, agentOf(id, time)])),
        speaking_order: [...agents],
        specialized_agents: { moderator: 'moderator', summarizer: 'summarizer', report_writer: 'report_writer' },
      },
    },
    { node: 'get_theme', values: { phase_history: transition(-1, 0, time) } },
  ];
}

/** A session whose agenda is proposed and waits for its approval: what follows is the question. */
export const proposed = (planted: Omit<PlantedDiscussion, 'topic'>, agenda: readonly string[]): Step[] => [
  ...begun(planted),
  {
    node: 'agenda_proposal',
    values: {
      ...{ current_phase: 1, phase_start_time: planted.time, phase_history: transition(0, 1, planted.time) },
      proposed_topics: planted.agents.map((id) => ({
        agent_id: id,
        proposals: '1. What it costs\n2. Who decides\n3. Errors',
      })),
    },
  },
  { node: 'topic_refinement', values: { refinement_completed: true } },
  { node: 'collate_proposals', values: { topic_queue: [...agenda] } },
  { node: 'agenda_voting', values: {} },
  { node: 'synthesize_agenda', values: { proposed_agenda: [...agenda] } },
];

/** The user approved the agenda, and its first topic is announced: what follows is the first round. */
export const announced = (planted: PlantedDiscussion): Step[] => {
  const { topic, queue = [], time } = planted;
  const agenda = [topic, ...queue];
  return [
    ...proposed(planted, agenda),
    { node: 'agenda_approval', values: { agenda_approved: true, topic_queue: agenda, final_agenda: agenda } },
    {
      node: 'announce_item',
      values: {
        ...{ active_topic: topic, topic_queue: [...queue], current_round: 0, current_phase: 2 },
        ...{ phase_start_time: time, phase_history: transition(1, 2, time) },
      },
    },
  ];
};

/** One round as its two nodes write it. */
function roundOf({ topic, agents, time }: PlantedDiscussion, number: number): Step[] {
  let order = [...agents];
  for (let turn = 1; turn < number; turn += 1) order = rotated(order);
  const messages = order.map((speaker, index) => ({
    ...{ type: 'ai', content: `${speaker} speaks in round ${String(number)}`, id: crypto.randomUUID() },
    additional_kwargs: {
      ...{ speaker_id: speaker, speaker_role: 'participant', timestamp: time, phase: 2 },
      ...{ round: number, topic, turn_order: index + 1, relevance_score: 0.9 },
    },
  }));
  const info = {
    ...{ round_id: crypto.randomUUID(), round_number: number, topic, start_time: time, end_time: time },
    ...{ participants: order, message_count: messages.length, summary: null },
  };
  const summary = {
    ...{ round_number: number, topic, summary_text: `Summary of round ${String(number)}`, created_by: 'summarizer' },
    ...{ timestamp: time, token_count: 4, compression_ratio: 0.1 },
  };
  return [
    {
      node: 'discussion_round',
      values: {
        ...{ current_round: number, speaking_order: order, messages, round_history: info },
        ...{ turn_order_history: order, rounds_per_topic: { [topic]: 1 }, user_turn_decision: 'continue' },
      },
    },
    { node: 'round_summarization', values: { current_round: number, round_summaries: summary } },
  ];
}

/** So many rounds were held and summarized; what follows is the check whether to poll. */
export function discussed(planted: PlantedDiscussion, rounds: number): Step[] {
  const held = Array.from({ length: rounds }, (_, index) => roundOf(planted, index + 1));
  const checked = held.flatMap((steps, index) =>
    index < rounds - 1
      ? [
          ...steps,
          { node: 'round_threshold_check' as const, values: { current_round: index + 1 } },
          ...undecided(planted, index + 1),
        ]
      : steps,
  );
  return [...announced(planted), ...checked];
}

/** From the third round on a poll follows each round; here it fails, so that the discussion goes on. */
function undecided({ topic, agents, time, checkpointInterval = 3 }: PlantedDiscussion, round: number): Step[] {
  if (round < 3) return [];
  const poll = pollOf(topic, round, agents, 0, time);
  const stop = round % checkpointInterval === 0;
  return [
    { node: 'end_topic_poll', values: { ...poll } },
    stop
      ? { node: 'periodic_user_stop', values: { user_periodic_decision: 'continue' } }
      : { node: 'vote_evaluation', values: {} },
  ];
}

/** What a poll writes in which the first so many agents say yes. */
export function pollOf(
  topic: string,
  round: number,
  agents: readonly string[],
  yes: number,
  time: string,
): Partial<StateValues> & { vote_history: never } {
  const votes = agents.map((agent, index) => ({
    ...{
      agent_id: agent,
      vote: index < yes ? ('yes' as const) : ('no' as const),
      justification: 'planted',
      timestamp: time,
    },
  }));
  const passed = yes >= Math.floor(agents.length / 2) + 1;
  const minority = votes.filter(({ vote }) => (vote === 'yes') !== passed).map(({ agent_id }) => agent_id);
  const counted = { yes_votes: yes, total_votes: agents.length };
  return {
    topic_conclusion_votes: votes,
    conclusion_vote: { topic, round, votes, ...counted, passed, minority_voters: minority, timestamp: time },
    // One entry, as a node writes it: the reducer appends it.
    vote_history: {
      vote_type: 'topic_conclusion',
      topic,
      round,
      result: passed ? 'passed' : 'failed',
      ...counted,
    } as never,
  };
}

/** The poll on the topic has been held after so many rounds, and so many agents said yes. */
export const polled = (planted: PlantedDiscussion, rounds: number, yes: number): Step[] => [
  ...discussed(planted, rounds),
  { node: 'round_threshold_check', values: { current_round: rounds } },
  { node: 'end_topic_poll', values: { ...pollOf(planted.topic, rounds, planted.agents, yes, planted.time) } },
];

/** The topic is concluded, its report written and saved: what follows is the poll on the session. */
export const concluded = (planted: PlantedDiscussion, before: readonly string[] = []): Step[] => {
  const { topic, queue = [], time } = planted;
  const report = `# ${topic}\n\nPlanted by a test.`;
  const done = [...before, topic];
  return [
    ...polled(planted, 3, planted.agents.length),
    { node: 'vote_evaluation', values: {} },
    { node: 'user_topic_conclusion_confirmation', values: { user_topic_conclusion_decision: 'confirm' } },
    { node: 'final_considerations', values: { consensus_proposals: { [`${topic}_final_considerations`]: [] } } },
    {
      node: 'topic_report_generation',
      values: {
        ...{ current_phase: 3, phase_start_time: time, phase_history: transition(2, 3, time) },
        topic_summaries: Object.fromEntries(done.map((name) => [name, report])),
      },
    },
    { node: 'topic_summary_generation', values: { topic_summaries: { [`${topic}_conclusion`]: 'It was planted.' } } },
    ...done.map((name) => ({
      node: 'file_output' as const,
      values: { completed_topics: name, topic_queue: [...queue], active_topic: null },
    })),
  ];
};

/** The agents have voted on the session: what follows is the user's approval, or the final report when they would end it. */
export const repolled = (planted: PlantedDiscussion, before: readonly string[] = [], ends = false): Step[] => [
  ...concluded(planted, before),
  {
    node: 'agent_poll',
    values: {
      ...{ agents_vote_end_session: ends, current_phase: 4, phase_start_time: planted.time },
      phase_history: transition(3, 4, planted.time),
    },
  },
];
