import type { Meetings } from './meetings.ts';
import { isOnTheWay, type Mutant } from './mutants/mutant.ts';

/** What a test made of a planted fault. */
export interface Outcome {
  readonly test: string;
  /**
   * `red`: an assertion, a schema, a clean-up or the end proof; `blinded`: these too, but none speaks of what the
   * mutant hides; `crashed`: anything else that was thrown.
   */
  readonly result: 'red' | 'blinded' | 'passed' | 'timed out' | 'crashed';
  /** First message of what failed. */
  readonly message: string;
  /** How often the change was made. */
  readonly applied: number;
  readonly duration: number;
}

/** What became of a mutant once every test that suits, or one red test, has met it. */
export type Verdict = 'killed' | 'survived' | 'timed out' | 'unreachable';

/** A mutant, the tests that can meet it, and what they made of it. */
export interface Trial {
  readonly mutant: Mutant;
  readonly outcomes: Outcome[];
  verdict: Verdict | undefined;
}

interface Candidate extends Trial {
  /** Tests still to meet it, with how well each suits. */
  readonly waiting: Map<string, number>;
  /** The test that others leave it to while it waits. */
  readonly first: string | undefined;
  running: boolean;
}

/**
 * How many better suited tests a mutant is left to: while many mutants are left every test has enough to do with those
 * that it suits best, and what ten tests did not notice is for any.
 */
const patienceWith = (ready: number, { outcomes }: Trial): number =>
  outcomes.length >= 10 ? Infinity : ready > 100 ? 1 : 3;

/** Decides which test meets which mutant, each mutant in one lane at a time, until the first red. */
export class Trials {
  readonly all: readonly Trial[];
  private readonly candidates: readonly Candidate[];
  /** Reds and meetings of a test with the mutants of a target: who noticed one fault there notices the next. */
  private readonly experience = new Map<string, { red: number; met: number }>();

  constructor(meetings: readonly Meetings[]) {
    this.candidates = meetings.map(({ mutant, tests, first }) => ({
      mutant,
      waiting: new Map(tests),
      first,
      outcomes: [],
      running: false,
      verdict: tests.size > 0 ? undefined : 'unreachable',
    }));
    this.all = this.candidates;
  }

  /** Mutants without a verdict. */
  get open(): number {
    return this.candidates.filter(({ verdict }) => verdict === undefined).length;
  }

  /** How many mutants may be met now. */
  get ready(): number {
    return this.pool.length;
  }

  /** Tests that would meet a mutant if they were run now. */
  get wanted(): string[] {
    const tests = new Set(this.candidates.filter(isOpen).flatMap(({ waiting }) => [...waiting.keys()]));
    return [...tests].filter((test) => this.bestFor(test) !== undefined);
  }

  /** The mutant that this test is the best one left for; it counts as running until `finish`. */
  choose(test: string): Trial | undefined {
    const best = this.bestFor(test);
    if (best) best.running = true;
    return best;
  }

  /** Gives a chosen mutant back without an outcome. */
  release(trial: Trial): void {
    this.candidateOf(trial).running = false;
  }

  finish(trial: Trial, outcome: Outcome): void {
    const candidate = this.candidateOf(trial);
    candidate.running = false;
    candidate.waiting.delete(outcome.test);
    candidate.outcomes.push(outcome);
    const experience = this.experienceOf(candidate, outcome.test);
    experience.met += 1;
    if (outcome.result === 'red') {
      experience.red += 1;
      candidate.verdict = 'killed';
    } else if (candidate.waiting.size === 0) {
      candidate.verdict = verdictWithoutRed(candidate.outcomes);
    }
  }

  /** Mutants that may be met now. */
  private get pool(): Candidate[] {
    const left = this.candidates.filter((candidate) => isOpen(candidate) && !candidate.running);
    // A fault behind the API may damage what a worker's tests share, which costs the worker: these come last.
    const harmless = left.filter(({ mutant }) => isOnTheWay(mutant));
    return harmless.length > 0 ? harmless : left;
  }

  private bestFor(test: string): Candidate | undefined {
    const { pool } = this;
    let best: { candidate: Candidate; rank: number } | undefined;
    for (const candidate of pool) {
      if (!candidate.waiting.has(test)) continue;
      const patience = patienceWith(pool.length, candidate);
      const rank = this.rank(candidate, test, patience);
      if (rank < patience && rank < (best?.rank ?? Infinity)) best = { candidate, rank };
      if (rank === 0) break;
    }
    return best?.candidate;
  }

  private candidateOf({ mutant }: Trial): Candidate {
    const found = this.candidates.find((candidate) => candidate.mutant === mutant);
    if (!found) throw new Error(`${mutant.id} is not part of this run`);
    return found;
  }

  private experienceOf({ mutant }: Trial, test: string): { red: number; met: number } {
    const key = `${mutant.target} ${test}`;
    const found = this.experience.get(key) ?? { red: 0, met: 0 };
    this.experience.set(key, found);
    return found;
  }

  private rank(candidate: Candidate, test: string, patience: number): number {
    const { first } = candidate;
    if (first !== undefined && candidate.waiting.has(first)) return first === test ? 0 : patience;
    const score = (name: string, suits: number): number => {
      const { red, met } = this.experienceOf(candidate, name);
      return (suits * (red + 1)) / (met + 2);
    };
    const own = score(test, candidate.waiting.get(test) ?? 0);
    let rank = 0;
    for (const [name, suits] of candidate.waiting) if (score(name, suits) > own && ++rank >= patience) break;
    return rank;
  }
}

const isOpen = ({ verdict }: Trial): boolean => verdict === undefined;

function verdictWithoutRed(outcomes: readonly Outcome[]): Verdict {
  if (outcomes.every(({ applied }) => applied === 0)) return 'unreachable';
  return outcomes.some(({ result }) => result === 'timed out') ? 'timed out' : 'survived';
}
