import { environmentName } from '../env/loader.ts';
import { readArguments } from './arguments.ts';
import { writeReport } from './report.ts';
import { DetectionRun } from './run.ts';
import { countOf, percent, shortfalls } from './score.ts';

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
  const run = new DetectionRun(choice, log);
  let stoppedAt: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      stoppedAt ??= performance.now();
      // npm and tsx hand on what the terminal sends to each: signals that come together are one.
      if (performance.now() - stoppedAt > 1_000) process.exit(130);
      process.exitCode = 130;
      run.stop();
    });
  }
  try {
    const { trials, ...facts } = await run.detect();
    const seconds = (performance.now() - start) / 1000;
    writeReport(trials, { command: ['npm run detect --', ...args].join(' '), seconds, ...facts });
    const { killed, score, survived, timedOut } = countOf(trials);
    log(
      `${String(killed)} killed, ${String(survived)} survived, ${String(timedOut)} timed out` +
        `${score === undefined ? '' : ` (${percent(score)})`} in ${seconds.toFixed(0)} s: reports/detection/detection.md`,
    );
    const short = [...facts.problems, ...shortfalls(trials)];
    for (const line of short) process.stderr.write(`detection: ${line.split('\n').slice(0, 3).join('\n')}\n`);
    // An interrupted run keeps its own exit code.
    if (short.length > 0) process.exitCode ||= 1;
  } finally {
    await run.close();
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(`detection: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode ||= 1;
}
