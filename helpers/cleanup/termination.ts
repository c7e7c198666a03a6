import { runLimit } from '../../env/run-limit.ts';
import { currentRunId } from '../../env/run.ts';

let cleaning = false;

/** How to remove what a run left, once it is over. */
export const sweepCommand = (runId: string): string => `npm run sweep -- --run ${runId} --apply`;

/**
 * Lets the signal by which pipelines end a run do what Ctrl-C does: tests are interrupted, what they created is removed,
 * and the reports are written. While that is under way another one only says how to remove what will be left.
 */
export function cleanUpOnTermination(): void {
  // A terminal that is closed sends the other one.
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      process.stderr.write(
        `Terminated: cleaning up. If that is cut short, ${sweepCommand(currentRunId())} removes what is left.\n`,
      );
      if (!cleaning) process.kill(process.pid, 'SIGINT');
    });
  }
}

/** For the clean-up of a run that took too long. Milliseconds. */
const grace = 600_000;
let tookTooLong: string | undefined;

/** What ended the run, where it was its limit. */
export const overdue = (): string | undefined => tookTooLong;

/**
 * Ends a run that takes longer than it may as Ctrl-C does, with its clean-up: Playwright's own limit would leave that out. Where
 * that hangs as well, the process ends with the way to remove what is left.
 */
export function endInTime(limit = runLimit()): void {
  const end = (): void => {
    tookTooLong = `the run took longer than ${String(limit / 60_000)} minutes (TEST_RUN_LIMIT_MINUTES)`;
    process.stderr.write(`${tookTooLong}: it ends, and cleans up\n`);
    setTimeout(() => {
      process.stderr.write(`The clean-up does not end; ${sweepCommand(currentRunId())} removes what is left.\n`);
      process.exit(1);
    }, grace).unref();
    if (!cleaning) process.kill(process.pid, 'SIGINT');
  };
  setTimeout(end, limit).unref();
}

/** To be called when the clean-up at the end of a run begins: it is not interrupted any more. */
export function cleaningUp(): void {
  cleaning = true;
}
