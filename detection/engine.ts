import type { Lane } from './lane.ts';
import { LaneSession } from './lane-session.ts';
import { firstLine, isCleanUp, isLate, isRed } from './failure.ts';
import { isOnTheWay } from './mutants/mutant.ts';
import type { Activity, Recording, Touched } from './recording/activity.ts';
import type { Outcome, Trial, Trials } from './trials.ts';

export interface TestInLane {
  /** File and titles, with ` › ` between. */
  readonly test: string;
  readonly lane: number;
  readonly worker: number;
}

export interface EndedTest extends TestInLane {
  readonly status: string;
  readonly errors: readonly string[];
}

/** What a test is there for in its lane. */
type Purpose =
  | { readonly kind: 'record' }
  /** Without a fault: lets a worker fixture create what tests share, or shows that the lane is still sound. */
  | { readonly kind: 'sound' }
  | {
      readonly kind: 'trial';
      readonly trial: Trial;
      readonly takeOut: () => Promise<Activity>;
      readonly restore: () => Promise<void>;
    };

interface Current extends TestInLane {
  readonly since: number;
  readonly purpose: Purpose;
  readonly held: ReadonlySet<string>;
}

interface LaneState {
  readonly lane: Lane;
  session: LaneSession;
  current?: Current | undefined;
  /** Trials since a test was last seen green without a fault. */
  unproved: number;
  /** The worker in which a test failed last. */
  failedIn?: number;
  /** The worker in which a worker fixture created last what its tests share. */
  sharedIn?: number;
}

/** After so many trials a test runs without a fault: what a fault broke for good must not be taken for kills. */
const trialsBetweenProofs = 25;

/** So often a test that creates what others share runs without a fault before it meets one all the same. */
const mostSpared = 2;

/**
 * Answers the tests of a detection run: what each one meets, and what its end means. Each lane has one worker, so its
 * tests come one after the other.
 */
export class Engine {
  /** What each test touched without a fault. */
  readonly recorded = new Map<string, Recording>();
  /** Tests whose worker fixtures create what others share. */
  readonly sharing = new Set<string>();
  /** How often each of these has run without a fault for that reason since it last met one. */
  private readonly spared = new Map<string, number>();
  /** What makes the run worthless and ends it, one sentence each. */
  readonly problems: string[] = [];
  /** Reds that no fault explains, one sentence each: they count for nothing, and the run fails at its end. */
  readonly doubts: string[] = [];
  trials: Trials | undefined;
  /** At the end: tests run without a fault until each lane is proved sound. */
  proving = false;
  private readonly lanes: readonly LaneState[];

  constructor(lanes: readonly Lane[]) {
    this.lanes = lanes.map((lane) => ({ lane, session: new LaneSession(lane, ''), unproved: 0 }));
  }

  /** Prepares for another Playwright process: it has a run id of its own, since its workers are numbered anew. */
  async expectRun(runId: string): Promise<void> {
    for (const state of this.lanes) {
      await state.session.close();
      state.session = new LaneSession(state.lane, runId);
      delete state.failedIn;
      delete state.sharedIn;
    }
  }

  /** Judges the tests whose workers died, once their process has ended. */
  async judgeLost(): Promise<void> {
    for (const state of this.lanes) if (state.current) await this.lose(state, state.current);
  }

  /** Whether the test is to run now; what it meets is planted by then. */
  async begin(begun: TestInLane): Promise<{ run: boolean }> {
    const state = this.stateOf(begun);
    if (state.current) await this.lose(state, state.current);
    const purpose = await this.purposeOf(begun, state);
    return { run: purpose !== undefined };
  }

  /** Takes out what was planted and judges the end of the test; says whether its worker must go. */
  async end(ended: EndedTest): Promise<{ restart: boolean }> {
    const state = this.stateOf(ended);
    const { current } = state;
    if (current?.test !== ended.test) throw new Error(`lane ${String(ended.lane)} runs another test`);
    const restart = await this.judge(state, current, ended);
    state.current = undefined;
    return { restart };
  }

  /** Trials that no test without a fault has followed. */
  get unproved(): number {
    return this.lanes.reduce((sum, { unproved }) => sum + unproved, 0);
  }

  /** Short tests that between them write to every table that any test writes to; one at least. */
  proofs(): string[] {
    const chosen: string[] = [];
    const missing = new Set([...this.recorded.values()].flatMap(({ tables }) => tables));
    const byDuration = [...this.recorded].sort(([, a], [, b]) => a.duration - b.duration);
    for (const [test, { tables }] of byDuration) {
      if (chosen.length > 0 && !tables.some((table) => missing.has(table))) continue;
      chosen.push(test);
      for (const table of tables) missing.delete(table);
    }
    return chosen;
  }

  /** Takes out whatever is still planted, and closes what the sessions opened. */
  async close(): Promise<void> {
    for (const state of this.lanes) {
      if (state.current?.purpose.kind === 'trial') await state.current.purpose.takeOut();
      await state.session.close();
    }
  }

  private stateOf({ lane }: TestInLane): LaneState {
    const state = this.lanes[lane];
    if (!state) throw new Error(`there is no lane ${String(lane)}`);
    return state;
  }

  private async purposeOf(begun: TestInLane, state: LaneState): Promise<Purpose | undefined> {
    const choose = this.problems.length === 0 && !this.proving;
    const trial = choose ? this.trials?.choose(begun.test) : undefined;
    if (this.trials && !trial && !(this.proving && state.unproved > 0)) return undefined;
    const held = state.session.heldBy(begun.worker);
    await state.lane.touched();
    const occupy = (purpose: Purpose): Purpose => {
      state.current = { ...begun, purpose, held, since: performance.now() };
      return purpose;
    };
    if (!this.trials) return occupy({ kind: 'record' });
    const unshared = held.size === 0 && this.sharing.has(begun.test) && state.sharedIn !== begun.worker;
    if (!trial || state.unproved >= trialsBetweenProofs || (unshared && this.spares(begun.test))) {
      if (trial) this.trials.release(trial);
      return occupy({ kind: 'sound' });
    }
    this.spared.delete(begun.test);
    try {
      const { mutant } = trial;
      const restore = isOnTheWay(mutant) ? () => Promise.resolve() : await state.lane.snapshotRows();
      const takeOut = await mutant.plant(state.lane);
      const named = (error: unknown): never => {
        throw new Error(`${mutant.id} cannot be taken out: ${String(error)}`);
      };
      return occupy({ kind: 'trial', trial, takeOut: () => takeOut().catch(named), restore });
    } catch (error) {
      this.problems.push(`${trial.mutant.id} cannot be planted: ${String(error)}`);
      this.trials.release(trial);
      return undefined;
    }
  }

  /** Whether a test that creates what others share runs without a fault for it once more. */
  private spares(test: string): boolean {
    const spared = this.spared.get(test) ?? 0;
    this.spared.set(test, spared + 1);
    return spared < mostSpared;
  }

  /** What the end of a test means; true when its worker must go. */
  private async judge(state: LaneState, current: Current, ended: EndedTest): Promise<boolean> {
    const { purpose, held, since } = current;
    const duration = performance.now() - since;
    const { applied } = purpose.kind === 'trial' ? await purpose.takeOut() : { applied: 0 };
    if (ended.status === 'interrupted') {
      if (purpose.kind === 'trial') this.trials?.release(purpose.trial);
      return true;
    }
    const timedOut = ended.status === 'timedOut';
    const cleanUpFailed = timedOut || ended.errors.some(isCleanUp);
    const { left, shared, damaged } = await state.session.inspect(ended.worker, held, cleanUpFailed);
    if (purpose.kind === 'trial') await purpose.restore();
    const touched = await state.lane.touched();
    const green = ended.status === 'passed' && left.length === 0;
    if (green && state.failedIn === ended.worker && this.isEmptyRun(ended.test, touched)) {
      if (purpose.kind === 'trial') this.trials?.release(purpose.trial);
      return true;
    }
    if (!green) state.failedIn = ended.worker;
    // A time-out leaves the test's body running; what a fault had a part in must not reach the next test.
    const worn = timedOut || damaged;
    if (purpose.kind === 'trial') {
      this.settle(state, purpose.trial, {
        ...outcomeOf(ended, left, purpose.trial),
        applied,
        duration,
      });
      return worn || shared || (!isOnTheWay(purpose.trial.mutant) && applied !== 0 && held.size > 0);
    }
    if (shared) {
      this.sharing.add(ended.test);
      state.sharedIn = ended.worker;
    }
    if (!green && ended.status !== 'skipped') this.blame(purpose, ended, left);
    if (purpose.kind === 'sound') state.unproved = 0;
    else this.recorded.set(ended.test, { ...touched, duration });
    return worn;
  }

  /** A worker whose fixture failed passes tests that need it without running them. */
  private isEmptyRun(test: string, { operations }: Pick<Touched, 'operations'>): boolean {
    return operations.length === 0 && (this.recorded.get(test)?.operations.length ?? 0) > 0;
  }

  private settle(state: LaneState, trial: Trial, outcome: Outcome): void {
    const baseless = outcome.result === 'red' && outcome.applied === 0;
    if (baseless && trial.mutant.uncounted !== true) {
      this.doubts.push(`${outcome.test} is red although ${trial.mutant.id} changed nothing: ${outcome.message}`);
    }
    this.trials?.finish(trial, baseless ? { ...outcome, result: 'crashed' } : outcome);
    state.unproved += 1;
  }

  /** The worker died in the middle of a test. */
  private async lose(state: LaneState, current: Current): Promise<void> {
    const errors = ['the worker ended in the middle of the test'];
    await this.judge(state, current, { ...current, status: 'timedOut', errors });
    state.current = undefined;
  }

  private blame(purpose: Purpose, { test, status, errors }: EndedTest, left: readonly string[]): void {
    const when = purpose.kind === 'record' ? 'without any fault' : 'after the faults before it were taken out';
    const what = errors[0] ?? `left behind: ${left[0] ?? ''}`;
    this.problems.push(`${test} is ${status === 'passed' ? 'not clean' : status} ${when}: ${what}`);
  }
}

function outcomeOf(
  { test, status, errors }: EndedTest,
  left: readonly string[],
  { mutant }: Trial,
): Pick<Outcome, 'test' | 'result' | 'message'> {
  if (status === 'passed' || status === 'skipped') {
    if (left.length === 0) return { test, result: 'passed', message: '' };
    // What is left is found by the run, not told by the test.
    return { test, result: mutant.shows ? 'blinded' : 'red', message: `left behind: ${left[0] ?? ''}` };
  }
  // Under a fault that takes no answer away, a late answer may have been the machine's fault.
  const counts = (message: string): boolean => isRed(message) && (mutant.silences === true || !isLate(message));
  const reds = errors.filter(counts);
  const red = reds.find((message) => mutant.shows?.test(firstLine(message)) !== false);
  if (red !== undefined) return { test, result: 'red', message: red };
  if (reds[0] !== undefined) return { test, result: 'blinded', message: reds[0] };
  const late = status === 'timedOut' || errors.some(isLate);
  return { test, result: late ? 'timed out' : 'crashed', message: errors[0] ?? '' };
}
