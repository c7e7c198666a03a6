import type { Exchange } from '../http/exchange.ts';

/** Type of the annotation that tells how many calls of operations that call the model were made for a test. */
export const modelCallsAnnotation = 'model calls';

interface Count {
  calls: number;
  /** How often the model was called at most, as the operation declares it. */
  atMost: number;
}

/** By the operation's name. */
export type ModelCalls = Map<string, Count>;

const counted: ModelCalls = new Map();

const add = (counts: ModelCalls, name: string, calls: number, atMost: number): void => {
  const before = counts.get(name) ?? { calls: 0, atMost: 0 };
  counts.set(name, { calls: before.calls + calls, atMost: before.atMost + atMost });
};

/** Notes a call of this process, worker fixtures' calls included. A request that was refused cost nothing. */
export function countModelCalls({ name, operation, request, status = 500 }: Exchange): void {
  const atMost = request.llmCalls ?? operation.llmCalls ?? 0;
  const refused = status >= 400 && status < 500;
  if (atMost > 0 && !refused) add(counted, name, 1, atMost);
}

/** What was noted since the last time, as `uploadPage 3 (at most 9), createSession 1 (at most 1)`; empty when nothing was. */
export function takeModelCalls(): string {
  const text = describeModelCalls(counted);
  counted.clear();
  return text;
}

/** The most frequent first. */
export const describeModelCalls = (counts: ModelCalls): string =>
  [...counts]
    .sort(([, one], [, other]) => other.calls - one.calls)
    .map(([name, { calls, atMost }]) => `${name} ${String(calls)} (at most ${String(atMost)})`)
    .join(', ');

/** How many calls of the model these were at most. */
export const totalOf = (counts: ModelCalls): number =>
  [...counts.values()].reduce((sum, { atMost }) => sum + atMost, 0);

/** The sum of such descriptions. */
export function sumModelCalls(descriptions: readonly string[]): ModelCalls {
  const sum: ModelCalls = new Map();
  for (const description of descriptions) {
    for (const [, name = '', calls, atMost] of description.matchAll(/([^,]+) (\d+) \(at most (\d+)\)(?:, )?/g)) {
      add(sum, name, Number(calls), Number(atMost));
    }
  }
  return sum;
}
