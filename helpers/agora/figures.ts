/** Two sets of times, in seconds, of the same thing. */
export interface Comparison {
  /** How many times as long the later ones took, median by median. */
  readonly slowdown: number;
  /** The seed's alarm: more than a fifth slower. */
  readonly alarm: boolean;
}

/** More than this much slower is told (contract 10, cases 17 and 69). */
const tolerated = 1.2;

/** The middle of a list that is not empty. Throws for an empty one. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]];
  if (low === undefined || high === undefined) throw new Error('There is no median of nothing');
  return (low + high) / 2;
}

/** Later times against a baseline of the same run. */
export function compareTimes(baseline: readonly number[], later: readonly number[]): Comparison {
  const slowdown = medianOf(later) / medianOf(baseline);
  return { slowdown, alarm: slowdown > tolerated };
}

/** Runs something and takes its time, in seconds. */
export async function timed<T>(body: () => Promise<T>): Promise<{ value: T; seconds: number }> {
  const start = performance.now();
  const value = await body();
  return { value, seconds: (performance.now() - start) / 1000 };
}
