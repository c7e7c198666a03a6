import { expect } from '@playwright/test';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import pg from 'pg';
import { test as base } from './sandbox/iep.ts';
import { root, runNested } from './suite/nested.ts';
import { json, startStub, type Stub } from './suite/stub.ts';

const tsx = path.join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');

type Variables = Readonly<Record<string, string>>;

/** Runs the doctor of staging with these variables. */
async function doctor(variables: Variables): Promise<{ exitCode: number | null; output: string }> {
  const child = spawn(process.execPath, [tsx, path.join(root, 'helpers', 'preflight', 'doctor.ts')], {
    cwd: root,
    env: { PATH: process.env['PATH'], TEST_ENV: 'staging', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, output };
}

const test = base.extend<{ good: Variables; stub: (handler: Parameters<typeof startStub>[0]) => Promise<Stub> }>({
  /** A deployment that is as it should be. */
  good: async ({ deployment }, use) => {
    await use({
      TEST_SYSTEMS: 'iep',
      IEP_API_URL: deployment.service.url,
      IEP_REQUEST_TIMEOUT_SECONDS: '2',
      IEP_LLM_CALL_SECONDS: '2',
      IEP_DATABASE_URL: deployment.databaseUrl,
    });
  },
  stub: async ({}, use) => {
    const stubs: Stub[] = [];
    await use(async (handler) => {
      const stub = await startStub(handler);
      stubs.push(stub);
      return stub;
    });
    for (const stub of stubs) await stub.close();
  },
});

// One deployment for all.
test.describe.configure({ mode: 'default' });

test('the doctor finds nothing wrong with a good deployment', async ({ good }) => {
  const { exitCode, output } = await doctor(good);
  expect(output).toMatch(/^iep {2}API 127\.0\.0\.1:\d+ +ok\niep {2}database 127\.0\.0\.1:\d+\/iep +ok\n/);
  expect(output).toContain('staging, reads and writes: ready');
  expect(exitCode).toBe(0);
});

test('the doctor names what is broken, and shows no secret', async ({ good, deployment, stub }) => {
  const { username, host } = new URL(deployment.databaseUrl);
  const other = await stub((_, response) => {
    json(response, 200, { status: 'ok', service: 'Something Else' });
  });
  const password = 'canary-password';
  const broken: readonly (readonly [Variables, string])[] = [
    [{ IEP_DATABASE_URL: `postgresql://${username}:${password}@${host}/iep` }, 'password authentication failed'],
    [{ IEP_DATABASE_URL: `postgresql://${username}:${password}@127.0.0.1:1/iep` }, 'ECONNREFUSED'],
    [{ IEP_API_URL: `http://user:${password}@127.0.0.1:1` }, 'ECONNREFUSED'],
    [{ IEP_API_URL: other.url }, 'it calls itself Something Else, not special-education'],
    [{ IEP_API_URL: `${good['IEP_API_URL'] ?? ''}/base` }, 'GET /health answered 404'],
  ];
  const outcomes = await Promise.all(broken.map(([variables]) => doctor({ ...good, ...variables })));
  for (const [index, { exitCode, output }] of outcomes.entries()) {
    expect.soft(output).toContain(broken[index]?.[1]);
    expect.soft(output).toContain('1 of 2 checks failed');
    expect.soft(output).not.toContain(password);
    expect.soft(exitCode).toBe(1);
  }
});

test('the doctor names tables, columns and rights that are missing, with the statement that gives them', async ({
  good,
  deployment,
}) => {
  const { username } = new URL(deployment.databaseUrl);
  // The password of this role is its name.
  const shown = '[redacted]';
  const owner = new pg.Client(deployment.ownerUrl);
  await owner.connect();
  const change = async (statements: readonly string[]): Promise<void> => {
    for (const statement of statements) await owner.query(statement);
  };
  try {
    await change([
      `REVOKE DELETE ON iep_goals FROM ${username}`,
      `REVOKE SELECT ON iep_templates FROM ${username}`,
      'ALTER TABLE students RENAME COLUMN middle_name TO second_name',
      'ALTER TABLE disability_types RENAME TO disabilities',
    ]);
    const { output, exitCode } = await doctor(good);
    expect.soft(output).toContain(`${shown} may not clean up iep_goals: GRANT DELETE ON iep_goals TO ${shown}`);
    expect.soft(output).toContain(`${shown} may not read iep_templates: GRANT SELECT ON iep_templates TO ${shown}`);
    expect.soft(output).toContain('students has no column middle_name: is it migrated?');
    expect.soft(output).toContain('it has no table disability_types: is it the database of this system');
    expect.soft(exitCode).toBe(1);
  } finally {
    await change([
      'ALTER TABLE disabilities RENAME TO disability_types',
      'ALTER TABLE students RENAME COLUMN second_name TO middle_name',
      `GRANT SELECT ON iep_templates TO ${username}`,
      `GRANT DELETE ON iep_goals TO ${username}`,
    ]);
    await owner.end();
  }
});

const nowhere = {
  TEST_SYSTEMS: 'learnlikemagic',
  LEARNLIKEMAGIC_REQUEST_TIMEOUT_SECONDS: '1',
  LEARNLIKEMAGIC_LLM_CALL_SECONDS: '1',
  LEARNLIKEMAGIC_DATABASE_URL: 'postgresql://qa:canary@127.0.0.1:1/none',
  LEARNLIKEMAGIC_S3_BUCKET: 'none',
  LEARNLIKEMAGIC_S3_REGION: 'us-east-1',
  LEARNLIKEMAGIC_S3_ENDPOINT: 'http://127.0.0.1:1',
  LEARNLIKEMAGIC_S3_ACCESS_KEY_ID: 'qa',
  LEARNLIKEMAGIC_S3_SECRET_ACCESS_KEY: 'canary-secret',
};
const config = 'tests/suite/summary/playwright.config.ts';

test('a run that could not clean up does not write: one message, and no other test runs', async ({
  stub,
}, testInfo) => {
  const { url, requests } = await stub((_, response) => {
    json(response, 200, { status: 'ok', service: 'LearnLikeMagic LLM Backend', version: '1.0.0' });
  });
  const variables = { ...nowhere, TEST_ENV: 'staging', LEARNLIKEMAGIC_API_URL: url };
  const args = ['--grep', 'passes|writes', '--workers', '2'];
  const run = await runNested({ config, output: testInfo.outputPath('writes'), variables, args });
  expect(run.exitCode).toBe(3);
  const errors = run.tests.flatMap((nested) => nested.errors);
  expect(errors).toEqual([expect.stringContaining('Preflight: learnlikemagic on staging is not as this run needs it')]);
  expect(errors[0]).toContain('database 127.0.0.1:1/none: PostgreSQL 127.0.0.1:1/none, SELECT extract(epoch');
  expect(errors[0]).toContain('bucket none 127.0.0.1:1: S3 bucket none');
  expect(run.output.trimEnd().split('\n').slice(-3)).toEqual([
    'not run: 2 (the preflight found learnlikemagic not ready)',
    expect.stringContaining('the environment is broken: 1 of 1 failures come of it, all'),
    '0 passed, 1 failed, 2 skipped',
  ]);
  // What answers is asked for its name, and by the reports for its version.
  const asked = requests.map((request) => `${request.method} ${request.url}`);
  expect(asked).toEqual(['GET /', 'GET /openapi.json']);

  // Who may only read, and reads no store, needs none.
  const output = testInfo.outputPath('reads');
  const reads = await runNested({ config, output, variables: { ...variables, TEST_ENV: 'production' }, args });
  expect(reads.exitCode).toBe(0);
  expect(reads.output).toContain('1 passed, 0 failed, 2 skipped');
});

test('an API that never answers ends the run after one time-out', async ({}, testInfo) => {
  const server = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const run = await runNested({
    config,
    output: testInfo.outputPath('nested'),
    variables: { ...nowhere, TEST_ENV: 'production', LEARNLIKEMAGIC_API_URL: url },
    args: ['--grep', 'passes|fails|flutters|is skipped'],
  });
  server.close();
  const errors = run.tests.flatMap((nested) => nested.errors);
  expect(errors).toEqual([expect.stringContaining('got no answer: Timeout 1000ms exceeded')]);
  expect(run.output).toContain('not run: 3 (the preflight found learnlikemagic not ready)');
});
