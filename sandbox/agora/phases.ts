import type { State, Update } from './state/channels.ts';
import { now } from './state/shapes.ts';

type Trigger = 'system' | 'moderator' | 'consensus' | 'user';

export const transition = (from: number, to: number, reason: string, by: Trigger): Record<string, unknown> => ({
  ...{ from_phase: from, to_phase: to, timestamp: now(), reason, triggered_by: by },
});

/** What a node writes that begins a phase: nothing but its number where that is the present one already, unless it begins `again`. */
export function enter(state: State, phase: number, reason: string, by: Trigger = 'system', again = false): Update {
  const from = state.current_phase ?? 0;
  if (from === phase && !again) return { current_phase: phase };
  return { ...begin(phase), phase_history: transition(from, phase, reason, by) };
}

/** The same without a note of it. */
export const begin = (phase: number): Update => ({ current_phase: phase, phase_start_time: now() });
