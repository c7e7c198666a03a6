import { UnexpectedStatus, type Answer } from '../http/answer.ts';
import type { Operation, Status } from '../http/operation.ts';
import { TransportError } from '../http/transport.ts';

/** One piece of a load: what it is, for the report, and its calls. */
export interface LoadTask {
  readonly name: string;
  /** Sends the calls, which is timed, and resolves to what judges their answers: that comes when the last task has ended. */
  readonly run: () => Promise<() => unknown>;
}

/** A task of one call, made ready by `prepare`, that must be answered with this status. */
export const oneCall = <O extends Operation>(
  name: string,
  status: Status<O>,
  send: () => Promise<Answer<O>>,
): LoadTask => ({
  name,
  async run() {
    const answer = await send();
    return () => answer.as(status);
  },
});

interface Ended {
  readonly name: string;
  readonly seconds: number;
  readonly judge: () => unknown;
}

interface Finished extends Omit<Ended, 'judge'> {
  readonly error: unknown;
}

/** What a load showed. Times in seconds; mean and percentile of the tasks that succeeded. */
export interface LoadFigures {
  readonly tasks: number;
  readonly succeeded: number;
  /** 0 to 1. */
  readonly successRate: number;
  readonly mean: number;
  readonly p95: number;
  readonly total: number;
  /** The slowest tasks and every failure, one line each, for the message of a limit that is not kept. */
  readonly slowest: string;
  /** Answers of the right status that say something wrong: no lack of success, which a limit might forgive. */
  readonly wrong: readonly unknown[];
}

const shown = 10;
const seconds = (value: number): string => `${value.toFixed(3)} s`;

async function end({ name, run }: LoadTask): Promise<Ended> {
  const start = performance.now();
  const judge = await run().catch((error: unknown) => () => {
    throw error;
  });
  return { name, judge, seconds: (performance.now() - start) / 1000 };
}

function finish({ judge, ...task }: Ended): Finished {
  try {
    judge();
    return { ...task, error: undefined };
  } catch (error) {
    return { ...task, error };
  }
}

/** Whether there was no answer, or another one than was asked for; anything else is a wrong answer. */
const isFailure = (error: unknown): boolean => error instanceof UnexpectedStatus || error instanceof TransportError;

/** The value below which this share of ascending values lies (nearest rank); infinite when there is none. */
const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.POSITIVE_INFINITY;

/** Starts all tasks at once and waits for the last. A task that is refused or not answered is a failure, not an error of the load. */
export async function runLoad(tasks: readonly LoadTask[]): Promise<LoadFigures> {
  const start = performance.now();
  const ended = await Promise.all(tasks.map(end));
  const total = (performance.now() - start) / 1000;
  const finished = ended.map(finish);
  const successes = finished.filter(({ error }) => !isFailure(error));
  const times = successes.map((task) => task.seconds).sort((one, other) => one - other);
  const slowest = finished.toSorted((one, other) => other.seconds - one.seconds).slice(0, shown);
  const failures = finished.filter(({ error }) => isFailure(error));
  return {
    tasks: tasks.length,
    succeeded: successes.length,
    successRate: successes.length / tasks.length,
    // Without a success there is no mean, and no limit that it keeps.
    mean: times.length > 0 ? times.reduce((sum, time) => sum + time, 0) / times.length : Number.POSITIVE_INFINITY,
    p95: percentile(times, 0.95),
    total,
    slowest: [
      ...slowest.map((task) => `  ${seconds(task.seconds)} ${task.name}`),
      ...failures.map(
        (task) => `  failed after ${seconds(task.seconds)}: ${task.name}: ${String(task.error).split('\n')[0] ?? ''}`,
      ),
    ].join('\n'),
    wrong: finished.flatMap(({ error }) => (error === undefined || isFailure(error) ? [] : [error])),
  };
}

/** The figures in one line each, as the report shows them. */
export const describeFigures = ({ tasks, succeeded, successRate, mean, p95, total }: LoadFigures): string =>
  [
    `tasks ${String(tasks)}, succeeded ${String(succeeded)} (${(successRate * 100).toFixed(1)} %)`,
    `mean ${seconds(mean)}, 95th percentile ${seconds(p95)}, total ${seconds(total)}`,
  ].join('\n');
