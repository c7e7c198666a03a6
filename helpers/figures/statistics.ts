/** A quantile of numbers that are in order, between the two nearest. */
export function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const [low = Number.NaN, high = low] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low + (high - low) * (place - Math.floor(place));
}

export const inOrder = (values: readonly number[]): number[] => [...values].sort((one, other) => one - other);

export const median = (values: readonly number[]): number => quantile(inOrder(values), 0.5);

/** Chance that a standard normal value is above this one (Abramowitz and Stegun 26.2.17, error below 1e-7). */
function upperTail(z: number): number {
  if (z < 0) return 1 - upperTail(-z);
  const t = 1 / (1 + 0.2316419 * z);
  const series = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429].reduce(
    (sum, factor, index) => sum + factor * t ** (index + 1),
    0,
  );
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
}

/**
 * One-sided Mann–Whitney test: the chance to see values of `later` so far above those of `earlier` if both were alike.
 * Latencies are skewed and have outliers, which ranks do not mind as a t-test would. Normal approximation with ties.
 */
export function chanceOfSlower(earlier: readonly number[], later: readonly number[]): number {
  const all = [...earlier.map((value) => ({ value, late: false })), ...later.map((value) => ({ value, late: true }))];
  all.sort((one, other) => one.value - other.value);
  let rankSum = 0;
  let ties = 0;
  for (let from = 0; from < all.length;) {
    let to = from;
    while (to < all.length && all[to]?.value === all[from]?.value) to += 1;
    const size = to - from;
    const rank = (from + 1 + to) / 2;
    rankSum += rank * all.slice(from, to).filter(({ late }) => late).length;
    ties += size ** 3 - size;
    from = to;
  }
  const [n, m] = [later.length, earlier.length];
  const total = n + m;
  const u = rankSum - (n * (n + 1)) / 2;
  const variance = ((n * m) / 12) * (total + 1 - ties / (total * (total - 1)));
  return variance === 0 ? 1 : upperTail((u - (n * m) / 2 - 0.5) / Math.sqrt(variance));
}
