import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Trial } from './trials.ts';

const fileOf = (system: string): string => path.join(import.meta.dirname, 'killers', `${system}.json`);

/**
 * By mutant id, the test that killed it last when another one had met it in vain: it is tried first. Only the order of
 * the trials depends on it.
 */
export type Killers = Readonly<Record<string, string>>;

/** What the last full run of a system knew. */
export function readKillers(system: string): Killers {
  const file = fileOf(system);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Killers) : {};
}

/** Of the mutants that were killed, those whose killer was known before or was not the first to meet them. */
export function killersOf(trials: readonly Trial[], known: Killers): Killers {
  const killers = trials.flatMap(({ mutant: { id }, verdict, outcomes }): [string, string][] => {
    const killer = outcomes.at(-1)?.test;
    if (verdict !== 'killed' || killer === undefined) return [];
    return outcomes.length > 1 || known[id] === killer ? [[id, killer]] : [];
  });
  return Object.fromEntries(killers.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Keeps them for the next run; the file is committed. */
export function keepKillers(system: string, killers: Killers): void {
  writeFileSync(fileOf(system), `${JSON.stringify(killers, null, 2)}\n`);
}
