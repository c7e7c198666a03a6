import { expect, test as base } from '@playwright/test';
import { rmSync } from 'node:fs';
import { grantFor } from '../env/grant.ts';
import { newRunId } from '../env/run.ts';
import { offers } from '../env/tags.ts';
import { ledgerDirectory } from '../helpers/cleanup/ledger.ts';
import { json, startStub } from './suite/stub.ts';
import { runNested, testOf, type NestedRun } from './suite/nested.ts';

// One nested run for all: a process start costs more than every test here.
const test = base.extend<object, { nested: NestedRun }>({
  nested: [
    async ({}, use, workerInfo) => {
      const stub = await startStub(({ url }, response) => {
        const health = { status: 'ok', service: 'LearnLikeMagic LLM Backend', version: '1.0.0' };
        if (url === '/reset') response.destroy();
        else
          setTimeout(
            () => {
              json(response, 200, health);
            },
            url === '/slow' ? 300 : 0,
          );
      });
      const runId = newRunId();
      const variables = {
        TEST_ENV: 'production',
        TEST_SYSTEMS: 'learnlikemagic',
        // Its stores are nowhere, on purpose.
        TEST_PREFLIGHT: 'no',
        TEST_RUN_ID: runId,
        LEARNLIKEMAGIC_API_URL: stub.url,
        LEARNLIKEMAGIC_REQUEST_TIMEOUT_SECONDS: '10',
        LEARNLIKEMAGIC_LLM_CALL_SECONDS: '7',
        LEARNLIKEMAGIC_DATABASE_URL: 'postgresql://qa:canary@127.0.0.1:1/none',
        LEARNLIKEMAGIC_S3_BUCKET: 'none',
        LEARNLIKEMAGIC_S3_REGION: 'us-east-1',
        LEARNLIKEMAGIC_S3_ENDPOINT: 'http://127.0.0.1:1',
      };
      const output = `${workerInfo.project.outputDir}/guard-${String(workerInfo.workerIndex)}`;
      await use(await runNested({ config: 'tests/suite/guard/playwright.config.ts', output, variables }));
      await stub.close();
      // One of its tests leaves an intent behind on purpose.
      rmSync(ledgerDirectory(runId), { recursive: true });
    },
    { scope: 'worker', timeout: 300_000 },
  ],
});

// All in one worker, which runs the nested tests once.
test.describe.configure({ mode: 'default' });

const refused: Readonly<Record<string, string>> = {
  'no tag': 'exactly one of @read-only and @writes is needed, found 0',
  'no effect': 'exactly one of @read-only and @writes is needed, found 0',
  'both effects': 'exactly one of @read-only and @writes is needed, found 2',
  'an unknown tag': 'unknown tag @smoek',
  'smoke with fault': '@fault cannot be in @smoke',
  'reads the database without its tag': 'needs the tag @db: it reads the database',
  'reads the bucket without its tag': 'needs the tag @s3: it reads the bucket',
  'calls the model without its tag': 'needs the tag @llm: GET / calls the model',
  'uses the outage without its tag': 'needs the tag @fault: it uses an API whose database refuses',
  'a read-only test that writes': 'is @read-only and must not send DELETE /admin/books/{book_id}',
  'a read-only test that inserts': 'is @read-only and must not send INSERT INTO teaching_guidelines',
  'an answer that nobody judged': 'Answers that nobody judged with as(status):\n  - GET / answered 200',
  'a call that nobody awaited': 'Answers that nobody judged with as(status):\n  - GET /slow answered 200',
};

for (const [title, message] of Object.entries(refused)) {
  test(`the fixtures refuse: ${title}`, ({ nested }) => {
    const { outcome, errors } = testOf(nested, title);
    expect(outcome).toBe('unexpected');
    expect(errors).toEqual([expect.stringContaining(message)]);
  });
}

const skipped: Readonly<Record<string, string>> = {
  'a forbidden effect': `not permitted: production does not permit @writes (${grantFor('production')} permits it today)`,
  'needs fault control': `production offers ${offers['@fault']}`,
  'needs a scripted model': `production offers ${offers['@scripted']}`,
  // Its object store is an emulator that does not say that it checks them.
  'needs signed URLs': `production offers ${offers['@signed-urls']}`,
  'needs both': `production offers ${offers['@fault']}; ${offers['@scripted']}`,
  'fails now and then': 'known issue since 2026-01-31, now and then: https://issues.example/7',
};

for (const [title, description] of Object.entries(skipped)) {
  test(`the report says why it is skipped: ${title}`, ({ nested }) => {
    const { outcome, annotations } = testOf(nested, title);
    expect(outcome).toBe('skipped');
    expect(annotations).toContainEqual(expect.objectContaining({ type: 'skip', description }));
  });
}

test('what is allowed runs', ({ nested }) => {
  for (const title of ['right tags', 'model calls add to the time']) {
    expect(testOf(nested, title)).toMatchObject({ outcome: 'expected', status: 'passed', errors: [] });
  }
});

for (const title of ['fails as listed', 'is listed by plan id', 'fails softly, twice as listed']) {
  test(`a known issue is expected: ${title}`, ({ nested }) => {
    const { outcome, status, annotations } = testOf(nested, title);
    expect([outcome, status]).toEqual(['expected', 'failed']);
    expect(annotations).toContainEqual(
      expect.objectContaining({ type: 'issue', description: 'https://issues.example/7' }),
    );
  });
}

const red: Readonly<Record<string, string>> = {
  'fails with another message': 'failed',
  'fails softly, and in another way': 'failed',
  'fails softly, then in another way': 'failed',
  'gets no answer': 'failed',
  'leaves something behind': 'failed',
  'runs out of time': 'timedOut',
  'passes against expectation': 'passed',
  'is listed elsewhere': 'failed',
};

for (const [title, status] of Object.entries(red)) {
  test(`a known issue stays red or makes noise: ${title}`, ({ nested }) => {
    expect(testOf(nested, title)).toMatchObject({ outcome: 'unexpected', status });
  });
}

test('the errors of a test that leaves something behind name it', ({ nested }) => {
  const { errors } = testOf(nested, 'leaves something behind');
  expect(errors).toEqual([
    expect.stringContaining('as listed'),
    expect.stringContaining('Clean-up left 1 of 1 behind:\n  - guideline test_x (INSERT): PostgreSQL 127.0.0.1:1/none'),
  ]);
});
