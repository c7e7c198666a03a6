import { createHash } from 'node:crypto';
import type { RunnableConfig } from '@langchain/core/runnables';
import { ConfigurationError } from './errors.ts';
import { settingsOf } from './faults.ts';
import { isFields } from './state/reducers.ts';
import type { AgentInfo } from './state/shapes.ts';
import { now } from './state/shapes.ts';

export type Timing = 'start_of_round' | 'end_of_round' | 'disabled';
export type RoleName = 'moderator' | 'summarizer' | 'report_writer';

interface ModelChoice {
  provider: string;
  model: string;
}

interface AgentEntry extends ModelChoice {
  count: number;
}

/** How a session is held: `config.configurable` of its runs, or their `context`. */
export interface Session {
  agents: AgentEntry[];
  roles: Record<RoleName, ModelChoice>;
  timing: Timing;
  /** Leaves out the question when all agents agree on the agenda. */
  autoApproves: boolean;
  checkpointInterval: number;
}

const providers = ['Google', 'OpenAI', 'Anthropic', 'Grok'];
const timings: readonly string[] = ['start_of_round', 'end_of_round', 'disabled'] satisfies Timing[];
const usual: AgentEntry[] = [
  { provider: 'OpenAI', model: 'gpt-4o', count: 2 },
  { provider: 'Anthropic', model: 'claude-3-5-sonnet', count: 1 },
];
const usualRole: ModelChoice = { provider: 'Google', model: 'gemini-1.5-pro' };
const mostAgents = 20;

/** Throws a ConfigurationError that names the key. */
export function readSession(config: RunnableConfig): Session {
  const settings = settingsOf(config);
  const { agents, user_participation_timing: timing, preferences, checkpoint_interval: interval } = settings;
  const role = (name: RoleName): ModelChoice => ({ ...usualRole, ...readChoice(settings[name], name) });
  return {
    agents: agents == null ? usual : readAgents(agents),
    roles: { moderator: role('moderator'), summarizer: role('summarizer'), report_writer: role('report_writer') },
    timing: readTiming(timing),
    autoApproves: isFields(preferences) && preferences['auto_approve_agenda_on_consensus'] === true,
    checkpointInterval: readInterval(interval ?? 3),
  };
}

/** A whole number from 1 to 20. */
export function readInterval(value: unknown): number {
  if (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 20) return Number(value);
  throw new ConfigurationError(`checkpoint_interval is ${JSON.stringify(value)}: it is a whole number from 1 to 20`);
}

function readTiming(value: unknown): Timing {
  if (value == null) return 'end_of_round';
  const name = typeof value === 'string' ? value.toLowerCase() : '';
  if (timings.includes(name)) return name as Timing;
  throw new ConfigurationError(
    `user_participation_timing is ${JSON.stringify(value)}: it is one of ${timings.join(', ')}`,
  );
}

function readAgents(value: unknown): AgentEntry[] {
  if (!Array.isArray(value)) throw new ConfigurationError('agents is no list of {provider, model, count}');
  const entries = (value as unknown[]).map((entry) => {
    const { count = 1 } = isFields(entry) ? entry : {};
    if (!Number.isInteger(count) || Number(count) < 1 || Number(count) > 10)
      throw new ConfigurationError(`count of agents is ${JSON.stringify(count)}: it is a whole number from 1 to 10`);
    return { provider: 'OpenAI', model: 'gpt-4o', ...readChoice(entry, 'agents'), count: Number(count) };
  });
  const total = entries.reduce((sum, { count }) => sum + count, 0);
  if (total >= 1 && total <= mostAgents) return entries;
  throw new ConfigurationError(`agents are ${String(total)}: there may be 1 to ${String(mostAgents)}`);
}

function readChoice(value: unknown, key: string): Partial<ModelChoice> {
  if (!isFields(value)) return {};
  const { provider, model } = value;
  const known = providers.find((name) => name.toLowerCase() === String(provider).toLowerCase());
  if (provider != null && known === undefined)
    throw new ConfigurationError(
      `provider of ${key} is ${JSON.stringify(provider)}: it is one of ${providers.join(', ')}`,
    );
  return { ...(known && { provider: known }), ...(typeof model === 'string' && model !== '' && { model }) };
}

/** The discussing agents, `<model>_<n>`: n runs over all of them. */
export function participantsOf({ agents }: Session): AgentInfo[] {
  const all = agents.flatMap(({ count, ...choice }) => Array.from({ length: count }, () => choice));
  return all.map(({ model, provider }, place) => ({
    ...{
      id: `${model}_${String(place + 1)}`,
      model,
      provider,
      role: 'participant',
      message_count: 0,
      created_at: now(),
    },
  }));
}

/** Eight hexadecimal digits that tell one configuration from another. */
export const configHash = ({ agents, roles }: Session): string =>
  createHash('md5')
    .update(JSON.stringify([roles.moderator, agents]))
    .digest('hex')
    .slice(0, 8);
