import { chanceOfSlower, inOrder, median, quantile } from './statistics.ts';

/** Durations in milliseconds, by operation and status. */
export type Samples = Readonly<Record<string, readonly number[]>>;

export interface Latency {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

export interface Alert {
  readonly operation: string;
  readonly before: number;
  readonly now: number;
  /** How much slower than before, beyond what all operations are. */
  readonly slower: number;
  readonly chance: number;
}

/** Fewer calls than this on either side say nothing. */
export const leastCalls = 15;
const mostSlower = 1.2;
/** A median that moved by less is the runner’s own unrest. Milliseconds. */
const leastMove = 5;
/** Chance of a false alert in a whole run: it is shared out among the operations (Bonferroni). */
const riskOfRun = 0.01;

const rounded = (value: number): number => Math.round(value * 10) / 10;

export function latencyOf(values: readonly number[]): Latency {
  const sorted = inOrder(values);
  const at = (share: number): number => rounded(quantile(sorted, share));
  return { count: values.length, p50: at(0.5), p95: at(0.95), max: at(1) };
}

/**
 * How much slower everything is: the median of the operations’ ratios. A busy runner or a longer way moves all
 * operations alike, a slow endpoint moves itself.
 */
export function paceOf(baseline: Samples, samples: Samples): number {
  const ratios = comparable(baseline, samples).map(([, before, now]) => median(now) / median(before));
  return ratios.length === 0 ? 1 : median(ratios);
}

const comparable = (baseline: Samples, samples: Samples): [string, readonly number[], readonly number[]][] =>
  Object.entries(samples).flatMap(([operation, now]) => {
    const before = baseline[operation] ?? [];
    return now.length < leastCalls || before.length < leastCalls ? [] : [[operation, before, now]];
  });

/**
 * Operations whose median is more than a fifth above the baseline’s, by more than the pace of the whole run, when a
 * Mann–Whitney test says that chance hardly explains it.
 */
export function alertsOf(baseline: Samples, samples: Samples): Alert[] {
  const pace = paceOf(baseline, samples);
  const compared = comparable(baseline, samples);
  return compared.flatMap(([operation, before, now]) => {
    // A run that is faster as a whole does not make an operation that kept its time slow.
    const expected = before.map((value) => value * Math.max(1, pace));
    const [was, is] = [median(expected), median(now)];
    if (is / was <= mostSlower || is - was < leastMove) return [];
    const chance = chanceOfSlower(expected, now);
    if (chance >= riskOfRun / compared.length) return [];
    return [{ operation, before: rounded(median(before)), now: rounded(is), slower: rounded(is / was), chance }];
  });
}
