import { rmSync } from 'node:fs';
import { newRunId } from '../env/run.ts';
import { ledgerDirectory } from '../helpers/cleanup/ledger.ts';
import { isStandard, type Choice } from './arguments.ts';
import { Engine } from './engine.ts';
import { firstLine } from './failure.ts';
import { History } from './http/proxy.ts';
import { openLane, type Lane } from './lane.ts';
import type { Mutant } from './mutants/mutant.ts';
import { allMutants } from './mutants/all.ts';
import { keepKillers, killersOf, readKillers } from './killers.ts';
import { meetingsOf } from './meetings.ts';
import { startPlaywright, type PlaywrightRun } from './playwright.ts';
import { showProgress } from './progress.ts';
import type { Touched } from './recording/activity.ts';
import { keepMap, keptMap } from './recording/map.ts';
import { select, unknownAmong } from './selection.ts';
import { serveEngine } from './server.ts';
import type { DetectableSystem } from './systems/index.ts';
import { Trials, type Trial } from './trials.ts';

/** One lane for each core that the run is meant for. */
const lanePorts = ['48', '49'];
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
    const lanes = await this.openLanes();
    const engine = new Engine(lanes);
    this.closing.push(() => engine.close());
    const server = await serveEngine(engine);
    this.closing.push(() => server.close());
    const run: RunSuite = (wanted) => this.run(engine, server.url, lanes, wanted);

    const [lane] = lanes;
    if (!lane) throw new Error('there is no lane');
    const options = { all: this.choice.all || this.choice.only.length > 0, seed: this.choice.seed };
    const known = await allMutants(lane, this.system, options);
    const unknown = unknownAmong(known, this.choice);
    if (unknown.length > 0 && unknown.length === this.choice.only.length + this.choice.operations.length) {
      return { system: name, unknown, trials: [], unanswered: [], unmet: [], problems: [] };
    }
    await this.record(engine, run, known);
    const meetings = await Promise.all(known.map((mutant) => meetingsOf(mutant, engine.recorded)));
    const met = meetings.filter(({ tests }) => tests.size > 0);
    const mutants = met.map(({ mutant }) => mutant);
    const chosen = new Set(select(mutants, this.choice));
    if (chosen.size === 0) throw new Error(noTest);
    // A waived mutant would meet every test that suits, each time: only --all and --only try it.
    const isTried = ({ waived }: Mutant): boolean => options.all || waived === undefined;
    const trials = new Trials(
      met
        .filter(({ mutant }) => chosen.has(mutant))
        .map(({ mutant, tests }) => ({
          mutant,
          tests: isTried(mutant) ? tests : new Map<string, number>(),
          first: killers[mutant.id],
        })),
    );
    this.log(`${String(chosen.size)} mutants; ${String(known.length - met.length)} others are met by no test`);
    engine.trials = trials;
    try {
      await this.tryAll(engine, trials, run);
    } catch (error) {
      if (!this.stopped) throw error;
      engine.problems.push(`interrupted: ${String(trials.open)} mutants have no verdict`);
    }
    if (isStandard(this.choice) && engine.problems.length === 0) keepKillers(name, killersOf(trials.all, killers));
    const unmet = meetings.filter(({ tests }) => tests.size === 0).map(({ mutant }) => mutant.id);
    return {
      ...{ system: name, unknown },
      trials: trials.all,
      unanswered: unansweredIn(engine, this.system),
      unmet,
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

  private refuseWhenStopped(): void {
    if (this.stopped) throw new Error('interrupted');
  }

  private async openLanes(): Promise<Lane[]> {
    // One for all: an answer of the other lane is an earlier one too.
    const history = new History();
    const opened = await Promise.allSettled(
      lanePorts.map(async (ports) => {
        const lane = await openLane(ports, this.system, history);
        this.closing.push(() => lane.close());
        return lane;
      }),
    );
    return opened.map((lane) => {
      if (lane.status === 'rejected') throw lane.reason;
      return lane.value;
    });
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

  /**
   * Runs every test once without a fault. For single mutants the map of an earlier run of the same files does, and only
   * the tests that can meet them are run.
   */
  private async record(engine: Engine, run: RunSuite, known: readonly Mutant[]): Promise<void> {
    const kept = this.choice.only.length > 0 ? keptMap(this.system.name) : undefined;
    const meant = known.filter(({ id }) => this.choice.only.includes(id));
    const suits = (touched: Touched): boolean => meant.some((mutant) => mutant.suits(touched) > 0);
    const tests = kept && [...kept].flatMap(([test, touched]) => (suits(touched) ? [test] : []));
    if (tests?.length === 0) throw new Error(noTest);
    this.log(`recording what ${tests ? `${String(tests.length)} tests touch` : 'each test touches'}, without a fault`);
    const code = await run({ tests });
    if (engine.problems.length > 0) {
      throw new Error(`the suite must be green without a fault: ${engine.problems.map(firstLine).join('; ')}`);
    }
    if (code !== 0 || engine.recorded.size === 0) {
      throw new Error('the suite does not run without a fault: see reports/detection/playwright.log');
    }
    if (!kept) keepMap(this.system.name, engine.recorded);
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
