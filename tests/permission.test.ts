import { ESLint, Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { expect, s3, test as base } from './sandbox/learnlikemagic.ts';
import { contentOf } from './suite/content.ts';
import { root, runNested, testOf, type NestedRun } from './suite/nested.ts';

interface Attacked {
  readonly nested: NestedRun;
  readonly before: unknown;
  readonly after: unknown;
}

// One nested run for all: a process start costs more than every test here.
const test = base.extend<object, { attacked: Attacked }>({
  attacked: [
    async ({ backend }, use, workerInfo) => {
      const id = await backend.createBook('Somebody Else');
      const before = await contentOf(backend);
      const variables = {
        TEST_ENV: 'production',
        TEST_SYSTEMS: 'learnlikemagic',
        LEARNLIKEMAGIC_API_URL: backend.url,
        LEARNLIKEMAGIC_REQUEST_TIMEOUT_SECONDS: '10',
        LEARNLIKEMAGIC_LLM_CALL_SECONDS: '7',
        LEARNLIKEMAGIC_DATABASE_URL: backend.databaseUrl,
        LEARNLIKEMAGIC_S3_BUCKET: s3.bucket,
        LEARNLIKEMAGIC_S3_REGION: s3.region,
        LEARNLIKEMAGIC_S3_ENDPOINT: backend.storageUrl,
        LEARNLIKEMAGIC_S3_ACCESS_KEY_ID: s3.accessKeyId,
        LEARNLIKEMAGIC_S3_SECRET_ACCESS_KEY: s3.secretAccessKey,
        ATTACKED_BOOK: id,
        ATTACKED_API: backend.url,
      };
      const output = `${workerInfo.project.outputDir}/permission-${String(workerInfo.workerIndex)}`;
      const nested = await runNested({ config: 'tests/suite/permission/playwright.config.ts', output, variables });
      await use({ nested, before, after: await contentOf(backend) });
    },
    { scope: 'worker', timeout: 300_000 },
  ],
});

test.describe.configure({ mode: 'default' });

test('eighteen attacks of tests that may only read are refused, and nothing has changed', ({ attacked }) => {
  const { nested, before, after } = attacked;
  const attacks = nested.tests.filter(({ title }) => !title.endsWith('may read'));
  expect(attacks).toHaveLength(18);
  const through = attacks.filter(({ outcome }) => outcome !== 'unexpected').map(({ title }) => title);
  expect.soft(through, 'attacks that got through').toEqual([]);
  for (const { title, errors } of attacks)
    expect
      .soft(errors.join('\n'), title)
      .toMatch(/refused|@read-only|read-only transaction|read only property|multiple commands|not belong to this run/);
  expect(after).toEqual(before);
});

test('reading is left to them', ({ attacked: { nested } }) => {
  expect(testOf(nested, 'may read')).toMatchObject({ outcome: 'expected', errors: [] });
});

/** What lint says of a spec: the rules that need no types. */
async function lint(code: string): Promise<string[]> {
  const { rules } = (await new ESLint({ cwd: root }).calculateConfigForFile('specs/iep/x.spec.ts')) as {
    rules: Record<string, Linter.RuleEntry>;
  };
  const restricted = Object.entries(rules).filter(([name]) => name.startsWith('no-restricted'));
  const config = {
    files: ['**/*.ts'],
    languageOptions: { parser: tseslint.parser },
    rules: Object.fromEntries(restricted),
  };
  const found = new Linter().verify(code, [config], 'specs/iep/x.spec.ts');
  return found.map(({ message }) => message);
}

const evasions: Readonly<Record<string, string>> = {
  'a request of its own': `await fetch('http://x');`,
  'a request by another name': `await globalThis.fetch('http://x');`,
  'a test without our fixtures': `import { test } from '@playwright/test';`,
  'a driver': `import pg from 'pg';`,
  'a connection of its own': `import { request } from 'node:http';`,
  'a module that is loaded later': `await import('pg');`,
  "Playwright's own request": `test('x', async ({ request }) => { await request.get('/'); });`,
  "Playwright's own page": `test('x', async ({ page: site }) => { await site.goto('/'); });`,
  'the context of the API': `test('x', async ({ apiContext }) => { await apiContext.get('/'); });`,
  "the worker's database": `test('x', async ({ iepDatabase }) => { await iepDatabase.execute('x'); });`,
};

for (const [title, code] of Object.entries(evasions)) {
  test(`lint refuses in a spec: ${title}`, async () => {
    expect(await lint(code)).not.toEqual([]);
  });
}

test('lint leaves a plain spec alone', async () => {
  const code = `import { randomUUID } from 'node:crypto';
    import { expect, test } from '../../fixtures/iep/index.ts';
    test('x', { tag: ['@db', '@read-only'] }, async ({ database }) => { expect(database).toBe(randomUUID()); });`;
  expect(await lint(code)).toEqual([]);
});
