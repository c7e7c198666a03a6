import { expect, test } from '../../fixtures/learnlikemagic/index.ts';
import { loadEnvironment } from '../../env/loader.ts';
import { median } from './median.ts';

const rounds = 400;
const warmUp = 50;

async function timed(body: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await body();
  return performance.now() - start;
}

test('a call through the client', { tag: '@read-only' }, async ({ learnlikemagic, playwright }) => {
  const bare = await playwright.request.newContext();
  const url = `${loadEnvironment().settings.learnlikemagic?.apiUrl ?? ''}/`;
  const bareTimes: number[] = [];
  const clientTimes: number[] = [];
  // Turn by turn, so that a busy moment of the machine falls on both.
  for (let round = 0; round < rounds + warmUp; round++) {
    bareTimes.push(await timed(() => bare.get(url)));
    clientTimes.push(await timed(() => learnlikemagic.getHealth(200)));
  }
  await bare.dispose();
  const [bareMedian, clientMedian] = [median(bareTimes.slice(warmUp)), median(clientTimes.slice(warmUp))];
  expect(bareMedian).toBeGreaterThan(0);
  console.log(
    `RATIO call ${(clientMedian / bareMedian).toFixed(2)} (${clientMedian.toFixed(2)} ms against ${bareMedian.toFixed(2)} ms)`,
  );
});
