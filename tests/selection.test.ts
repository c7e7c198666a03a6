import { expect, test } from '@playwright/test';
import path from 'node:path';
import { loadEnvironment } from '../env/loader.ts';
import { projectsIn, selectSystems } from '../env/selection.ts';
import { systems } from '../env/systems/index.ts';

const env = path.join(import.meta.dirname, '..', 'env');
const [first = ''] = Object.keys(systems);

/** What a run with these arguments notes for its processes. */
function noted(args: readonly string[], variables: Record<string, string> = {}): string | undefined {
  const given: NodeJS.ProcessEnv = { ...variables };
  selectSystems(args, given);
  return given['TEST_SYSTEMS'];
}

test('projects are read from the arguments as Playwright reads them', () => {
  expect(projectsIn(['test', '--grep', '@smoke', 'books'])).toEqual([]);
  expect(projectsIn(['test', '--project=a', '--grep', '@smoke', '--project', 'b', 'c', '--list', 'd'])).toEqual([
    ...['a', 'b', 'c'],
  ]);
  expect(projectsIn(['--project=a', 'books'])).toEqual(['a']);
});

test('a run notes the systems that its projects name, whatever their case, and nothing without any', () => {
  expect(noted(['test'])).toBeUndefined();
  expect(noted([`--project=${first.toUpperCase()}`])).toBe(first);
  expect(noted(['--project=*'])).toBe(Object.keys(systems).join(','));
  expect(noted([`--project=${first.slice(0, 2)}*`], { TEST_SYSTEMS: 'what a shell had' })).toBe(first);
});

test('a project that is no system of the environment is named, with those that are', () => {
  expect(() => noted(['--project=nosuch'])).toThrow(
    `--project=nosuch names no system that local hosts (env/environments.ts): it hosts ${Object.keys(systems).join(', ')}`,
  );
  expect(() => loadEnvironment({ variables: { TEST_SYSTEMS: `${first},nosuch` }, directory: env })).toThrow(
    'local does not host nosuch (env/environments.ts): it hosts ',
  );
});

for (const name of Object.keys(systems)) {
  test(`only the values of ${name} are read, and demanded, when it runs alone`, ({}, testInfo) => {
    const alone = loadEnvironment({ variables: { TEST_SYSTEMS: name }, directory: env });
    expect(alone.systems).toEqual([name]);
    expect(Object.keys(alone.settings)).toEqual([name]);

    const variables = { TEST_ENV: 'staging', TEST_SYSTEMS: name };
    expect(() => loadEnvironment({ variables, directory: testInfo.outputPath() })).toThrow(
      new RegExp(`^Environment staging is not complete; [^\\n]*:(\\n  - ${name.toUpperCase()}_\\w+ is missing .*)+$`),
    );
  });
}
