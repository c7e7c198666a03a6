import type { Update } from '../../agora/state/channels.ts';
import { writes, type Rule } from './rule.ts';

/** A number of an update that is one too high. */
const more =
  (name: keyof Update) =>
  (update: Update): Update | undefined => {
    const value = update[name];
    return typeof value === 'number' ? { [name]: value + 1 } : undefined;
  };

/** Every count of a record of them, one too high. */
const moreEach =
  (name: keyof Update) =>
  (update: Update): Update | undefined => {
    const counts = update[name];
    if (typeof counts !== 'object' || counts === null) return undefined;
    return { [name]: Object.fromEntries(Object.entries(counts).map(([key, count]) => [key, Number(count) + 1])) };
  };

/** Counters that are off by one, and updates that are lost. */
export const counterRules: readonly Rule[] = [
  writes('discussion_round', 'round-off', 'each round counts as two', more('current_round')),
  writes(
    'discussion_round',
    'rounds-per-topic-off',
    'a round counts twice for its topic',
    moreEach('rounds_per_topic'),
  ),
  writes('announce_item', 'round-kept', 'the first round of a topic is its second', (update) =>
    update.current_round === 0 ? { current_round: 1 } : undefined,
  ),
  writes('periodic_user_stop', 'stops-uncounted', 'a periodic stop is not counted', (update) =>
    update.periodic_stop_counter === undefined
      ? undefined
      : { periodic_stop_counter: update.periodic_stop_counter - 1 },
  ),
  writes(
    'discussion_round',
    'order-not-rotated',
    'the order of speakers is turned round instead of rotated',
    ({ speaking_order: order }) => (Array.isArray(order) ? { speaking_order: [...order].reverse() } : undefined),
  ),
  writes('discussion_round', 'order-unnoted', 'the order of a round is not noted', () => ({ turn_order_history: [] })),
  writes('discussion_round', 'messages-lost', 'messages of a round are lost', () => ({ messages: [] })),
  writes('round_summarization', 'summary-lost', 'the summary of a round is lost', (update) =>
    update.round_summaries === undefined ? undefined : { round_summaries: undefined },
  ),
  writes('end_topic_poll', 'poll-unnoted', 'a poll is not noted in the history of votes', () => ({
    vote_history: undefined,
  })),
  writes('final_considerations', 'phase-unnoted', 'the change to the phase of conclusion is not noted', (update) =>
    update.phase_history === undefined ? undefined : { phase_history: undefined },
  ),
  writes('file_output', 'topic-not-completed', 'a topic that is done is not noted as done', (update) =>
    update.completed_topics === undefined ? undefined : { completed_topics: undefined },
  ),
  writes('multi_file_output', 'session-not-completed', 'a session that is over is not noted as over', () => ({
    session_completed: false,
  })),
  writes('user_approval', 'flags-lost', 'what the user decides on the session is not noted', () => ({
    ...{ user_requests_end: false, user_requests_final_report: false },
  })),
];
