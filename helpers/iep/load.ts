/** One piece of a load: what it is, for the report, and its calls; it succeeds when they do. */
export interface LoadTask {
  readonly name: string;
  readonly run: () => Promise<unknown>;
}

interface Finished {
  readonly name: string;
  readonly seconds: number;
  /** First line of what went wrong. */
  readonly failure: string | undefined;
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
}

const shown = 10;
const seconds = (value: number): string => `${value.toFixed(3)} s`;

async function finish({ name, run }: LoadTask): Promise<Finished> {
  const start = performance.now();
  const failure = await run().then(
    () => undefined,
    (error: unknown) => String(error).split('\n')[0],
  );
  return { name, seconds: (performance.now() - start) / 1000, failure };
}

/** The value below which this share of ascending values lies (nearest rank); infinite when there is none. */
const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.POSITIVE_INFINITY;

/** Starts all tasks at once and waits for the last. A task that throws is a failure, not an error of the load. */
export async function runLoad(tasks: readonly LoadTask[]): Promise<LoadFigures> {
  const start = performance.now();
  const finished = await Promise.all(tasks.map(finish));
  const total = (performance.now() - start) / 1000;
  const successes = finished.filter(({ failure }) => failure === undefined);
  const times = successes.map((task) => task.seconds).sort((one, other) => one - other);
  const slowest = finished.toSorted((one, other) => other.seconds - one.seconds).slice(0, shown);
  const failures = finished.filter(({ failure }) => failure !== undefined);
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
      ...failures.map((task) => `  failed after ${seconds(task.seconds)}: ${task.name}: ${task.failure ?? ''}`),
    ].join('\n'),
  };
}

/** The figures in one line each, as the report shows them. */
export const describeFigures = ({ tasks, succeeded, successRate, mean, p95, total }: LoadFigures): string =>
  [
    `tasks ${String(tasks)}, succeeded ${String(succeeded)} (${(successRate * 100).toFixed(1)} %)`,
    `mean ${seconds(mean)}, 95th percentile ${seconds(p95)}, total ${seconds(total)}`,
  ].join('\n');
