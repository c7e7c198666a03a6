import { currentRunId } from '../../env/run.ts';

let cleaning = false;

/** How to remove what a run left, once it is over. */
export const sweepCommand = (runId: string): string => `npm run sweep -- --run ${runId} --apply`;

/**
 * Lets the signal by which pipelines end a run do what Ctrl-C does: tests are interrupted, what they created is removed,
 * and the reports are written. While that is under way another one only says how to remove what will be left.
 */
export function cleanUpOnTermination(): void {
  process.on('SIGTERM', () => {
    process.stderr.write(
      `Terminated: cleaning up. If that is cut short, ${sweepCommand(currentRunId())} removes what is left.\n`,
    );
    if (!cleaning) process.kill(process.pid, 'SIGINT');
  });
}

/** To be called when the clean-up at the end of a run begins: it is not interrupted any more. */
export function cleaningUp(): void {
  cleaning = true;
}
