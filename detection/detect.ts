import { environmentName } from '../env/loader.ts';
import { readArguments, type Choice } from './arguments.ts';
import { writeReport, type RunFacts } from './report.ts';
import { DetectionRun, type Result } from './run.ts';
import { countOf, percent, shortfalls } from './score.ts';
import { refuseUnknown } from './selection.ts';
import type { DetectableSystem } from './systems/index.ts';
import type { Trial } from './trials.ts';

let stoppedAt: number | undefined;

const log = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const choice = readArguments(args);
  const environment = environmentName();
  if (environment !== 'local') {
    throw new Error(`TEST_ENV=${environment}: faults are planted in the local sandbox only; unset TEST_ENV`);
  }
  const start = performance.now();
  const results: Result[] = [];
  for (const system of choice.systems) {
    if (stoppedAt !== undefined) break;
    log(`${system.name}:`);
    results.push(await detectIn(system, shareOf(choice)));
  }
  refuseUnknown(results.map(({ unknown }) => unknown));
  conclude(results, { command: ['npm run detect --', ...args].join(' '), seconds: (performance.now() - start) / 1000 });
}

/** A sample is drawn from the systems alike. */
const shareOf = (choice: Choice): Choice => ({
  ...choice,
  sample: choice.sample === undefined ? undefined : Math.ceil(choice.sample / choice.systems.length),
});

/** One system after the other, on the same ports. */
async function detectIn(system: DetectableSystem, choice: Choice): Promise<Result> {
  const run = new DetectionRun(system, choice, log);
  const stop = (): void => {
    stoppedAt ??= performance.now();
    // npm and tsx hand on what the terminal sends to each: signals that come together are one.
    if (performance.now() - stoppedAt > 1_000) process.exit(130);
    process.exitCode = 130;
    run.stop();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, stop);
  try {
    const result = await run.detect();
    return { ...result, problems: [...result.problems, ...(await closed(run))] };
  } catch (error) {
    for (const problem of await closed(run)) process.stderr.write(`detection: ${problem}\n`);
    throw error;
  } finally {
    for (const signal of signals) process.off(signal, stop);
  }
}

/** Closes a run; what went wrong then is told beside what was found, and not in its place. */
const closed = async (run: DetectionRun): Promise<string[]> =>
  run.close().then(
    () => [],
    (error: unknown) => [error instanceof Error ? error.message : String(error)],
  );

function conclude(results: readonly Result[], facts: RunFacts): void {
  writeReport(results, facts);
  const line = (trials: readonly Trial[]): string => {
    const { killed, score, survived, timedOut } = countOf(trials);
    const share = score === undefined ? '' : ` (${percent(score)})`;
    return `${String(killed)} killed, ${String(survived)} survived, ${String(timedOut)} timed out${share}`;
  };
  if (results.length > 1) for (const { system, trials } of results) log(`${system}: ${line(trials)}`);
  const all = line(results.flatMap(({ trials }) => trials));
  log(`${all} in ${facts.seconds.toFixed(0)} s: reports/detection/detection.md`);
  const short = results.flatMap((result) => [...result.problems, ...shortfalls(result)]);
  for (const text of short) process.stderr.write(`detection: ${text.split('\n').slice(0, 3).join('\n')}\n`);
  // An interrupted run keeps its own exit code.
  if (short.length > 0) process.exitCode ||= 1;
}

try {
  await main();
} catch (error) {
  process.stderr.write(`detection: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode ||= 1;
}
