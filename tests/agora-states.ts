import * as planted from '../helpers/agora/planted.ts';
import type { StateValues } from '../helpers/agora/state/values.ts';

export const time = '2026-01-01T10:00:00.000Z';
export const discussion = {
  ...{ sessionId: 'session', theme: 'A theme of its own', agents: ['a_1', 'b_2', 'c_3'], topic: 'Topic', time },
};

const lists = ['phase_history', 'round_history', 'turn_order_history', 'vote_history', 'completed_topics'];

/** The state that planted steps make by the reducers of the contract, as far as the steps use them. */
export function stateAfter(steps: readonly planted.Step[]): StateValues {
  const state: Record<string, unknown> = {};
  for (const { values } of steps) {
    for (const [name, value] of Object.entries(values)) {
      const old = state[name];
      if (lists.includes(name)) state[name] = [...((old as unknown[] | undefined) ?? []), value];
      else if (name === 'round_summaries') state[name] = [...((old as unknown[] | undefined) ?? []), value];
      else if (name === 'messages') state[name] = [...((old as unknown[] | undefined) ?? []), ...(value as unknown[])];
      else if (name === 'rounds_per_topic') {
        const counts = { ...(old as Record<string, number> | undefined) };
        for (const [topic, count] of Object.entries(value as Record<string, number>))
          counts[topic] = (counts[topic] ?? 0) + count;
        state[name] = counts;
      } else state[name] = value;
    }
  }
  return state;
}

/** Three rounds were held and a poll of two yes votes. */
export const polled = (): StateValues => stateAfter(planted.polled(discussion, 3, 2));
