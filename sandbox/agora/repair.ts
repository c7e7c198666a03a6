import { randomBytes } from 'node:crypto';
import type { RunnableConfig } from '@langchain/core/runnables';
import { stamp } from './rules/names.ts';
import { configHash, readSession } from './session.ts';
import type { State, Update } from './state/channels.ts';
import { isFields } from './state/reducers.ts';
import { now } from './state/shapes.ts';

export const newSessionId = (): string => `${stamp(new Date())}_${randomBytes(4).toString('hex')}`;

export const interfaceState = (): Record<string, unknown> => ({
  ...{ console_initialized: false, theme_applied: false, accessibility_enabled: false, dashboard_active: false },
  ...{ current_display_mode: 'full', progress_operations: {}, last_ui_update: null },
});

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isCount = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0;

/** Fields that a session cannot do without: whether one is sound, and what takes its place. */
const required: Record<
  string,
  { sound: (value: unknown) => boolean; instead: (state: State, config: RunnableConfig) => unknown }
> = {
  session_id: { sound: isText, instead: newSessionId },
  start_time: { sound: isText, instead: now },
  phase_start_time: { sound: isText, instead: now },
  config_hash: { sound: isText, instead: (_, config) => configHash(readSession(config)) },
  ui_state: {
    sound: (value) => isFields(value) && typeof value['console_initialized'] === 'boolean',
    instead: ({ ui_state: state }) => ({ ...interfaceState(), ...(isFields(state) ? state : {}) }),
  },
  current_phase: { sound: (value) => isCount(value) && Number(value) <= 5, instead: lastPhase },
  current_round: { sound: isCount, instead: () => 0 },
  moderator_id: { sound: isText, instead: () => 'moderator' },
};

/** The phase that the history ends with. */
function lastPhase({ phase_history: history }: State): number {
  const to = history.at(-1)?.['to_phase'];
  return typeof to === 'number' && to >= 0 && to <= 5 ? to : 0;
}

/** What a session that has begun must write to be whole again; empty for a sound one. */
export function repairs(state: State, config: RunnableConfig): Update {
  // Before its first node a session has none of them.
  if (state.phase_history.length === 0 && state.session_id === undefined) return {};
  const spoilt = Object.entries(required).filter(([name, { sound }]) => !sound(state[name as keyof State]));
  return Object.fromEntries(spoilt.map(([name, { instead }]) => [name, instead(state, config)]));
}
