import type { Mutant } from './mutants/mutant.ts';
import type { Touched } from './recording/activity.ts';

/** A mutant and the tests that can meet it, with how well each suits. */
export interface Meetings {
  readonly mutant: Mutant;
  readonly tests: ReadonlyMap<string, number>;
  /** The one of them that is to meet it before the others. */
  readonly first?: string | undefined;
}

/** The tests that can meet a mutant, by what each one touched without it. */
export async function meetingsOf(mutant: Mutant, recorded: ReadonlyMap<string, Touched>): Promise<Meetings> {
  const tests = new Map<string, number>();
  for (const [test, touched] of recorded) {
    const suits = mutant.suits(touched);
    if (suits > 0 && (mutant.changes === undefined || (await mutant.changes(touched)))) tests.set(test, suits);
  }
  return { mutant, tests };
}
