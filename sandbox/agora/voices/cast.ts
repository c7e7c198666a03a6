import type { RunnableConfig } from '@langchain/core/runnables';
import { readSession, type RoleName } from '../session.ts';
import type { State } from '../state/channels.ts';
import type { Voice } from './ask.ts';
import type { Prompt } from './model.ts';

export const themeOf = (state: State): string => state.main_topic ?? 'General Discussion';
export const topicOf = (state: State): string => state.active_topic ?? themeOf(state);

/** The discussing agents, in the order of the session's configuration. */
export function participants(state: State): Voice[] {
  return Object.values(state.agents)
    .filter(({ role }) => role === 'participant')
    .map(({ id, provider, model }) => ({ id: String(id), provider: String(provider), model: String(model) }));
}

/** The moderator, the summarizer or the report writer: its own id is what faults are addressed by. */
export const roleVoice = (name: RoleName, config: RunnableConfig): Voice => ({
  id: name,
  ...readSession(config).roles[name],
});

type Task = Record<string, unknown> & { task: string };
type Memory = Prompt['memory'];

/** Who speaks and about what stands at the beginning of every prompt: `You are <id>, … of the discussion on "<theme>".` */
const introduce = (id: string, role: string, theme: string): string =>
  `You are ${id}, ${role} of the discussion on "${theme}".`;

/** A participant's prompt: it argues for a view of its own. */
export const agentPrompt = (state: State, { id }: Voice, task: Task, memory: Memory = []): Prompt => ({
  system: `${introduce(id, 'a participant', themeOf(state))} Argue for a view of your own, and answer what others have said. The task is given as JSON.`,
  ...{ memory, task: { ...task, agent: id, theme: themeOf(state) }, json: false, maxTokens: 800, temperature: 0.7 },
});

/** The moderator takes no side. */
export const moderatorPrompt = (state: State, task: Task, json = true): Prompt => ({
  system: `${introduce('moderator', 'the moderator', themeOf(state))} Take no side.${json ? ' Answer with one JSON object.' : ' The task is given as JSON.'}`,
  ...{ memory: [], task: { ...task, theme: themeOf(state) }, json, maxTokens: 1000, temperature: 0.2 },
});

export const summarizerPrompt = (state: State, task: Task): Prompt => ({
  system: `${introduce('summarizer', 'the summarizer', themeOf(state))} Keep to what was said. The task is given as JSON.`,
  ...{ memory: [], task: { ...task, theme: themeOf(state) }, json: false, maxTokens: 500, temperature: 0.3 },
});

export const writerPrompt = (state: State, task: Task, json: boolean): Prompt => ({
  system: `${introduce('report_writer', 'the report writer', themeOf(state))} ${json ? 'Answer with one JSON object.' : 'The task is given as JSON.'}`,
  ...{ memory: [], task: { ...task, theme: themeOf(state) }, json, maxTokens: 2000, temperature: 0.6 },
});
