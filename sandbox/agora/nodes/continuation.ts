import type { RunnableConfig } from '@langchain/core/runnables';
import type { Work } from '../node.ts';
import { enter } from '../phases.ts';
import { noted, type Questions } from '../questions.ts';
import { cleanQueue, jsonList } from '../rules/lists.ts';
import { saysEnd } from '../rules/voting.ts';
import type { State, Update } from '../state/channels.ts';
import { now } from '../state/shapes.ts';
import { insist } from '../voices/ask.ts';
import { agentPrompt, moderatorPrompt, participants, roleVoice } from '../voices/cast.ts';
import { attempt } from './agenda.ts';

/** Whether the session should end: more agents for it than against it. */
export const agentPoll: Work = async (state, config) => {
  const remaining = cleanQueue(state.topic_queue);
  const [counts, task] = [
    { end: 0, stay: 0 },
    {
      ...{ task: 'session-poll', instruction: 'Should the session end? Begin with End or Continue, and say why.' },
      ...{ remaining, completed: state.completed_topics },
    },
  ];
  for (const voice of participants(state)) {
    const answer = await attempt(() => insist(voice, agentPrompt(state, voice, task), config));
    if ('failure' in answer) continue;
    counts[saysEnd(answer.text) ? 'end' : 'stay'] += 1;
  }
  return {
    agents_vote_end_session: counts.end > counts.stay,
    warnings: `Session poll: ${String(counts.end)} to end, ${String(counts.stay)} to continue`,
    ...enter(state, 4, 'the session is polled'),
  };
};

const decisions: Record<string, Update> = {
  continue: decided(true, false, false, false),
  end_session: decided(false, true, false, false),
  generate_final_report: decided(false, true, true, false),
  modify_agenda: decided(true, false, false, true),
};

function decided(goesOn: boolean, end: boolean, report: boolean, modification: boolean): Update {
  return {
    ...{ user_approves_continuation: goesOn, user_requests_end: end },
    ...{ user_requests_final_report: report, user_requested_modification: modification },
  };
}

/** Whether and how the session goes on (contract 2.5). */
export const userApproval: Work = (state, _, questions) => {
  const remaining = cleanQueue(state.topic_queue);
  const completed = state.completed_topics.at(-1) ?? state.active_topic ?? '';
  const { action } = questions.put(
    {
      ...{ type: 'topic_continuation', completed_topic: completed, remaining_topics: remaining },
      agent_recommendation: state.agents_vote_end_session ? 'end_session' : 'continue',
      message: `"${completed}" is done. Topics that remain: ${String(remaining.length)}.`,
      options: ['continue', 'end_session', 'generate_final_report', 'modify_agenda'],
    },
    remaining.length > 0 ? 'continue' : 'end_session',
  );
  return {
    ...decisions[action],
    ...{ topic_queue: remaining, active_topic: null },
    ...(completed === '' || state.completed_topics.includes(completed) ? {} : { completed_topics: completed }),
    ...noted('topic_continuation', action, { completed_topic: completed }),
    ...enter(state, 4, 'the user decides on the session', 'user'),
  };
};

const fewest = 2;
const most = 10;

/** The user's list, where the user has asked for it; else what the agents suggest and the moderator makes of it. */
export const agendaModification: Work = async (state, config, questions) => {
  const original = cleanQueue(state.topic_queue);
  const change = state.user_requested_modification
    ? editedByUser(original, questions)
    : await editedByAgents(state, original, config);
  return {
    topic_queue: change.revised,
    agenda_modifications: { original, ...change, timestamp: now() },
    ...enter(state, 4, 'the agenda is modified'),
  };
};

interface Change {
  type: 'user_modification' | 'agent_modification';
  revised: string[];
  suggestions?: string[];
}

/** A list of two to ten topics; anything else leaves the agenda as it is. */
function editedByUser(original: string[], questions: Questions): Change {
  const { action, fields } = questions.put({
    ...{ type: 'agenda_modification', current_agenda: original, options: ['edit', 'cancel'] },
    message: `Give the topics that are to be discussed, ${String(fewest)} to ${String(most)}.`,
  });
  const given = cleanQueue(fields['agenda']);
  const usable = action === 'edit' && given.length >= fewest && given.length <= most;
  return { type: 'user_modification', revised: usable ? given : original };
}

async function editedByAgents(state: State, original: string[], config: RunnableConfig): Promise<Change> {
  const suggestions: string[] = [];
  for (const voice of participants(state)) {
    const task = {
      task: 'agenda-suggestion',
      instruction: 'Suggest changes to the remaining agenda.',
      agenda: original,
    };
    const answer = await attempt(() => insist(voice, agentPrompt(state, voice, task), config));
    if ('text' in answer) suggestions.push(answer.text);
  }
  const task = {
    ...{ task: 'agenda-revision', instruction: 'Revise the agenda by the suggestions: {"revised_agenda": [...]}' },
    ...{ agenda: original, suggestions },
  };
  const answer = await attempt(() => insist(roleVoice('moderator', config), moderatorPrompt(state, task), config));
  const revised = 'text' in answer ? jsonList(answer.text, 'revised_agenda') : undefined;
  return { type: 'agent_modification', revised: revised ?? original, suggestions };
}
