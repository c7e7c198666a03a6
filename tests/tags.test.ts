import { expect, test } from '@playwright/test';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { tagProblems } from '../env/tags.ts';
import { root, runNested } from './suite/nested.ts';

const exactlyOne = 'exactly one of @read-only and @writes is needed, found';

test('right tags have no problem', () => {
  expect(tagProblems(['@smoke', '@critical', '@read-only'])).toEqual([]);
  expect(tagProblems(['@writes', '@fault', '@scripted', '@llm'])).toEqual([]);
});

test('wrong, unknown and missing tags are named, all at once', () => {
  expect(tagProblems([])).toEqual([`${exactlyOne} 0`]);
  expect(tagProblems(['@read-only', '@writes'])).toEqual([`${exactlyOne} 2`]);
  expect(tagProblems(['@smoek', '@fast'])).toEqual([
    expect.stringContaining('unknown tag @smoek: env/tags.ts lists @smoke '),
    expect.stringContaining('unknown tag @fast'),
    `${exactlyOne} 0`,
  ]);
  expect(tagProblems(['@smoke', '@fault', '@read-only'])).toEqual([expect.stringContaining('@fault cannot be in')]);
});

// Without the environment's grep, which would hide a test that lacks its effect.
test('every test of the suite carries valid tags, a unique title and known plan ids', async ({}, testInfo) => {
  const run = await runNested({
    config: 'tests/suite/list/playwright.config.ts',
    output: testInfo.outputPath(),
    args: ['--list'],
  });
  expect(run.exitCode, run.output).toBe(0);

  const wrong = run.tests.flatMap(({ file, title, tags }) =>
    tagProblems(tags).map((problem) => `${file} › ${title}: ${problem}`),
  );
  expect(wrong, 'tags').toEqual([]);

  const smokeThatWrites = run.tests.filter(({ tags }) => tags.includes('@smoke') && tags.includes('@writes'));
  expect(smokeThatWrites, 'the smoke selection only reads').toEqual([]);

  const counts = new Map<string, number>();
  for (const { file, title } of run.tests) {
    const name = `${file.split('/')[0] ?? ''}: ${title}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  expect(
    [...counts].filter(([, count]) => count > 1),
    'titles within a system, describe included',
  ).toEqual([]);

  const listed = new Set(run.tests.map(({ file }) => file));
  const systems = readdirSync(path.join(root, 'specs'));
  for (const system of systems) {
    const specs = readdirSync(path.join(root, 'specs', system), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.spec.ts'))
      .map((name) => name.replaceAll(path.sep, '/'));
    expect([...listed].filter((file) => file.startsWith(`${system}/`)).sort()).toEqual(
      specs.map((name) => `${system}/${name}`).sort(),
    );
    await expectKnownIds(system, run.tests);
  }
});

/** Each plan annotation names a case of the system's plan, and each case is named, but for those about the suite itself. */
async function expectKnownIds(
  system: string,
  tests: readonly { file: string; annotations: readonly { type: string; description?: string | undefined }[] }[],
): Promise<void> {
  const file = path.join(root, 'helpers', system, 'plan.ts');
  expect(existsSync(file), `${system} has a plan`).toBe(true);
  const { plan, ownTests = {} } = (await import(file)) as Record<
    'plan' | 'ownTests',
    Readonly<Record<string, string>> | undefined
  >;
  const named = tests
    .filter((test) => test.file.startsWith(`${system}/`))
    .flatMap(({ annotations }) =>
      annotations.filter(({ type }) => type === 'plan').map(({ description }) => description),
    );
  expect([...new Set(named)].sort(), 'ids in plan annotations').toEqual(
    Object.keys(plan ?? {})
      .filter((id) => !(id in ownTests))
      .sort(),
  );
}
