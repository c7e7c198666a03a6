import { expect, test } from '@playwright/test';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { detectable } from '../../detection/systems/index.ts';
import { loadEnvironment } from '../../env/loader.ts';
import { root, runNested } from '../suite/nested.ts';
import { proofs } from './proofs/index.ts';
import { startProxy } from './proxy.ts';

const ports = '47';

for (const { name, urls } of detectable) {
  test(`${name}: every spec file has one proof that it can turn red`, () => {
    const specs = readdirSync(path.join(root, 'specs', name), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.spec.ts'))
      .map((file) => `${name}/${file.replaceAll(path.sep, '/')}`);
    expect(proofs[name].map(({ spec }) => spec).sort()).toEqual(specs.sort());
  });

  // One run for all: a process start costs more than most of the tests. That the same tests are green against the
  // deployment as it is, is what the gate's full run shows.
  test(`${name}: every proof turns its spec red, for its reason, and nothing is left behind`, async ({}, testInfo) => {
    test.setTimeout(600_000);
    const variables = { SANDBOX_PORTS: ports, TEST_SYSTEMS: name };
    const { settings } = loadEnvironment({ variables, directory: path.join(root, 'env') });
    const proxies = await Promise.all(
      Object.entries(urls(settings)).flatMap(([variable, url]) =>
        url === undefined ? [] : [startProxy(url, proofs[name], settings).then((proxy) => ({ variable, proxy }))],
      ),
    );
    const run = await runNested({
      config: 'tests/red/playwright.config.ts',
      output: testInfo.outputPath('nested'),
      variables: { ...variables, ...Object.fromEntries(proxies.map(({ variable, proxy }) => [variable, proxy.url])) },
    });
    await Promise.all(proxies.map(({ proxy }) => proxy.close()));

    expect(run.errors, 'the end proof of the run').toEqual([]);
    for (const { spec, lie, message } of proofs[name]) {
      const found = run.tests.filter(({ file }) => file === spec);
      expect.soft(found, `${spec}: one test`).toHaveLength(1);
      const told = proxies.reduce((sum, { proxy }) => sum + (proxy.told.get(spec) ?? 0), 0);
      if ('tell' in lie) expect.soft(told, `${spec}: how often the lie was told`).toBeGreaterThan(0);
      expect.soft(found[0]?.status, `${spec}: status of the test`).toBe('failed');
      expect.soft(found[0]?.errors.join('\n\n'), `${spec}: reason of the failure`).toMatch(message);
    }
  });
}
