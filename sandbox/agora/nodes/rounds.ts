import type { Work } from '../node.ts';
import { noted } from '../questions.ts';
import { countPoll, saysYes } from '../rules/voting.ts';
import type { Update } from '../state/channels.ts';
import type { PollVote, RoundSummary } from '../state/shapes.ts';
import { now } from '../state/shapes.ts';
import { insist } from '../voices/ask.ts';
import { agentPrompt, participants, roleVoice, summarizerPrompt, topicOf } from '../voices/cast.ts';
import { attempt } from './agenda.ts';

/** One summary of the round's messages. */
export const roundSummarization: Work = async (state, config) => {
  const [topic, round] = [topicOf(state), state.current_round ?? 0];
  const messages = state.messages
    .filter(
      ({ additional_kwargs: of }) =>
        of['topic'] === topic && of['round'] === round && of['speaker_role'] !== 'moderator',
    )
    .map(({ additional_kwargs: of, content }) => ({ speaker: of['speaker_id'], text: content }));
  if (messages.length === 0) return { current_round: round };
  const task = {
    task: 'round-summary',
    instruction: 'Summarize the round in a short paragraph.',
    topic,
    round,
    messages,
  };
  const answer = await attempt(() => insist(roleVoice('summarizer', config), summarizerPrompt(state, task), config));
  if ('failure' in answer) {
    return { current_round: round, last_error: answer.failure, error_count: (state.error_count ?? 0) + 1 };
  }
  const summary: RoundSummary = {
    ...{ round_number: round, topic, summary_text: answer.text, created_by: 'summarizer', timestamp: now() },
    ...{ token_count: answer.text.split(/\s+/).filter(Boolean).length, compression_ratio: 0.1 },
  };
  return { current_round: round, round_summaries: summary };
};

export const roundThresholdCheck: Work = (state) => ({ current_round: state.current_round ?? 0 });

/** Whether the topic has been talked over: every agent is asked, and failing ones are left out. */
export const endTopicPoll: Work = async (state, config) => {
  const [topic, round] = [topicOf(state), state.current_round ?? 0];
  const votes: PollVote[] = [];
  const summaries = state.round_summaries.filter((one) => one.topic === topic).slice(-3);
  for (const voice of participants(state)) {
    const task = {
      ...{ task: 'conclusion-poll', instruction: 'Should the topic be concluded? Begin with Yes or No, and say why.' },
      ...{ topic, round, round_summaries: summaries.map((one) => one.summary_text) },
    };
    const answer = await attempt(() => insist(voice, agentPrompt(state, voice, task), config));
    if ('failure' in answer) continue;
    const vote = saysYes(answer.text) ? 'yes' : 'no';
    votes.push({ agent_id: voice.id, vote, justification: answer.text, timestamp: now() });
  }
  const poll = countPoll(topic, round, votes);
  const entry = {
    ...{ vote_type: 'topic_conclusion', topic, round, result: poll.passed ? 'passed' : 'failed' },
    ...{ yes_votes: poll.yes_votes, total_votes: poll.total_votes },
  };
  return { topic_conclusion_votes: votes, conclusion_vote: poll, vote_history: entry };
};

export const voteEvaluation: Work = (state) => ({
  vote_history: {
    ...{ vote_type: 'vote_evaluation', topic: topicOf(state), round: state.current_round ?? 0, result: 'evaluated' },
    ...{ passed: state.conclusion_vote?.passed ?? false, timestamp: now() },
  },
});

const effects: Record<string, Update> = {
  end_topic: { user_forced_conclusion: true },
  modify: { user_requested_modification: true },
  skip: { user_skip_to_final: true },
};

/** The user's regular chance to step in (contract 2.3). */
export const periodicUserStop: Work = (state, _, questions) => {
  const [topic, round] = [topicOf(state), state.current_round ?? 0];
  const { action } = questions.put({
    ...{ type: 'periodic_stop', current_round: round, current_topic: topic },
    message: `Round ${String(round)} is over: go on, end the topic, modify the agenda or skip to the final report.`,
    options: ['continue', 'end_topic', 'modify', 'skip'],
  });
  const also = {
    last_periodic_stop_round: round,
    periodic_stop_responses: [{ round, topic, decision: action, timestamp: now() }],
  };
  return {
    ...{ user_periodic_decision: action, periodic_stop_counter: (state.periodic_stop_counter ?? 0) + 1 },
    ...effects[action],
    ...noted('periodic_stop', action, { round }, also),
  };
};

/** The user confirms that the topic is over, or has it go on (contract 2.4). */
export const userTopicConclusionConfirmation: Work = (state, _, questions) => {
  const poll = state.conclusion_vote;
  const { action } = questions.put({
    ...{ type: 'topic_conclusion', current_topic: topicOf(state), current_round: state.current_round ?? 0 },
    vote_results: {
      ...{ passed: poll?.passed ?? false, yes_votes: poll?.yes_votes ?? 0, total_votes: poll?.total_votes ?? 0 },
    },
    message: 'Conclude the topic, or go on with it?',
    options: ['confirm', 'continue'],
  });
  return { user_topic_conclusion_decision: action };
};
