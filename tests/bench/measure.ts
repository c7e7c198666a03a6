import type { APIRequestContext } from '@playwright/test';
import { expect } from '@playwright/test';
import { median } from './median.ts';

const rounds = 400;
const warmUp = 50;

/** Milliseconds that the work takes. */
export async function timed(body: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await body();
  return performance.now() - start;
}

/** Prints how long a call through a system's client takes, as a multiple of the same call without it. */
export async function compareCalls(bare: APIRequestContext, url: string, call: () => Promise<unknown>): Promise<void> {
  const bareTimes: number[] = [];
  const clientTimes: number[] = [];
  // Turn by turn, so that a busy moment of the machine falls on both.
  for (let round = 0; round < rounds + warmUp; round++) {
    bareTimes.push(await timed(() => bare.get(url)));
    clientTimes.push(await timed(call));
  }
  const [bareMedian, clientMedian] = [median(bareTimes.slice(warmUp)), median(clientTimes.slice(warmUp))];
  expect(bareMedian).toBeGreaterThan(0);
  console.log(
    `RATIO call ${(clientMedian / bareMedian).toFixed(2)} (${clientMedian.toFixed(2)} ms against ${bareMedian.toFixed(2)} ms)`,
  );
}
