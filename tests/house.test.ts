import { expect, test } from '@playwright/test';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { environments } from '../env/environments.ts';
import { systems } from '../env/systems/index.ts';
import { systems as sandboxed } from '../sandbox/systems.mjs';
import { detectable } from '../detection/systems/index.ts';
import { proofs } from './red/proofs/index.ts';

const root = path.join(import.meta.dirname, '..');
const names = Object.keys(systems);

/** Lists of systems: a new system adds its line to each of them. */
const lists = ['env/systems/index.ts', 'env/environments.ts', 'sandbox/systems.mjs', 'detection/systems/index.ts'];

/** Code of the house; the tests of the suite take systems as their examples. */
const rooms = ['specs', 'fixtures', 'helpers', 'env', 'sandbox', 'detection'];
const files = [
  'playwright.config.ts',
  'eslint.config.mjs',
  'allurerc.mjs',
  'tests/red/red.test.ts',
  'tests/red/proxy.ts',
];

const bearsName = (file: string): boolean =>
  file.split('/').some((part) => names.some((name) => part === name || part.startsWith(`${name}.`)));

const code = [
  ...files,
  ...rooms.flatMap((room) =>
    readdirSync(path.join(root, room), { recursive: true, encoding: 'utf8' })
      .map((name) => `${room}/${name.replaceAll(path.sep, '/')}`)
      .filter((name) => /\.(ts|mjs)$/.test(name) && !name.includes('node_modules')),
  ),
];

test('outside of rooms and files that bear a system’s name no code names a system, apart from the lists', () => {
  const named = new RegExp(`(?<![a-z])(${names.join('|')})(?![a-z])`, 'i');
  const lines = code
    .filter((file) => !bearsName(file) && !lists.includes(file))
    .flatMap((file) =>
      readFileSync(path.join(root, file), 'utf8')
        .split('\n')
        .flatMap((text, index) => (named.test(text) ? [`${file}:${String(index + 1)}: ${text.trim()}`] : [])),
    );
  expect(lines).toEqual([]);
});

test('every list has every system, and every system its rooms', () => {
  expect([...sandboxed].sort()).toEqual([...names].sort());
  expect(detectable.map(({ name }) => name).sort()).toEqual([...names].sort());
  expect(Object.keys(proofs).sort()).toEqual([...names].sort());
  expect([...environments.local.systems].sort()).toEqual([...names].sort());
  for (const name of names) {
    for (const room of [
      `specs/${name}/`,
      `fixtures/${name}/index.ts`,
      `helpers/${name}/plan.ts`,
      `helpers/${name}/preflight.ts`,
      `helpers/${name}/removal.ts`,
      `env/systems/${name}.ts`,
      `sandbox/${name}/deployment.ts`,
      `detection/systems/${name}.ts`,
    ]) {
      expect
        .soft(
          code.some((file) => file.startsWith(room)),
          room,
        )
        .toBe(true);
    }
  }
});
