import { chromium, expect, test, type Page } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, runNested } from './suite/nested.ts';
import { json, startStub } from './suite/stub.ts';

const tsx = path.join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');

/** A browser that is there anyway; the suite itself needs none. */
const browserFile = (): string | undefined =>
  ['chromium', 'chromium-browser', 'google-chrome']
    .flatMap((name) => (process.env['PATH'] ?? '').split(path.delimiter).map((folder) => path.join(folder, name)))
    .concat(chromium.executablePath())
    .find((file) => existsSync(file));

const causes = [
  ...['Known issue', 'Clean-up failure', 'Time-out', 'Environment broken', 'Contract violation', 'Load limit'],
  'Wrong effect',
];

/** What a reader sees of a test, by its title. */
const readable = {
  'fails as QA knows': 'known issue',
  'is not offered': 'local offers no such thing',
  'LLM-17': 'Blocker',
};

/** A run with one failure of each kind, reported as `npm run report` does. */
async function reportRun(output: string): Promise<void> {
  const stub = await startStub(({ url }, response) => {
    if (url === '/openapi.json') json(response, 200, { info: { version: '7.1.0' } });
    else if (url === '/health/db') json(response, 500, { detail: 'planted answer' });
    else if (url === '/') json(response, 200, { status: 'ok', service: 'stub', version: '7.1.0' });
    else response.destroy();
  });
  const reports = path.join(output, 'reports');
  await runNested({
    config: 'tests/suite/report/playwright.config.ts',
    output,
    variables: { TEST_REPORTS: reports, TEST_SYSTEMS: 'learnlikemagic', LEARNLIKEMAGIC_API_URL: stub.url },
  });
  await stub.close();
  const env = { PATH: process.env['PATH'], TEST_REPORTS: reports };
  const { status, stderr } = spawnSync(process.execPath, [tsx, 'helpers/reporting/report.ts'], {
    ...{ cwd: root, env, encoding: 'utf8' },
  });
  expect(status, stderr).toBe(0);
}

/** Opens the result of a test, as somebody does who searches for it. */
async function open(page: Page, searched: string): Promise<void> {
  await page.getByTestId('search-input').fill(searched);
  // The search is applied a moment later.
  await expect(page.getByTestId('tree-leaf').filter({ hasNotText: searched })).toHaveCount(0);
  const found = page.getByTestId('tree-leaf').filter({ hasText: searched });
  // A branch without failures is closed, level by level.
  await expect(async () => {
    if ((await found.count()) === 0) await page.getByTestId('tree-section').last().click();
    expect(await found.count()).toBe(1);
  }).toPass({ timeout: 20_000 });
  await found.click();
  await expect(page.locator('body')).toContainText('Test body');
}

test('the report of a run with failures shows what a reader looks for, and asks nobody else', async ({}, testInfo) => {
  const executablePath = browserFile();
  test.skip(executablePath === undefined, 'no Chromium on this machine');
  test.setTimeout(180_000);
  const output = testInfo.outputPath('run');
  await reportRun(output);
  await reportRun(output);

  const junit = readFileSync(path.join(output, 'reports', 'junit.xml'), 'utf8');
  expect(junit).toMatch(/<property name="plan" value="LLM-17">/);
  expect(junit).not.toContain('_calls');

  const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: ['--no-sandbox'] });
  const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
  page.setDefaultTimeout(20_000);
  const asked: string[] = [];
  page.on('request', (request) => {
    if (!/^(file|data|blob):/.test(request.url())) asked.push(request.url());
  });
  const report = pathToFileURL(path.join(output, 'reports', 'allure', 'index.html')).href;
  await page.goto(report);
  const metadata = page.getByTestId('metadata-list');
  await expect(metadata).toContainText('local');
  await expect(metadata).toContainText('(7.1.0)');
  await expect(metadata).toContainText(/[0-9a-f]{40}/);
  await expect(metadata).toContainText(/0mw[0-9a-z]{11}|[0-9a-z]{14}/);
  await page.screenshot({ path: testInfo.outputPath('overview.png') });

  await page.getByTestId('nav-tab-categories').click();
  const body = page.locator('body');
  for (const cause of causes) await expect(body).toContainText(cause);
  await page.screenshot({ path: testInfo.outputPath('categories.png') });
  await page.getByTestId('nav-tab-results').click();

  await open(page, 'LLM-18');
  await expect(body).toContainText('Category: Contract violation');
  await expect(body).toContainText('answered 500, expected 200');
  await expect(body).toContainText(/GET \/ → 200 · \d+ ms/);
  await expect(body).toContainText('calls');
  await expect(body).toContainText(/History\s*1/);
  for (const noise of ['Before Hooks', 'guard', 'cleanup']) await expect(body).not.toContainText(noise);
  await page.screenshot({ path: testInfo.outputPath('failure.png'), fullPage: true });

  for (const [title, seen] of Object.entries({ ...readable })) {
    await page.goto('about:blank');
    await page.goto(report);
    await open(page, title);
    await expect(body).toContainText(seen);
  }
  await browser.close();
  expect(asked).toEqual([]);
});
