import type { RunnableConfig } from '@langchain/core/runnables';
import { isGraphBubbleUp } from '@langchain/langgraph';
import { NodeExecutionError } from './errors.ts';
import { corruption, failNode } from './faults.ts';
import type { Questions } from './questions.ts';
import { repairs } from './repair.ts';
import type { State, Update } from './state/channels.ts';

/** The work of a node: what it writes. */
export type Work = (state: State, config: RunnableConfig, questions: Questions) => Update | Promise<Update>;

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

/**
 * A node as the graph runs it. A state that was spoilt is repaired first, and the repair is written with the node's own work. A pause passes
 * untouched; everything else that is thrown becomes a NodeExecutionError.
 */
export function node(name: string, work: Work): Work {
  return async (state, config, questions) => {
    try {
      failNode(config, name);
      const repaired = repairs(state, config);
      const update = await work({ ...state, ...repaired } as State, config, questions);
      return { ...repaired, ...update, ...withWarning(repaired, update), ...corruption(config) };
    } catch (error) {
      if (isGraphBubbleUp(error) || isAbort(error)) throw error;
      throw new NodeExecutionError(name, error);
    }
  };
}

/** A repair is told in the warnings, where the node has none of its own. */
function withWarning(repaired: Update, update: Update): Update {
  const fields = Object.keys(repaired);
  if (fields.length === 0 || update.warnings !== undefined) return {};
  return { warnings: `state repaired: ${fields.join(', ')}` };
}
