import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { contentOf } from './suite/content.ts';
import { runNested } from './suite/nested.ts';
import { variablesFor } from './suite/target.ts';
import { expect, test as base } from './sandbox/learnlikemagic.ts';

const test = base.extend<{ readOnlyBucket: { url: string; refused: string[] } }>({
  /** The bucket by keys that may only read. */
  readOnlyBucket: async ({ backend }, use) => {
    const { hostname, port } = new URL(backend.storageUrl);
    const refused: string[] = [];
    const server = createServer((incoming, response) => {
      const { method = '', url = '', headers } = incoming;
      if (method !== 'GET' && method !== 'HEAD') {
        refused.push(`${method} ${url}`);
        response.writeHead(403, { 'content-type': 'application/xml' });
        response.end('<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>');
        return;
      }
      request({ hostname, port, method, path: url, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      }).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    await use({ url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, refused });
    server.closeAllConnections();
    server.close();
  },
});

test('the whole suite on a production-like deployment without a grant changes not one byte', async ({
  backend,
  readOnlyBucket,
}, testInfo) => {
  test.setTimeout(300_000);
  await backend.createBook('Somebody Else');
  await backend.startSession('Sums');
  const before = await contentOf(backend);
  const output = testInfo.outputPath('nested');
  const target = { url: backend.url, databaseUrl: backend.readOnlyUrl, storageUrl: readOnlyBucket.url };

  const run = await runNested({
    config: 'playwright.config.ts',
    output,
    variables: {
      ...variablesFor(target),
      TEST_ENV: 'production',
      PLAYWRIGHT_JSON_OUTPUT_FILE: `${output}/report.json`,
    },
    args: ['--project=learnlikemagic', '--add-reporter=json'],
  });

  const failed = run.tests.filter(({ outcome }) => outcome === 'unexpected');
  expect.soft(failed.map(({ title, errors }) => [title, ...errors])).toEqual([]);
  expect.soft(run.exitCode).toBe(0);
  const ran = run.tests.filter(({ status }) => status === 'passed');
  expect.soft(ran.length, 'tests that ran').toBeGreaterThan(10);
  expect.soft(ran.filter(({ tags }) => !tags.includes('@read-only'))).toEqual([]);
  expect.soft(run.output).toMatch(/^not permitted: \d+ \(production does not permit @writes/m);
  expect.soft(readOnlyBucket.refused).toEqual([]);
  expect(await contentOf(backend)).toEqual(before);
});
