import { expect, test } from '@playwright/test';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root, runNested } from './suite/nested.ts';

interface AllureResult {
  readonly name: string;
  readonly status: string;
}

/** Runs the command of `npm run merge`; returns its exit code and what it said. */
async function merge(reports: string): Promise<{ code: number | null; output: string }> {
  const tsx = path.join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  const script = path.join(root, 'helpers', 'pipelines', 'merge-command.ts');
  const env = { PATH: process.env['PATH'], TEST_REPORTS: reports };
  const child = spawn(process.execPath, [tsx, script], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output: chunks.join('') };
}

const json = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

test('shards merge into the reports of one run, each test once, red when one of them was', async ({}, testInfo) => {
  const reports = testInfo.outputPath('reports');
  const shard = (part: string): ReturnType<typeof runNested> =>
    runNested({
      config: 'tests/suite/shards/playwright.config.ts',
      output: testInfo.outputPath(part.replace('/', '-')),
      variables: { TEST_REPORTS: reports },
      args: [`--shard=${part}`],
    });

  const first = await shard('1/2');
  expect((await merge(reports)).output).toContain('shard-2-of-2 is missing');
  const second = await shard('2/2');
  expect([first.exitCode, second.exitCode]).toEqual([1, 0]);
  const { code, output } = await merge(reports);

  expect(output.trimEnd().split('\n').at(-1)).toBe('2 passed, 1 failed, 1 skipped');
  expect(code, 'a failed test makes merging fail').toBe(1);
  expect(json(path.join(reports, 'run.json'))).toMatchObject({
    ...{ passed: 2, failed: 1, flaky: 0, skipped: 1, errors: 0, ok: false },
    runs: [expect.any(String), expect.any(String)],
  });
  const junit = readFileSync(path.join(reports, 'junit.xml'), 'utf8');
  expect(junit).toMatch(/<property name="plan" value="ONE-1">/);
  const folder = path.join(reports, 'allure-results');
  const results = readdirSync(folder)
    .filter((name) => name.endsWith('-result.json'))
    .map((name) => json(path.join(folder, name)) as AllureResult);
  expect(results.map(({ name, status }) => `${name}: ${status}`).sort()).toEqual([
    ...['ONE-1 · passes: passed', 'fails: failed', 'is skipped: skipped', 'passes too: passed'],
  ]);
  expect(readdirSync(reports).sort()).toEqual([
    ...['allure-results', 'api-coverage.md', 'blobs', 'figures.json', 'html', 'junit.xml'],
    ...['path-coverage.json', 'path-coverage.md', 'plan-coverage.json', 'plan-coverage.md', 'run.json'],
  ]);
});
