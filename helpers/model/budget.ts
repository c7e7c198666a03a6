import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sharedTurns } from '../../env/shards.ts';
import { turnsOf } from '../turns.ts';

const fileOf = (): string => path.join(turnsOf(sharedTurns()), 'model-calls');

/** Model calls that a run has paid for, or is about to, with all its workers and the shards on this machine. */
export function usedCalls(file = fileOf()): number {
  if (!existsSync(file)) return 0;
  return readFileSync(file, 'utf8')
    .split('\n')
    .reduce((sum, line) => sum + Number(line), 0);
}

function note(calls: number, file: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  // One write for each line, so that several processes can do so at once.
  appendFileSync(file, `${String(calls)}\n`);
}

/**
 * Takes so many calls out of a budget; undefined when there are not so many left. The function returned gives back what was not paid.
 */
export function reserveCalls(calls: number, budget: number, file = fileOf()): (() => void) | undefined {
  if (calls === 0 || budget === Infinity) return () => undefined;
  // Noted first and counted then: of two at once both may be refused, and neither is paid beyond the budget.
  note(calls, file);
  const giveBack = (): void => {
    note(-calls, file);
  };
  if (usedCalls(file) <= budget) return giveBack;
  giveBack();
  return undefined;
}
