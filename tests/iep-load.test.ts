import { expect, test } from '@playwright/test';
import { ContractError, UnexpectedStatus } from '../helpers/http/answer.ts';
import { TransportError } from '../helpers/http/transport.ts';
import { runLoad, type LoadTask } from '../helpers/iep/load.ts';

const good: LoadTask = { name: 'good', run: () => Promise.resolve(() => undefined) };
const failing = (error: Error): LoadTask => ({ name: 'refused', run: () => Promise.reject(error) });
const judged = (error: Error): LoadTask => ({
  name: 'judged',
  run: () =>
    Promise.resolve(() => {
      throw error;
    }),
});

test('a refused or unanswered task is one that did not succeed, whenever that is found', async () => {
  const tasks = [good, failing(new TransportError('reset')), judged(new UnexpectedStatus('answered 503')), good];
  const figures = await runLoad(tasks);

  expect(figures).toMatchObject({ tasks: 4, succeeded: 2, successRate: 0.5, wrong: [] });
  expect(figures.slowest).toMatch(/failed after .*: refused: .*reset/);
  expect(figures.slowest).toMatch(/failed after .*: judged: .*answered 503/);
});

test('an answer that says something wrong is no lack of success, which a limit would forgive, but wrong', async () => {
  const [broken, other] = [new ContractError('breaks its schema'), new Error('another name')];
  const figures = await runLoad([good, failing(broken), judged(other)]);

  expect(figures).toMatchObject({ tasks: 3, succeeded: 3, successRate: 1, wrong: [broken, other] });
});

test('answers are judged when the last has come, and outside of what is timed', async () => {
  const order: string[] = [];
  const task = (name: string, milliseconds: number): LoadTask => ({
    name,
    async run() {
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      order.push(`${name} came`);
      return () => order.push(`${name} judged`);
    },
  });
  const figures = await runLoad([task('first', 0), task('second', 40)]);

  expect(order).toEqual(['first came', 'second came', 'first judged', 'second judged']);
  expect(figures.mean).toBeLessThan(figures.total);
});

test('without a success there is no figure that keeps a limit', async () => {
  const figures = await runLoad([failing(new TransportError('reset'))]);
  expect(figures).toMatchObject({ succeeded: 0, successRate: 0, mean: Infinity, p95: Infinity });
});
