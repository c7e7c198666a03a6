import { decides, type Rule } from './rule.ts';

/** Edges that lead elsewhere. */
export const decisionRules: readonly Rule[] = [
  decides(
    'theme_routing_decision',
    'theme-agents',
    'topics of the user are not taken: agents propose',
    () => 'agent_agenda',
  ),
  decides('should_start_discussion', 'agenda-rejected', 'a rejected agenda is discussed', () => 'discussion'),
  decides('should_start_discussion', 'agenda-approved', 'an approved agenda is proposed again', () => 'agenda_setting'),
  decides('evaluate_user_turn_decision', 'finalize-ignored', 'a finalized topic goes on', () => 'continue_discussion'),
  decides('check_round_threshold', 'poll-early', 'polls begin with round 2', ({ current_round: round = 0 }) =>
    round >= 2 ? 'start_polling' : undefined,
  ),
  decides('check_round_threshold', 'poll-late', 'polls begin with round 4', ({ current_round: round = 0 }) =>
    round < 4 ? 'continue_discussion' : undefined,
  ),
  decides('check_periodic_stop', 'stop-never', 'the user is never asked between rounds', () => 'check_votes'),
  decides('check_periodic_stop', 'stop-always', 'the user is asked after every poll', () => 'periodic_stop'),
  decides(
    'check_periodic_stop',
    'stop-next',
    'the user is asked one round late',
    ({ current_round: round = 0, checkpoint_interval: interval = 3 }) =>
      (round - 1) % interval === 0 ? 'periodic_stop' : 'check_votes',
  ),
  decides('evaluate_conclusion_vote', 'end-topic-ignored', 'a topic that the user ends goes on', (state) =>
    state.user_forced_conclusion ? 'continue_discussion' : undefined,
  ),
  decides('evaluate_conclusion_vote', 'skip-ignored', 'a topic that the user skips goes on', (state) =>
    state.user_periodic_decision === 'skip' ? 'continue_discussion' : undefined,
  ),
  decides('evaluate_conclusion_vote', 'vote-passed-ignored', 'a topic goes on that a vote has concluded', (state) =>
    state.conclusion_vote?.passed ? 'continue_discussion' : undefined,
  ),
  decides(
    'evaluate_conclusion_vote',
    'vote-failed-ignored',
    'a topic is concluded although the vote has failed',
    () => 'conclude_topic',
  ),
  decides(
    'evaluate_user_topic_conclusion_confirmation',
    'override-ignored',
    'a topic is concluded although the user has it go on',
    () => 'confirm_conclusion',
  ),
  decides(
    'evaluate_user_topic_conclusion_confirmation',
    'confirmation-ignored',
    'a topic goes on although its end is confirmed',
    () => 'continue_discussion',
  ),
  decides(
    'check_agent_session_vote',
    'session-vote-ignored',
    'the user is asked although the agents end the session',
    () => 'check_user',
  ),
  decides(
    'check_agent_session_vote',
    'session-vote-assumed',
    'the session ends without a vote for it',
    () => 'end_session',
  ),
  decides('evaluate_user_approval_routing', 'end-ignored', 'a session goes on that the user ends', (state) =>
    state.user_requests_end ? 'has_items' : undefined,
  ),
  decides('evaluate_user_approval_routing', 'modification-ignored', 'the agenda is not modified on request', (state) =>
    state.user_requested_modification ? 'has_items' : undefined,
  ),
  decides(
    'evaluate_user_approval_routing',
    'items-dropped',
    'the remaining topics are not discussed',
    () => 'no_items',
  ),
  decides(
    'should_modify_agenda',
    'modification-not-discussed',
    'a modified agenda is not talked over again',
    () => 'next_topic',
  ),
];
