import type { Choice } from './arguments.ts';
import type { Killers } from './killers.ts';
import type { Mutant } from './mutants/mutant.ts';
import { select } from './selection.ts';
import type { Trial, Verdict } from './trials.ts';

/** Mutants that were drawn, and the tests that killed them in the last full run. */
export interface Sample {
  readonly mutants: readonly Mutant[];
  readonly tests: readonly string[];
}

/**
 * A sample of the mutants whose killer is known, so that only these killers need be recorded, not every test; undefined
 * when none was asked for or no killer is known.
 */
export function sampleOf(mutants: readonly Mutant[], choice: Choice, { first, others }: Killers): Sample | undefined {
  if (choice.sample === undefined) return undefined;
  const killers = new Map(Object.entries({ ...others, ...first }));
  const drawn = select(
    mutants.filter(({ id }) => killers.has(id)),
    choice,
  );
  if (drawn.length === 0) return undefined;
  return { mutants: drawn, tests: [...new Set(drawn.flatMap(({ id }) => killers.get(id) ?? []))] };
}

const withVerdict = (trials: readonly Trial[], ...verdicts: Verdict[]): Set<Mutant> =>
  new Set(trials.flatMap(({ mutant, verdict }) => (verdict && verdicts.includes(verdict) ? [mutant] : [])));

/** The mutants of a sample that its tests did not kill. */
export function missedIn({ mutants }: Sample, trials: readonly Trial[]): Mutant[] {
  const killed = withVerdict(trials, 'killed');
  return mutants.filter((mutant) => !killed.has(mutant));
}

/** Mutants of a sample that no test meets any more, although one killed them in the last full run; one sentence each. */
export function lostIn({ mutants }: Sample, trials: readonly Trial[]): string[] {
  const judged = withVerdict(trials, 'killed', 'survived', 'timed out');
  return mutants
    .filter((mutant) => !judged.has(mutant))
    .map(
      ({ id }) =>
        `${id} was killed in the last full run and is met by no test now: give its test back, or renew detection/killers by a full run`,
    );
}
