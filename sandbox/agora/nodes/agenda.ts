import { randomBytes } from 'node:crypto';
import { reasonOf } from '../errors.ts';
import type { Work } from '../node.ts';
import { enter } from '../phases.ts';
import { cleanQueue, jsonList, listedTopics, topicsOf } from '../rules/lists.ts';
import type { State } from '../state/channels.ts';
import type { Proposal, Vote } from '../state/shapes.ts';
import { now } from '../state/shapes.ts';
import { ask, insist } from '../voices/ask.ts';
import { agentPrompt, moderatorPrompt, participants, roleVoice } from '../voices/cast.ts';

const noProposal = 'Failed to provide proposals';

/** Each agent in turn: three to five topics. An empty reply adds nothing. */
export const agendaProposal: Work = async (state, config) => {
  const proposals: Proposal[] = [];
  for (const voice of participants(state)) {
    const prompt = agentPrompt(state, voice, {
      task: 'agenda-proposal',
      instruction: 'Propose 3 to 5 topics to discuss, as a numbered list.',
    });
    const answer = await attempt(() => insistUnlessEmpty(() => ask(voice, prompt, config)));
    if ('failure' in answer) proposals.push({ agent_id: voice.id, proposals: noProposal, error: answer.failure });
    else if (answer.text !== '') proposals.push({ agent_id: voice.id, proposals: answer.text });
  }
  return { proposed_topics: proposals, ...begins(state) };
};

/** A rejected agenda is proposed anew: a phase of its own in the history. */
const begins = (state: State): ReturnType<typeof enter> =>
  state.agenda_rejected
    ? enter({ ...state, current_phase: 1 }, 1, 'agenda rejected', 'user', true)
    : enter(state, 1, 'agenda proposals begin');

/** Each agent sees all proposals and refines its own; what fails stays as it was. */
export const topicRefinement: Work = async (state, config) => {
  const before = state.proposed_topics ?? [];
  const agenda = state.user_requested_modification ? cleanQueue(state.topic_queue) : [];
  const refined: Proposal[] = [];
  for (const own of before) {
    const voice = participants(state).find(({ id }) => id === own.agent_id);
    const task = {
      ...{
        task: 'agenda-refinement',
        instruction: 'Refine your proposal in view of all others; keep to the agenda if there is one.',
      },
      ...{ own: own.proposals, proposals: before, agenda },
    };
    const answer =
      voice && (await attempt(() => insistUnlessEmpty(() => ask(voice, agentPrompt(state, voice, task), config))));
    refined.push(
      answer && 'text' in answer && answer.text !== '' ? { agent_id: own.agent_id, proposals: answer.text } : own,
    );
  }
  return {
    ...{ proposed_topics: refined, initial_proposals: before, refinement_completed: true },
    ...enter(state, 1, 'the agenda is talked over again'),
  };
};

/** The moderator makes one list of all proposals; without it their lines are taken. */
export const collateProposals: Work = async (state, config) => {
  const proposals = (state.proposed_topics ?? []).filter(({ error }) => error === undefined);
  const prompt = moderatorPrompt(
    state,
    { task: 'agenda-collation', instruction: 'List every distinct topic of the proposals, numbered.', proposals },
    false,
  );
  const answer = await attempt(() => insist(roleVoice('moderator', config), prompt, config));
  const topics = 'text' in answer ? listedTopics(answer.text) : topicsOf(proposals.map((one) => one.proposals));
  return { topic_queue: topics, current_phase: 1 };
};

/** Which topics each agent prefers, in its own words. */
export const agendaVoting: Work = async (state, config) => {
  const votes: Vote[] = [];
  const topics = cleanQueue(state.topic_queue);
  for (const voice of participants(state)) {
    const task = {
      task: 'agenda-vote',
      instruction: 'Say in which order you would discuss the topics, and why.',
      topics,
    };
    const answer = await attempt(() => insist(voice, agentPrompt(state, voice, task), config));
    const failed = 'failure' in answer;
    votes.push({
      ...{ id: `vote_${randomBytes(4).toString('hex')}`, voter_id: voice.id, phase: 1, vote_type: 'topic_selection' },
      ...{ choice: failed ? 'No preference' : answer.text, timestamp: now() },
      ...(failed && { metadata: { error: answer.failure } }),
    });
  }
  return { votes };
};

/** The moderator turns the votes into an agenda; without it the first five collated topics are one. */
export const synthesizeAgenda: Work = async (state, config) => {
  const topics = cleanQueue(state.topic_queue);
  const task = {
    ...{
      task: 'agenda-synthesis',
      instruction: 'Rank the topics by the votes, break ties: {"proposed_agenda": [...]}',
      topics,
    },
    votes: state.votes.slice(-participants(state).length).map(({ voter_id: voter, choice }) => ({ voter, choice })),
  };
  const answer = await attempt(() => insist(roleVoice('moderator', config), moderatorPrompt(state, task), config));
  const ranked = 'text' in answer ? jsonList(answer.text, 'proposed_agenda') : undefined;
  const agenda = ranked ?? topics.slice(0, 5);
  return { agenda: { topics: agenda, current_topic_index: 0, completed_topics: [] }, proposed_agenda: agenda };
};

type Attempt = { text: string } | { failure: string };

/** What an agent says, or why it said nothing: one agent's failure never stops a session. */
export async function attempt(work: () => Promise<string>): Promise<Attempt> {
  try {
    return { text: await work() };
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') throw error;
    return { failure: reasonOf(error) };
  }
}

/** An empty answer is one; none after all attempts is a failure. */
async function insistUnlessEmpty(work: () => Promise<string | null | undefined>): Promise<string> {
  const answer = await work();
  if (answer === undefined) throw new Error('no answer after retries');
  return answer?.trim() ?? '';
}
