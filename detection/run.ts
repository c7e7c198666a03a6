import { rmSync } from 'node:fs';
import { newRunId } from '../env/run.ts';
import { ledgerDirectory } from '../helpers/cleanup/ledger.ts';
import { isStandard, type Choice } from './arguments.ts';
import { Engine } from './engine.ts';
import { firstLine } from './failure.ts';
import { openLanes, type Lane } from './lane.ts';
import type { Mutant } from './mutants/mutant.ts';
import { allMutants } from './mutants/all.ts';
import { keepKillers, killersOf, readKillers, type Killers } from './killers.ts';
import { meetingsOf } from './meetings.ts';
import { startPlaywright, type PlaywrightRun } from './playwright.ts';
import { showProgress } from './progress.ts';
import type { Touched } from './recording/activity.ts';
import { keepMap, keptMap } from './recording/map.ts';
import { lostIn, missedIn, sampleOf } from './sample.ts';
import { select, unknownAmong } from './selection.ts';
import { serveEngine } from './server.ts';
import type { DetectableSystem } from './systems/index.ts';
import { Trials, type Trial } from './trials.ts';

/** How often one process runs a test at most: what the tests have noticed by then changes which ones are wanted. */
const mostCopies = 60;
/** So many more than there are mutants for each test: some runs go by without a fault. */
const spareCopies = 3;

const noTest = 'no test can meet any mutant that was asked for';

interface Wanted {
  /** Names of tests; all unless they are given. */
  readonly tests?: readonly string[] | undefined;
  /** How often each of them is run; once unless told otherwise. */
  readonly copies?: number;
  readonly isOver?: () => boolean;
}

/** Runs the suite, to its end or until it is over; resolves to the exit code. */
type RunSuite = (wanted: Wanted) => Promise<number | null>;

interface Attempted {
  readonly mutants: readonly Mutant[];
  readonly tests: readonly string[] | undefined;
  readonly killers: Killers;
}

interface Attempt {
  readonly trials: Trials;
  /** Mutants that no recorded test can meet. */
  readonly unmet: readonly string[];
  /** Whether every test was recorded for it. */
  readonly complete: boolean;
}

export interface Result {
  readonly system: string;
  /** What was asked for and the system does not know; the run is empty when it knows nothing of it. */
  readonly unknown: readonly string[];
  readonly trials: readonly Trial[];
  /** `operation status` that is declared and that no test was answered. */
  readonly unanswered: readonly string[];
  /** Mutants that no recorded test can meet, because the backend never does what they change. */
  readonly unmet: readonly string[];
  readonly problems: readonly string[];
}

/** A run of the engine over one system: its lanes, its processes, and what has to be undone at its end, also when it is interrupted. */
export class DetectionRun {
  private readonly closing: (() => Promise<void> | void)[] = [];
  private playwright: PlaywrightRun | undefined;
  private stopped = false;

  constructor(
    private readonly system: DetectableSystem,
    private readonly choice: Choice,
    private readonly log: (line: string) => void,
  ) {}

  /** Throws an Error when a spec is red without a fault, nothing is known by a name, or the run is interrupted. */
  async detect(): Promise<Result> {
    const { name } = this.system;
    const killers = readKillers(name);
    const lanes = await openLanes(this.system, (lane) => this.closing.push(() => lane.close()));
    const engine = new Engine(lanes);
    this.closing.push(() => engine.close());
    const server = await serveEngine(engine);
    this.closing.push(() => server.close());
    const run: RunSuite = (wanted) => this.run(engine, server.url, lanes, wanted);

    const [lane] = lanes;
    if (!lane) throw new Error('there is no lane');
    // A sample is drawn from all that the last full run killed, whatever that run's seed chose.
    const all = this.triesAll || this.choice.sample !== undefined;
    const known = await allMutants(lane, this.system, { all, seed: this.choice.seed });
    const unknown = unknownAmong(known, this.choice);
    if (unknown.length > 0 && unknown.length === this.choice.only.length + this.choice.operations.length) {
      return { system: name, unknown, trials: [], unanswered: [], unmet: [], problems: [] };
    }
    const sample = sampleOf(
      known.filter(({ waived }) => waived === undefined),
      this.choice,
      killers,
    );
    const attempt = (mutants: readonly Mutant[], tests?: readonly string[]): Promise<Attempt> =>
      this.attempt(engine, run, { mutants, tests, killers });
    const attempts = [
      sample ? await attempt(sample.mutants, sample.tests) : await attempt(known, this.testsThatMeet(known)),
    ];
    const missed = sample && engine.problems.length === 0 ? missedIn(sample, attempts[0]?.trials.all ?? []) : [];
    if (missed.length > 0) {
      this.log(`${String(missed.length)} of them are missed by the tests that killed them last: trying every test`);
      attempts.push(await attempt(missed));
    }
    // Of a mutant that was tried twice the later verdict counts.
    const tried = attempts.flatMap((made) => made.trials.all).map((trial) => [trial.mutant, trial] as const);
    const trials = [...new Map(tried).values()];
    const complete = attempts.findLast((made) => made.complete);
    if (sample && engine.problems.length === 0) engine.problems.push(...lostIn(sample, trials));
    if (isStandard(this.choice)) keepKillers(name, killersOf(trials, killers));
    return {
      ...{ system: name, unknown, trials },
      unanswered: complete ? unansweredIn(engine, this.system) : [],
      unmet: complete?.unmet ?? [],
      problems: [...engine.problems, ...engine.doubts],
    };
  }

  /** Stops what is under way; `close` undoes the rest. */
  stop(): void {
    this.stopped = true;
    this.playwright?.stop();
  }

  /** Ends all that was started, the last first; what cannot be ended is said at the end. */
  async close(): Promise<void> {
    this.stop();
    await this.playwright?.ended;
    const failures: unknown[] = [];
    for (const close of this.closing.splice(0).reverse()) {
      try {
        await close();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new Error(`not all was taken down: ${failures.map(String).join('; ')}`);
  }

  private get triesAll(): boolean {
    return this.choice.all || this.choice.only.length > 0;
  }

  private refuseWhenStopped(): void {
    if (this.stopped) throw new Error('interrupted');
  }

  private async run(
    engine: Engine,
    engineUrl: string,
    lanes: readonly Lane[],
    { tests, copies = 1, isOver = () => false }: Wanted,
  ): Promise<number | null> {
    const runId = newRunId();
    await engine.expectRun(runId);
    this.refuseWhenStopped();
    const variables = lanes.map((lane) => lane.variables);
    const playwright = startPlaywright({ system: this.system.name, engineUrl, runId, lanes: variables, tests, copies });
    this.playwright = playwright;
    const watch = setInterval(() => {
      if (!isOver()) return;
      // Once: a second signal would cut the clean-up of the workers short.
      clearInterval(watch);
      playwright.stop();
    }, 200);
    const code = await playwright.ended;
    clearInterval(watch);
    this.playwright = undefined;
    if (!this.stopped) await engine.judgeLost();
    rmSync(ledgerDirectory(runId), { recursive: true, force: true });
    this.refuseWhenStopped();
    return code;
  }

  /** Records these tests, all unless they are given, and tries the mutants that were asked for and that they can meet. */
  private async attempt(engine: Engine, run: RunSuite, { mutants, tests, killers }: Attempted): Promise<Attempt> {
    await this.record(engine, run, tests);
    const meetings = await Promise.all(mutants.map((mutant) => meetingsOf(mutant, engine.recorded)));
    const met = meetings.filter(({ tests }) => tests.size > 0);
    const chosen = new Set(
      select(
        met.map(({ mutant }) => mutant),
        this.choice,
      ),
    );
    if (chosen.size === 0 && !tests) throw new Error(noTest);
    // A waived mutant would meet every test that suits, each time: only --all and --only try it.
    const isTried = ({ waived }: Mutant): boolean => this.triesAll || waived === undefined;
    const trials = new Trials(
      met
        .filter(({ mutant }) => chosen.has(mutant))
        .map(({ mutant, tests }) => ({
          mutant,
          tests: isTried(mutant) ? tests : new Map<string, number>(),
          first: killers.first[mutant.id],
        })),
    );
    if (chosen.size === 0) return { trials, unmet: [], complete: false };
    this.log(`${String(chosen.size)} mutants; ${String(mutants.length - met.length)} others are met by no test`);
    engine.trials = trials;
    try {
      await this.tryAll(engine, trials, run);
    } catch (error) {
      const reason = error instanceof Error ? firstLine(error.message) : String(error);
      engine.problems.push(`${reason}: ${String(trials.open)} mutants have no verdict`);
    }
    const unmet = meetings.filter(({ tests }) => tests.size === 0).map(({ mutant }) => mutant.id);
    return { trials, unmet, complete: tests === undefined };
  }

  /** For single mutants: the tests that can meet them, by the map of an earlier run of the same files; else all. */
  private testsThatMeet(known: readonly Mutant[]): readonly string[] | undefined {
    const kept = this.choice.only.length > 0 ? keptMap(this.system.name) : undefined;
    const meant = known.filter(({ id }) => this.choice.only.includes(id));
    const suits = (touched: Touched): boolean => meant.some((mutant) => mutant.suits(touched) > 0);
    const tests = kept && [...kept].flatMap(([test, touched]) => (suits(touched) ? [test] : []));
    if (tests?.length === 0) throw new Error(noTest);
    return tests;
  }

  /** Runs these tests, all unless they are given, once without a fault. */
  private async record(engine: Engine, run: RunSuite, tests: readonly string[] | undefined): Promise<void> {
    this.log(`recording what ${tests ? `${String(tests.length)} tests touch` : 'each test touches'}, without a fault`);
    engine.trials = undefined;
    engine.proving = false;
    const code = await run({ tests });
    // Of the killers of a sample none may be there any more.
    if (tests && engine.recorded.size === 0 && engine.problems.length === 0) return;
    if (engine.problems.length > 0) {
      throw new Error(`the suite must be green without a fault: ${engine.problems.map(firstLine).join('; ')}`);
    }
    if (code !== 0 || engine.recorded.size === 0) {
      throw new Error('the suite does not run without a fault: see reports/detection/playwright.log');
    }
    if (!tests) keepMap(this.system.name, engine.recorded);
    this.log(`${String(engine.recorded.size)} tests recorded`);
  }

  private async tryAll(engine: Engine, trials: Trials, run: RunSuite): Promise<void> {
    const endProgress = showProgress(trials, this.log);
    this.closing.push(endProgress);
    while (trials.open > 0 && engine.problems.length === 0) {
      const before = outcomesIn(trials);
      const { wanted } = trials;
      const copies = Math.min(mostCopies, Math.ceil(trials.ready / wanted.length) + spareCopies);
      const isOver = (): boolean => trials.open === 0 || engine.problems.length > 0;
      await run({ tests: wanted, copies, isOver });
      if (outcomesIn(trials) === before) {
        engine.problems.push(
          `${String(trials.open)} mutants are left and no test met one: see reports/detection/playwright.log`,
        );
      }
    }
    endProgress();
    engine.proving = true;
    await run({ tests: engine.proofs(), copies: 2 });
    if (engine.unproved > 0) engine.problems.push('the lanes were not proved sound at the end');
  }
}

const outcomesIn = ({ all }: Trials): number => all.reduce((sum, { outcomes }) => sum + outcomes.length, 0);

/** `operation status` that is declared and that no test was answered. */
function unansweredIn({ recorded }: Engine, { operations: declared }: DetectableSystem): string[] {
  const answered = new Set([...recorded.values()].flatMap(({ operations }) => operations));
  return Object.entries(declared)
    .flatMap(([name, { responses }]) => Object.keys(responses).map((status) => `${name} ${status}`))
    .filter((call) => !answered.has(call));
}
