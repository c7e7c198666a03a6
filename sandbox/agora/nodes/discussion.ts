import { randomUUID } from 'node:crypto';
import type { BaseMessage } from '@langchain/core/messages';
import type { RunnableConfig } from '@langchain/core/runnables';
import type { Work } from '../node.ts';
import { enter } from '../phases.ts';
import type { Questions } from '../questions.ts';
import { cleanQueue } from '../rules/lists.ts';
import { rotated, shuffled } from '../rules/order.ts';
import { readSession, type Timing } from '../session.ts';
import type { State, Update } from '../state/channels.ts';
import type { Fields } from '../state/reducers.ts';
import type { RoundInfo } from '../state/shapes.ts';
import { now } from '../state/shapes.ts';
import { participants, topicOf } from '../voices/cast.ts';
import { speak, userMessage, type Round } from './round.ts';

/** Decisions that belong to one topic. */
const undecided: Update = {
  ...{ user_turn_decision: 'continue', user_participation_message: null, user_periodic_decision: null },
  ...{ user_forced_conclusion: false, user_finalize_reason: null, user_topic_conclusion_decision: null },
  ...{ conclusion_vote: null, user_requested_modification: false },
};

/** The next topic of the queue. */
export const announceItem: Work = (state) => {
  const [topic, ...rest] = cleanQueue(state.topic_queue);
  const phase = enter(state, 2, 'the discussion begins', 'moderator');
  if (topic === undefined) {
    const failures = (state.error_count ?? 0) + 1;
    return { ...phase, last_error: 'There is no topic to announce', error_count: failures, topic_queue: [] };
  }
  const queue = rest.filter((other) => other !== topic);
  if (topic === state.active_topic) return { ...phase, active_topic: topic, topic_queue: queue };
  const info = { topic, proposed_by: 'agenda', start_time: now(), end_time: null, message_count: 0, status: 'active' };
  return {
    ...phase,
    ...undecided,
    active_topic: topic,
    topic_queue: queue,
    current_round: 0,
    topics_info: { [topic]: info },
  };
};

/** Asks the user at the time that the session's configuration says; what comes of it, and the message that the user adds. */
function userTurn(
  state: State,
  round: Round,
  timing: Timing,
  questions: Questions,
): { update: Update; messages: BaseMessage[] } {
  const before = timing === 'start_of_round';
  const summary = state.round_summaries.filter(({ topic }) => topic === round.topic).at(-1);
  const { action, fields } = questions.put({
    ...{ type: 'user_turn_participation', current_round: round.number, current_topic: round.topic },
    previous_summary: round.number > 1 ? (summary?.summary_text ?? null) : null,
    ...(before
      ? {
          timing: 'round_start',
          participation_type: 'proactive_guidance',
          round_phase: 'pre_discussion',
          timing_phase: 'before_agents',
        }
      : {
          timing: 'round_end',
          participation_type: 'reactive_feedback',
          round_phase: 'post_discussion',
          timing_phase: 'after_agents',
        }),
    message: `Round ${String(round.number)} ${before ? 'is about to begin' : 'is over'}: take part, go on, or finalize the topic.`,
    options: ['continue', 'participate', 'finalize'],
  });
  if (action === 'finalize') {
    const reason = `finalized by the user in round ${String(round.number)}`;
    return {
      update: { user_turn_decision: action, user_forced_conclusion: true, user_finalize_reason: reason },
      messages: [],
    };
  }
  const text = textOf(fields);
  if (action !== 'participate' || text === '') {
    return { update: { user_turn_decision: action, user_participation_message: null }, messages: [] };
  }
  const message = userMessage(before ? round.number : round.number + 1, round.topic, text);
  return { update: { user_turn_decision: action, user_participation_message: text }, messages: [message] };
}

function textOf({ message, user_message: legacy }: Fields): string {
  const text = message ?? legacy;
  return typeof text === 'string' ? text.trim() : '';
}

/** Every agent speaks once, and the user where asked (contract 2.2). */
export const discussionRound: Work = async (state, config, questions) => {
  const { timing } = readSession(config);
  const held = state.current_round ?? 0;
  const round: Round = { topic: topicOf(state), number: held + 1, messages: [] };
  const first = timing === 'start_of_round' && held >= 1 ? userTurn(state, round, timing, questions) : undefined;
  if (first?.update.user_turn_decision === 'finalize') return first.update;
  round.messages.push(...(first?.messages ?? []));
  const start = now();
  const order = speakingOrder(state, round);
  await hold(state, round, order, config);
  const last = timing === 'end_of_round' ? userTurn(state, round, timing, questions) : undefined;
  return {
    ...{ user_periodic_decision: null, user_forced_conclusion: false },
    ...{ current_round: round.number, speaking_order: order, turn_order_history: order },
    ...{ rounds_per_topic: { [round.topic]: 1 }, round_history: infoOf(state, round, start) },
    ...first?.update,
    ...last?.update,
    ...counted(state, round.topic, [...round.messages, ...(last?.messages ?? [])]),
  };
};

async function hold(state: State, round: Round, order: readonly string[], config: RunnableConfig): Promise<void> {
  const voices = participants(state);
  for (const [place, id] of order.entries()) {
    const voice = voices.find((one) => one.id === id);
    if (voice) round.messages.push(...(await speak(state, round, voice, place + 1, config)));
  }
}

/** Drawn for each topic, the first of a session by the order that is there; then rotated by one each round. */
function speakingOrder(state: State, round: Round): string[] {
  const ids = participants(state).map(({ id }) => id);
  const order = state.speaking_order ?? [];
  const present = order.length === ids.length && ids.every((id) => order.includes(id));
  if (round.number > 1 && present) return rotated(order);
  if (state.completed_topics.length === 0 && present) return order;
  return shuffled(ids, `${state.session_id ?? ''}/${round.topic}`);
}

/** The user's word at the end of the round before belongs to it as well. */
function infoOf(state: State, { topic, number, messages }: Round, start: string): RoundInfo {
  const before = state.messages.filter(({ additional_kwargs: of }) => of['topic'] === topic && of['round'] === number);
  const speakers = messages
    .map((message) => message.additional_kwargs)
    .filter(({ speaker_role: role }) => role === 'participant')
    .map(({ speaker_id: id }) => String(id));
  return {
    ...{ round_id: randomUUID(), round_number: number, topic, start_time: start, end_time: now() },
    ...{ participants: [...new Set(speakers)], message_count: before.length + messages.length, summary: null },
  };
}

/** Messages, and every count that they change. */
function counted(state: State, topic: string, messages: BaseMessage[]): Update {
  const byAgent: Record<string, number> = {};
  for (const { additional_kwargs: extras } of messages) {
    const id = String(extras['speaker_id']);
    byAgent[id] = (byAgent[id] ?? 0) + 1;
  }
  const spoken = messages
    .map(({ additional_kwargs: extras }) => extras)
    .filter((extras) => extras['speaker_role'] === 'participant');
  const agents = Object.fromEntries(
    spoken.map(({ speaker_id: id }) => [String(id), { message_count: byAgent[String(id)] }]),
  );
  const count = messages.length;
  return {
    ...{
      messages,
      agents,
      total_messages: count,
      messages_by_phase: { 2: count },
      messages_by_topic: { [topic]: count },
    },
    messages_by_agent: byAgent,
    ...(topic in state.topics_info && { topics_info: { [topic]: { message_count: count } } }),
  };
}
