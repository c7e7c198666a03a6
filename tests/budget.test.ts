import { expect, test } from '@playwright/test';
import { rmSync } from 'node:fs';
import { reserveCalls, usedCalls } from '../helpers/model/budget.ts';
import { turnsOf } from '../helpers/turns.ts';
import { newRunId } from '../env/run.ts';
import { runNested, testOf } from './suite/nested.ts';
import { json, startStub } from './suite/stub.ts';
import { variablesFor } from './suite/target.ts';

test('calls of the model are taken out of one budget, and given back where they were not paid', ({}, testInfo) => {
  const file = testInfo.outputPath('model-calls');
  expect(usedCalls(file)).toBe(0);
  const first = reserveCalls(3, 5, file);
  expect([usedCalls(file), reserveCalls(3, 5, file), usedCalls(file)]).toEqual([3, undefined, 3]);
  expect(reserveCalls(2, 5, file)).toBeDefined();
  first?.();
  expect(usedCalls(file)).toBe(2);
  expect([reserveCalls(100, Infinity, file) === undefined, usedCalls(file)]).toEqual([false, 2]);
});

test('what exceeds the budget of a run is not run, by any worker, and said at the end', async ({}, testInfo) => {
  const runId = newRunId();
  const stub = await startStub((_, response) => {
    json(response, 200, {});
  });
  const target = {
    url: stub.url,
    databaseUrl: 'postgresql://qa:qa@127.0.0.1:1/none',
    storageUrl: 'http://127.0.0.1:1',
  };
  const run = await runNested({
    config: 'tests/suite/budget/playwright.config.ts',
    output: testInfo.outputPath('nested'),
    variables: {
      ...variablesFor(target),
      ...{ TEST_ENV: 'production', TEST_PREFLIGHT: 'no', TEST_MODEL_CALLS: '5', TEST_RUN_ID: runId },
    },
  });
  await stub.close();
  rmSync(turnsOf(runId), { recursive: true, force: true });
  const asked = stub.requests.filter(({ url }) => url === '/ask').length;
  // Two calls of two each fit; a third would exceed five.
  expect(asked).toBe(2);
  const skips = run.tests.flatMap(({ annotations }) => annotations.filter(({ type }) => type === 'skip'));
  expect(skips).toHaveLength(2);
  expect(skips[0]?.description).toContain("not run: the run's budget of 5 model calls is spent");
  expect(run.output).toMatch(/^not run: 2 \(.*the run's budget of 5 model calls is spent/m);
  expect(run.output).toMatch(/^model calls: at most 4 of 5/m);
  expect(testOf(run, 'calls no model').outcome).toBe('expected');
  expect(run.exitCode).toBe(0);
});
