import { once } from 'node:events';
import { cp, readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { expect } from '@playwright/test';
import { firstPortOf, sandboxPorts } from '../../sandbox/ports.mjs';
import { systems } from '../../sandbox/systems.mjs';
import { everySystem, identity, repository, takenPorts, test } from './attach.ts';

const prefix = '61';
test.use({ prefix });
test.describe.configure({ mode: 'default' });

test('two runs that begin at the same moment share one sandbox, which the second keeps when the first is killed', async ({
  attach,
  temporary,
}) => {
  const first = attach();
  const second = attach();
  const lines = [await first.line, await second.line].sort();
  expect(lines[0]).toMatch(/^sandbox ready on 6100 \(\d+\.\d s\)$/);
  expect(lines[1]).toBe('sandbox ready on 6100 (already running)');
  expect(await identity(prefix)).toMatchObject({ ready: true, leases: 2 });
  // A sandbox's own folder ends with six characters; beside it lie those whose place the suite must know.
  expect((await readdir(temporary)).filter((name) => /-\w{6}$/.test(name))).toHaveLength(1);

  const { pid } = await identity(prefix);
  process.kill(first.pid, 'SIGKILL');
  await first.ended;
  // Longer than a sandbox without leases lingers.
  await expect.poll(async () => (await identity(prefix)).leases).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(await identity(prefix)).toMatchObject({ pid, ready: true, leases: 1 });

  process.kill(second.pid, 'SIGTERM');
  expect(await second.ended).toEqual({ code: 0, errors: '' });
  await expect.poll(() => takenPorts(prefix)).toEqual([]);
});

for (const stdin of ['pipe', 'ignore'] as const) {
  test(`nothing survives a kill -9 of the parent, standard input ${stdin}`, async ({ attach }) => {
    const parent = attach({ throughParent: true, stdin, env: everySystem });
    await parent.line;
    process.kill(parent.pid, 'SIGKILL');
    await expect.poll(() => takenPorts(prefix), { timeout: 10_000 }).toEqual([]);
  });
}

test('nothing survives when the parent is killed while the sandbox is starting', async ({ attach }) => {
  const parent = attach({ throughParent: true, env: everySystem });
  await expect.poll(() => takenPorts(prefix), { intervals: [20] }).toContain(6100);
  process.kill(parent.pid, 'SIGKILL');
  await expect.poll(() => takenPorts(prefix), { timeout: 15_000 }).toEqual([]);
});

test('a kill -9 of the sandbox takes PostgreSQL and its files along, and the next start is clean', async ({
  attach,
}) => {
  const run = attach({ env: everySystem });
  await run.line;
  process.kill((await identity(prefix)).pid, 'SIGKILL');
  const { code, errors } = await run.ended;
  expect(code).toBe(1);
  expect(errors).toContain('sandbox: the sandbox ended before its time');
  const next = attach();
  expect(await next.line).toMatch(/^sandbox ready on 6100 \(\d+\.\d s\)$/);
});

test('in the foreground, Ctrl-C ends the sandbox before the prompt returns', async ({ attach, temporary }) => {
  const run = attach({ args: ['--foreground'] });
  await run.line;
  process.kill(run.pid, 'SIGINT');
  expect((await run.ended).code).toBe(0);
  expect(await takenPorts(prefix)).toEqual([]);
  expect(await readdir(temporary)).toEqual([]);
});

for (const { port, what } of [
  { port: 6100, what: 'the control port' },
  { port: 6103, what: 'the port of PostgreSQL' },
]) {
  test(`says in one line that ${what} is taken`, async ({ attach }) => {
    const other = createServer((_, response) => response.end('{}')).listen(port, '127.0.0.1');
    await once(other, 'listening');
    const { code, errors } = await attach().ended;
    other.close();
    other.closeAllConnections();
    expect(code).toBe(1);
    expect(errors).toMatch(
      new RegExp(`^sandbox: port ${String(port)} is taken by another program: .*SANDBOX_PORTS.*\n$`),
    );
  });
}

test('refuses a run that needs another kind of model than the running sandbox has', async ({ attach }) => {
  await attach().line;
  const { code, errors } = await attach({ env: { SANDBOX_MODEL: 'varied' } }).ended;
  expect(code).toBe(1);
  expect(errors).toMatch(/^sandbox: the running sandbox has SANDBOX_MODEL=scripted, .* this run needs varied, .*\n$/);
});

test('a run with another seed waits for the end of the one before it', async ({ attach }) => {
  const before = attach({ env: { SANDBOX_SEED: '1' } });
  await before.line;
  process.kill(before.pid, 'SIGTERM');
  const after = attach({ env: { SANDBOX_SEED: '2' } });
  await after.line;
  expect(await identity(prefix)).toMatchObject({ seed: 2, leases: 1 });
});

for (const { env, line } of [
  { env: { SANDBOX_PORTS: '460' }, line: 'sandbox: SANDBOX_PORTS=460 is not usable.*; write SANDBOX_PORTS=46' },
  { env: { SANDBOX_PORTS: '10' }, line: 'sandbox: SANDBOX_PORTS=10 is not usable: give the first two digits' },
  { env: { SANDBOX_SYSTEMS: 'unheard' }, line: 'sandbox: SANDBOX_SYSTEMS=unheard is not usable: there is no unheard' },
  { env: { SANDBOX_SEED: 'x' }, line: 'sandbox cannot start: SANDBOX_SEED=x is not usable' },
  { env: { SANDBOX_MODEL: 'real' }, line: 'sandbox cannot start: SANDBOX_MODEL=real is not known' },
]) {
  test(`says in one line: ${line}`, async ({ attach }) => {
    const { code, errors } = await attach({ env }).ended;
    expect(code).toBe(1);
    expect(errors).toMatch(new RegExp(`^${line}.*\n$`));
  });
}

test('says in one line that its packages are not installed', async ({ attach, place }) => {
  const root = path.join(place, 'bare');
  await cp(path.join(repository, 'sandbox'), path.join(root, 'sandbox'), {
    recursive: true,
    filter: (file) => !file.includes('node_modules'),
  });
  const { code, errors } = await attach({ root }).ended;
  expect(code).toBe(1);
  expect(errors).toMatch(/^sandbox cannot start: its packages are not installed.*npm ci.*\n$/);
});

test('starts what each run needs, in a running sandbox too, and nothing else', async ({ attach }) => {
  const [first = '', second = ''] = systems;
  await attach({ env: { SANDBOX_SYSTEMS: first } }).line;
  expect((await identity(prefix)).systems).toEqual([first]);
  expect(await takenPorts(prefix)).not.toContain(firstPortOf(sandboxPorts(prefix), second));
  const other = attach({ env: { SANDBOX_SYSTEMS: second } });
  expect(await other.line).toBe('sandbox ready on 6100 (already running)');
  expect(await identity(prefix)).toMatchObject({ systems: [first, second], leases: 2 });
  expect(await takenPorts(prefix)).toContain(firstPortOf(sandboxPorts(prefix), second));
});

test('a system whose port is taken fails the run that needs it, and the sandbox goes on', async ({ attach }) => {
  const [first = '', second = ''] = systems;
  await attach({ env: { SANDBOX_SYSTEMS: first } }).line;
  const port = firstPortOf(sandboxPorts(prefix), second);
  const foreign = createServer().listen(port, '127.0.0.1');
  await once(foreign, 'listening');
  const { code, errors } = await attach({ env: { SANDBOX_SYSTEMS: second } }).ended;
  foreign.close();
  expect(code).toBe(1);
  expect(errors).toMatch(new RegExp(`^sandbox: .*${String(port)}.*\n$`));
  expect(await identity(prefix)).toMatchObject({ ready: true, systems: [first] });
});
