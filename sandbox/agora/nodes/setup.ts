import { enter, transition } from '../phases.ts';
import { interfaceState, newSessionId } from '../repair.ts';
import type { Questions } from '../questions.ts';
import { cleanQueue } from '../rules/lists.ts';
import { shuffled } from '../rules/order.ts';
import { configHash, participantsOf, readInterval, readSession, type Session } from '../session.ts';
import type { Fields } from '../state/reducers.ts';
import { now } from '../state/shapes.ts';
import type { State, Update } from '../state/channels.ts';
import type { Work } from '../node.ts';
import { participants } from '../voices/cast.ts';

/** Initial state of a session (contract 4.1) without the fields that are left to their reducers. */
const initial = (session: Session): Update => ({
  ...{ session_id: newSessionId(), start_time: now(), phase_start_time: now(), config_hash: configHash(session) },
  ...{ ui_state: interfaceState(), current_round: 0, checkpoint_interval: session.checkpointInterval },
  ...{ user_defines_topics: false, user_defined_agenda: false, active_topic: null, proposed_topics: [] },
  ...{ moderator_id: 'moderator', current_speaker_id: 'moderator', speaking_order: [], next_speaker_index: 0 },
  ...{
    last_message_id: '0',
    active_vote: null,
    consensus_proposals: {},
    consensus_reached: {},
    consensus_summaries: {},
  },
  ...{
    final_report: null,
    vote_participation_rate: {},
    active_tool_calls: {},
    tool_metrics: {},
    tools_enabled_agents: [],
  },
  ...{ periodic_stop_counter: 0, last_error: null, error_count: 0 },
  ...{ user_forced_conclusion: false, agents_vote_end_session: false, user_requested_modification: false },
  user_approves_continuation: true,
});

const approval = {
  awaiting_approval: false,
  approval_type: null,
  prompt_message: null,
  options: null,
  approval_history: [],
};
const flowControl = {
  ...{ max_rounds_per_topic: 10, auto_conclude_threshold: 3, context_window_limit: 8000 },
  ...{ cycle_detection_enabled: true, max_iterations_per_phase: 5 },
};

/** What is not there yet: a reducer would add to what is. */
const missing = (wanted: object, present: object): Fields =>
  Object.fromEntries(Object.entries(wanted).filter(([name]) => !(name in present)));

/** Fills in what the input of a session leaves out. */
export const configAndKeys: Work = (state, config) => {
  const session = readSession(config);
  if (state.checkpoint_interval != null) readInterval(state.checkpoint_interval);
  const present = Object.fromEntries(Object.entries(state).filter(([, value]) => value !== undefined));
  return {
    ...missing({ ...initial(session), ...(state.user_defines_topics ? {} : { topic_queue: [] }) }, present),
    hitl_state: missing(approval, state.hitl_state),
    flow_control: missing(flowControl, state.flow_control),
    messages_by_phase: { 0: 0, 1: 0, 2: 0, 3: 0, 4: 0 },
    current_phase: 0,
  };
};

/** Agents that the input names are kept. */
export const agentInstantiation: Work = (state, config) => {
  const session = readSession(config);
  const present = participants(state).map(({ id }) => id);
  const made = present.length > 0 ? [] : participantsOf(session);
  return {
    specialized_agents: { moderator: 'moderator', summarizer: 'summarizer', report_writer: 'report_writer' },
    agents: Object.fromEntries(made.map((agent) => [agent.id, agent])),
    speaking_order: shuffled([...present, ...made.map(({ id }) => id)], state.session_id ?? ''),
    current_phase: 0,
  };
};

/** The theme of the input, and the user's topics where the session is to have them. */
export const getTheme: Work = (state, _, questions) => {
  const theme = state.main_topic?.trim() ?? '';
  if (theme === '') {
    return {
      error: 'A session needs main_topic in the input of its run',
      hitl_state: { awaiting_approval: true, approval_type: 'theme_input' },
      phase_history: transition(-1, 0, 'no theme provided', 'system'),
    };
  }
  if (!state.user_defines_topics) return { phase_history: transition(-1, 0, 'theme provided', 'user') };
  const topics = userTopics(state, theme, questions);
  return {
    ...{ final_agenda: topics, topic_queue: topics, agenda_approved: true, user_defined_agenda: true },
    ...enter({ ...state, current_phase: -1 }, 1, 'user topics', 'user'),
  };
};

/** From the input, or asked for; one made from the theme where the list is empty. */
function userTopics({ topic_queue: queue }: State, theme: string, questions: Questions): string[] {
  const topics = cleanQueue(Array.isArray(queue) ? queue : askForTopics(theme, questions));
  return topics.length > 0 ? topics : [`Discussion of ${theme.slice(0, 60)}`];
}

function askForTopics(theme: string, questions: Questions): unknown {
  const { fields } = questions.put({
    ...{ type: 'user_topics', main_topic: theme, message: 'Which topics are to be discussed?', options: ['define'] },
  });
  return fields['agenda'] ?? fields['topics'];
}
