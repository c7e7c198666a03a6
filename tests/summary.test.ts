import { expect, test as base } from '@playwright/test';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { grantFor } from '../env/grant.ts';
import { newRunId } from '../env/run.ts';
import { ledgerDirectory } from '../helpers/cleanup/ledger.ts';
import { runNested, type NestedRun } from './suite/nested.ts';

const grant = `production does not permit @writes (${grantFor('production')} permits it today)`;

interface Ended extends NestedRun {
  readonly runId: string;
  /** The lines that the run ends with, from the one that says where it ran. */
  readonly last: readonly string[];
  readonly folder: string;
}

interface Options {
  readonly args?: readonly string[];
  readonly signal?: NodeJS.Signals;
  readonly minutes?: string;
}

const test = base.extend<{ end: (titles: string, options?: Options) => Promise<Ended> }>({
  /** Runs the tests with these titles where nothing is permitted but to read, and no store can be reached. */
  end: async ({}, use, testInfo) => {
    await use((titles, options = {}) => endOf(testInfo.outputPath(), titles, options));
  },
});

async function endOf(folder: string, titles: string, { args = [], signal, minutes = '10' }: Options): Promise<Ended> {
  const runId = newRunId();
  const run = await runNested({
    config: 'tests/suite/summary/playwright.config.ts',
    output: folder,
    variables: {
      TEST_ENV: 'production',
      TEST_SYSTEMS: 'learnlikemagic',
      // Its stores are nowhere, on purpose.
      TEST_PREFLIGHT: 'no',
      TEST_RUN_ID: runId,
      TEST_RUN_LIMIT_MINUTES: minutes,
      LEARNLIKEMAGIC_API_URL: 'http://user:password@127.0.0.1:1/base/',
      LEARNLIKEMAGIC_REQUEST_TIMEOUT_SECONDS: '1',
      LEARNLIKEMAGIC_LLM_CALL_SECONDS: '1',
      LEARNLIKEMAGIC_DATABASE_URL: 'postgresql://qa:canary@127.0.0.1:1/none',
      LEARNLIKEMAGIC_S3_BUCKET: 'none',
      LEARNLIKEMAGIC_S3_REGION: 'us-east-1',
      LEARNLIKEMAGIC_S3_ENDPOINT: 'http://127.0.0.1:1',
    },
    args: ['--grep', titles, ...args],
    ...(signal ? { signal: { after: 'now it hangs', name: signal } } : {}),
  });
  rmSync(ledgerDirectory(runId), { recursive: true, force: true });
  const lines = run.output.trimEnd().split('\n');
  const start = lines.indexOf(`production, http://127.0.0.1:1/base, run ${runId}`);
  expect(start, run.output).toBeGreaterThan(0);
  const last = lines.slice(start + 1);
  // Whatever happened: nothing failed exactly when the exit code is 0.
  expect(/^\d+ passed, 0 failed, \d+ skipped$/.test(last.at(-1) ?? '')).toBe(run.exitCode === 0);
  return { ...run, runId, last, folder };
}

test('what did not plainly pass is told, with its reason', async ({ end }) => {
  const { last, exitCode } = await end('passes|fails|flutters|skipped|needs fault|writes', {
    args: ['--retries', '1'],
  });
  expect(exitCode).toBe(1);
  expect(last).toEqual([
    'left behind: nothing was created',
    `not permitted: 2 (${grant})`,
    expect.stringMatching(/^skipped for a reason: 2 \(1: of no use here; 1: production offers no fault control/),
    'flaky: 1 (failed, and passed when repeated; not among the passed)',
    '1 passed, 1 failed, 4 skipped',
  ]);
});

test('a test that is flaky has not passed, and does not fail the run', async ({ end }) => {
  const { last, exitCode } = await end('passes|flutters', { args: ['--retries', '1'] });
  expect(exitCode).toBe(0);
  expect(last.slice(-2)).toEqual([
    'flaky: 1 (failed, and passed when repeated; not among the passed)',
    '1 passed, 0 failed, 0 skipped',
  ]);
});

test('a run of which nothing is permitted is told so, and is not green', async ({ end }) => {
  const { last, exitCode } = await end('@writes');
  expect(exitCode).toBe(1);
  expect(last.slice(-3)).toEqual([
    `not permitted: 2 (${grant})`,
    'failed outside of tests: nothing of what was selected is permitted here',
    '0 passed, 1 failed, 2 skipped',
  ]);
});

test('a run that fails of its environment alone says so, by an exit code of its own', async ({ end }) => {
  const { last, exitCode, errors, tests } = await end('passes|finds no database');
  expect(exitCode).toBe(3);
  expect(last.slice(-2)).toEqual([
    'the environment is broken: 1 of 1 failures come of it, all: nothing is said of the backend (exit code 3)',
    '1 passed, 1 failed, 0 skipped',
  ]);
  expect(errors).toEqual([]);
  // What the statement was, too.
  const said = tests.flatMap((test) => test.errors).join();
  expect(said).toMatch(/PostgreSQL 127.0.0.1:1\/none, SELECT "id", .*…: connect ECONNREFUSED/);

  const both = await end('fails|finds no database');
  expect(both.exitCode).toBe(1);
  expect(both.last.slice(-2)).toEqual([
    'the environment is broken: 1 of 2 failures come of it',
    '0 passed, 2 failed, 0 skipped',
  ]);
});

test('a run that takes longer than it may ends with its clean-up', async ({ end }) => {
  const { last, exitCode } = await end('hangs|comes after', { minutes: '0.05' });
  expect(exitCode).toBe(130);
  expect(last).toEqual([
    'left behind: nothing was created',
    // Whether the first one had begun when it was over.
    expect.stringMatching(/^not run: 2 \(/),
    'failed outside of tests: the run took longer than 0.05 minutes (TEST_RUN_LIMIT_MINUTES)',
    'failed outside of tests: the run was interrupted',
    '0 passed, 2 failed, 2 skipped',
  ]);
});

test('a run that stops at the first failure says what it did not run', async ({ end }) => {
  const { last } = await end('passes|fails|comes after', { args: ['-x'] });
  expect(last.slice(-2)).toEqual(['not run: 1 (the run ended before)', '1 passed, 1 failed, 1 skipped']);
});

test('an end that cannot be proved is red in the log and in every report, with the way out', async ({ end }) => {
  const { last, runId, folder, errors } = await end('passes|leaves');
  const told = `Run ${runId} may have left something behind: it could not be looked for. Once the stores can be reached, npm run sweep -- --run ${runId} --apply removes it:`;
  expect(last).toEqual([
    'left behind: unknown, it could not be looked for',
    expect.stringContaining('the environment is broken: 1 of 1 failures come of it'),
    expect.stringContaining(`failed outside of tests: Error: ${told}`),
    '2 passed, 1 failed, 0 skipped',
  ]);
  expect(errors).toEqual([expect.stringContaining('PostgreSQL 127.0.0.1:1/none, ')]);
  const allure = path.join(folder, 'allure');
  const texts = readdirSync(allure).map((name) => readFileSync(path.join(allure, name), 'utf8'));
  const global = texts.filter((text) => text.includes('it could not be looked for') && text.includes('"errors"'));
  expect(global).toHaveLength(1);
  expect(global[0]).toContain(`npm run sweep -- --run ${runId}`);
  expect(texts.join()).toContain('left\\ behind=unknown');
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`${signal} ends a run with its clean-up, and says what did not run`, async ({ end }) => {
    const { last, exitCode, output, runId } = await end('leaves|hangs|comes after', { signal });
    expect(exitCode).toBe(130);
    expect(last).toEqual([
      'left behind: unknown, it could not be looked for',
      'not run: 2 (1: interrupted; 1: the run ended before)',
      'the environment is broken: 1 of 2 failures come of it',
      expect.stringContaining(`npm run sweep -- --run ${runId} --apply`),
      'failed outside of tests: the run was interrupted',
      '1 passed, 2 failed, 2 skipped',
    ]);
    const hint = `Terminated: cleaning up. If that is cut short, npm run sweep -- --run ${runId} --apply`;
    expect(output.includes(hint)).toBe(signal === 'SIGTERM');
  });
}
