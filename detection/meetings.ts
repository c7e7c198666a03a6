import type { Mutant } from './mutants/mutant.ts';
import type { Recording } from './recording/activity.ts';

/** A mutant and the tests that can meet it, with how well each suits. */
export interface Meetings {
  readonly mutant: Mutant;
  readonly tests: ReadonlyMap<string, number>;
  /** The one of them that is to meet it before the others. */
  readonly first?: string | undefined;
}

/** The tests that can meet a mutant, by what each one touched without it. */
export async function meetingsOf(mutant: Mutant, recorded: ReadonlyMap<string, Recording>): Promise<Meetings> {
  const tests = new Map<string, number>();
  for (const [test, recording] of recorded) {
    const suits = mutant.suits(recording);
    if (suits > 0 && (await mutant.wouldChange?.(recording)) !== false) tests.set(test, suits);
  }
  return { mutant, tests };
}
