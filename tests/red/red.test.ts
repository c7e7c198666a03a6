import { expect, test } from '@playwright/test';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { root, runNested } from '../suite/nested.ts';
import { proofs } from './proofs/index.ts';
import { startProxy } from './proxy.ts';

const ports = '47';

test('every spec file has one proof that it can turn red', () => {
  const specs = readdirSync(path.join(root, 'specs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.spec.ts'))
    .map((file) => file.replaceAll(path.sep, '/'));
  expect(proofs.map(({ spec }) => spec).sort()).toEqual(specs.sort());
});

// One run for all: a process start costs more than most of the tests. That the same tests are green against the
// deployment as it is, is what the gate's full run shows.
test('every proof turns its spec red, for its reason, and nothing is left behind', async ({}, testInfo) => {
  test.setTimeout(600_000);
  const api = await startProxy(`http://127.0.0.1:${ports}10`, proofs);
  const outage = await startProxy(`http://127.0.0.1:${ports}11`, proofs);
  const run = await runNested({
    config: 'tests/red/playwright.config.ts',
    output: testInfo.outputPath('nested'),
    variables: {
      SANDBOX_PORTS: ports,
      LEARNLIKEMAGIC_API_URL: api.url,
      LEARNLIKEMAGIC_OUTAGE_API_URL: outage.url,
    },
  });
  await Promise.all([api.close(), outage.close()]);

  expect(run.errors, 'the end proof of the run').toEqual([]);
  for (const { spec, message } of proofs) {
    const found = run.tests.filter(({ file }) => file === spec);
    expect.soft(found, `${spec}: one test`).toHaveLength(1);
    const told = (api.told.get(spec) ?? 0) + (outage.told.get(spec) ?? 0);
    expect.soft(told, `${spec}: how often the lie was told`).toBeGreaterThan(0);
    expect.soft(found[0]?.status, `${spec}: status of the test`).toBe('failed');
    expect.soft(found[0]?.errors.join('\n\n'), `${spec}: reason of the failure`).toMatch(message);
  }
});
