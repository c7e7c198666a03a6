import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Trial } from './trials.ts';

const fileOf = (system: string): string => path.join(import.meta.dirname, 'killers', `${system}.json`);

/** Which test killed each mutant in the last full run of a system, by mutant id. */
export interface Killers {
  /** Where another test had met it in vain: this one is tried before all others. */
  readonly first: Readonly<Record<string, string>>;
  /** Where the best suited test noticed it. A sample needs only the killers of what it draws. */
  readonly others: Readonly<Record<string, string>>;
}

/** As the file holds them: mutants by test, since one test kills many. */
type ByTest = Readonly<Record<string, readonly string[]>>;

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

function byTest(killers: Readonly<Record<string, string>>): ByTest {
  const tests = new Map<string, string[]>();
  for (const [id, test] of Object.entries(killers).sort(byName)) tests.set(test, [...(tests.get(test) ?? []), id]);
  return Object.fromEntries([...tests].sort(byName));
}

const byMutant = (tests: ByTest): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(tests).flatMap(([test, ids]) => ids.map((id) => [id, test])));

/** What the last full run of a system knew. */
export function readKillers(system: string): Killers {
  const file = fileOf(system);
  if (!existsSync(file)) return { first: {}, others: {} };
  const { first, others } = JSON.parse(readFileSync(file, 'utf8')) as Record<keyof Killers, ByTest>;
  return { first: byMutant(first), others: byMutant(others) };
}

/**
 * Of the mutants that were killed; a killer that was tried first and killed is so next time. A run that broke off leaves
 * mutants without a verdict: of these the known killer stays.
 */
export function killersOf(trials: readonly Trial[], known: Killers): Killers {
  const first: Record<string, string> = {};
  const others: Record<string, string> = {};
  for (const { mutant, verdict, outcomes } of trials) {
    if (verdict === undefined) {
      const [last, other] = [known.first[mutant.id], known.others[mutant.id]];
      if (last !== undefined) first[mutant.id] = last;
      if (other !== undefined) others[mutant.id] = other;
      continue;
    }
    const killer = outcomes.at(-1)?.test;
    if (verdict !== 'killed' || killer === undefined) continue;
    const isFirst = outcomes.length > 1 || known.first[mutant.id] === killer;
    (isFirst ? first : others)[mutant.id] = killer;
  }
  return { first, others };
}

/** Keeps them for the next run; the file is committed. */
export function keepKillers(system: string, { first, others }: Killers): void {
  writeFileSync(fileOf(system), `${JSON.stringify({ first: byTest(first), others: byTest(others) }, null, 2)}\n`);
}
