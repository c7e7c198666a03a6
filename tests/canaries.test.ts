import { expect, test as base } from '@playwright/test';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runNested, type NestedRun } from './suite/nested.ts';
import { json, startStub } from './suite/stub.ts';
import { unzip } from './suite/zip.ts';

const variables = {
  TEST_ENV: 'staging',
  TEST_SYSTEMS: 'learnlikemagic',
  // Its stores are nowhere, on purpose.
  TEST_PREFLIGHT: 'no',
  LEARNLIKEMAGIC_REQUEST_TIMEOUT_SECONDS: '1',
  LEARNLIKEMAGIC_LLM_CALL_SECONDS: '1',
  LEARNLIKEMAGIC_API_KEY: 'canary-api-key',
  LEARNLIKEMAGIC_API_HEADERS: '{"x-tenant":"canary-tenant"}',
  DEBUG: 'pw:api',
  LEARNLIKEMAGIC_DATABASE_URL: 'postgresql://qa:canary-database-password@127.0.0.1:1/none',
  LEARNLIKEMAGIC_S3_BUCKET: 'none',
  LEARNLIKEMAGIC_S3_REGION: 'us-east-1',
  LEARNLIKEMAGIC_S3_ENDPOINT: 'http://127.0.0.1:1',
  LEARNLIKEMAGIC_S3_ACCESS_KEY_ID: 'canary-key-id',
  LEARNLIKEMAGIC_S3_SECRET_ACCESS_KEY: 'canary-s3-secret',
  CANARY_V4: 'X-Amz-Credential=canary-credential%2Faws4&X-Amz-Signature=canary-signature-v4&visible=marker-url',
  CANARY_V2: 'AWSAccessKeyId=canary-access-key&Signature=canary-signature-v2%3D&Expires=1',
  CANARY_TOKEN: 'canary-bearer-token',
  CANARY_COOKIE: 'session=canary-cookie',
};

/** Every text that a run stored, by file, with what zip archives hold, also the one inside an HTML report. */
function storedTexts(directory: string): Map<string, string> {
  const texts = new Map<string, string>();
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const { parentPath, name } of files) {
    const file = path.join(parentPath, name);
    const bytes = readFileSync(file);
    const embedded = /data:application\/zip;base64,([\w+/=]+)/.exec(bytes.toString('latin1'))?.[1];
    const archive = name.endsWith('.zip')
      ? bytes
      : embedded === undefined
        ? undefined
        : Buffer.from(embedded, 'base64');
    const place = path.relative(directory, file);
    texts.set(place, bytes.toString('utf8'));
    for (const [inner, content] of archive ? unzip(archive) : [])
      texts.set(`${place}!${inner}`, content.toString('utf8'));
  }
  return texts;
}

const namesOf = (texts: ReadonlyMap<string, string>, searched: RegExp): string[] =>
  [...texts]
    .filter(([, text]) => searched.test(text))
    .map(([name]) => name.split(path.sep)[0]?.replace(/!.*/, '') ?? '');

interface AllureResult {
  readonly name: string;
  readonly labels: readonly { readonly name: string; readonly value: string }[];
  readonly steps: readonly { readonly name: string; readonly status: string; readonly steps: readonly unknown[] }[];
}

interface Stored {
  readonly run: NestedRun;
  readonly output: string;
}

const test = base.extend<object, { stored: Stored }>({
  /** A run of tests that meet secrets, with every reporter that stores something. */
  stored: [
    async ({}, use, { project, workerIndex }) => {
      const stub = await startStub(({ url, headers }, response) => {
        // It keeps one call waiting, and sends the credentials of the other back.
        const said = { status: 'canary-database-password', headers };
        if (url !== '/') json(response, 500, said);
      });
      const output = path.join(project.outputDir, `canaries-${String(workerIndex)}`);
      const apiUrl = stub.url.replace('http://', 'http://user:canary-api-password@');
      const run = await runNested({
        config: 'tests/suite/canary/playwright.config.ts',
        output,
        variables: { ...variables, LEARNLIKEMAGIC_API_URL: apiUrl },
      });
      await stub.close();
      await use({ run, output });
    },
    { scope: 'worker', timeout: 300_000 },
  ],
});

// In one worker, which makes the nested run once.
test.describe.configure({ mode: 'default' });

test('no artefact of a run holds a planted secret, and the places are the right ones', ({ stored }) => {
  const { run, output } = stored;
  expect(run.tests.map(({ status }) => status).sort()).toEqual([...Array<string>(7).fill('failed'), 'passed']);
  const texts = storedTexts(output).set('terminal', run.output);
  const leaks = [...texts].flatMap(([name, text]) =>
    [...text.matchAll(/.{0,60}canary-[\w-]+/g)].map(([found]) => `${name}: ${found}`),
  );
  expect(leaks).toEqual([]);

  // The same places hold what may be seen: a search in the wrong place would find nothing either.
  const stores = ['allure', 'blob', 'html', 'junit.xml', 'report.json', 'results', 'terminal'];
  expect([...new Set(namesOf(texts, /marker-said/))].sort()).toEqual(stores);
  expect([...new Set(namesOf(texts, /marker-url/))]).toEqual(
    expect.arrayContaining(['allure', 'blob', 'html', 'terminal']),
  );
  expect([...new Set(namesOf(texts, /\[redacted\]/))].sort()).toEqual(stores);
});

test('the reports say where a test stands, and the log ends with one line of counts', ({ stored }) => {
  const { run, output } = stored;
  expect(run.output.trimEnd().split('\n').at(-1)).toBe('1 passed, 7 failed, 0 skipped');

  const folder = path.join(output, 'allure');
  const files = readdirSync(folder).filter((name) => name.endsWith('-result.json'));
  const results = files.map((name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as AllureResult);
  expect(results).toHaveLength(8);
  for (const { labels } of results) {
    const found = Object.fromEntries(labels.map(({ name, value }) => [name, value]));
    expect(found).toMatchObject({ epic: 'suite', feature: 'canary', story: 'GET /', severity: 'normal' });
  }
  const late = results.find(({ name }) => name === 'the client gets no answer in time');
  // A step for the call, without Playwright's own inside it and no fixtures; the exchange hangs on the test.
  expect(late?.steps.find(({ name }) => name.startsWith('GET'))).toMatchObject({
    name: expect.stringMatching(/^GET \/ → 200 · \d+ ms$/),
    status: 'failed',
    steps: [],
  });
  expect(JSON.stringify(late)).toContain('"name":"calls"');
  expect(JSON.stringify(late)).not.toMatch(/"name":"(Fixture |fixture: )?(guard|cleanup|environment)"/);
  expect(readFileSync(path.join(folder, 'environment.properties'), 'utf8').split('\n').sort()).toEqual([
    expect.stringMatching(/^base\\ URLs=http:\/\/127\.0\.0\.1:\d+$/),
    expect.stringMatching(/^commit=([0-9a-f]{40}|unknown)$/),
    'environment=staging',
    'left\\ behind=nothing was created',
    expect.stringMatching(/^run=[0-9a-z]{14}$/),
    'systems=learnlikemagic',
    expect.stringMatching(/^target\\ learnlikemagic=http\\?:\/\/127\.0\.0\.1\\?:\d+ \(says no version\)$/),
  ]);
});

test('a run against a deployment refuses reporters and traces that would store secrets', async ({}, testInfo) => {
  test.setTimeout(120_000);
  const output = testInfo.outputPath('nested');
  const run = await runNested({
    config: 'tests/suite/canary/playwright.config.ts',
    output,
    variables: {
      ...variables,
      LEARNLIKEMAGIC_API_URL: 'http://127.0.0.1:1',
      PLAYWRIGHT_JSON_OUTPUT_FILE: path.join(output, 'report.json'),
      PLAYWRIGHT_BLOB_OUTPUT_DIR: path.join(output, 'blob'),
    },
    args: ['--grep', 'wrong answer', '--trace', 'on', '--reporter', 'blob,json'],
  });
  expect(run.tests.flatMap(({ errors }) => errors)).toEqual([
    expect.stringContaining('--reporter replaces the redaction reporter: use --add-reporter instead'),
  ]);
  expect(run.tests[0]?.errors[0]).toContain('a trace holds every header in clear text: run without --trace');
});
