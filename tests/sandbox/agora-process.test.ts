import { once } from 'node:events';
import { cp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { expect } from '@playwright/test';
import { identity, repository, takenPorts, test } from './attach.ts';

const prefix = '68';
test.use({ prefix });
test.describe.configure({ mode: 'default' });

const env = { SANDBOX_SYSTEMS: 'agora' };

test('starts with its own project only, and leaves nothing', async ({ attach, temporary }) => {
  const run = attach({ env });
  expect(await run.line).toMatch(/^sandbox ready on 6800/);
  expect(await (await fetch('http://127.0.0.1:6840/ok')).json()).toEqual({ ok: true });
  expect(await takenPorts(prefix)).toEqual([6800, 6801, 6840]);
  process.kill(run.pid, 'SIGTERM');
  await run.ended;
  await expect.poll(() => takenPorts(prefix)).toEqual([]);
  await expect.poll(() => readdir(temporary)).toEqual([]);
});

test('is not started for the other systems', async ({ attach }) => {
  await attach({ env: { SANDBOX_SYSTEMS: 'iep' } }).line;
  expect((await identity(prefix)).systems).toEqual(['iep']);
  expect(await takenPorts(prefix)).not.toContain(6840);
});

test('nothing survives a kill -9 of the sandbox, nor of the run', async ({ attach }) => {
  const first = attach({ env });
  await first.line;
  process.kill((await identity(prefix)).pid, 'SIGKILL');
  await first.ended;
  await expect.poll(() => takenPorts(prefix), { timeout: 10_000 }).toEqual([]);
  const second = attach({ env, throughParent: true });
  await second.line;
  process.kill(second.pid, 'SIGKILL');
  await expect.poll(() => takenPorts(prefix), { timeout: 10_000 }).toEqual([]);
});

test('says in one line that its port is taken', async ({ attach }) => {
  const other = createServer((_, response) => response.end('{}')).listen(6840, '127.0.0.1');
  await once(other, 'listening');
  const { code, errors } = await attach({ env }).ended;
  other.close();
  other.closeAllConnections();
  expect(code).toBe(1);
  expect(errors).toMatch(/^sandbox: port 6840 is taken by another program: .*SANDBOX_PORTS.*\n$/);
});

/** A checkout whose packages are those of this one. */
async function checkout(place: string): Promise<string> {
  const root = path.join(place, 'checkout');
  const filter = (file: string): boolean => path.basename(file) !== 'node_modules';
  await cp(path.join(repository, 'sandbox'), path.join(root, 'sandbox'), { recursive: true, filter });
  for (const folder of ['node_modules', 'sandbox/node_modules', 'sandbox/agora/node_modules']) {
    await symlink(path.join(repository, folder), path.join(root, folder)).catch(() => undefined);
  }
  return root;
}

test('says in one line that the graph cannot be loaded', async ({ attach, place }) => {
  const root = await checkout(place);
  await writeFile(path.join(root, 'sandbox/agora/graph.ts'), "throw new Error('no graph today');\n");
  const { code, errors } = await attach({ root, env }).ended;
  expect(code).toBe(1);
  expect(errors).toMatch(/^sandbox cannot start: Agora: no graph today\n$/);
});

test('says in one line that its packages are not installed, which concerns no other system', async ({
  attach,
  place,
}) => {
  const root = await checkout(place);
  await rm(path.join(root, 'sandbox/agora/node_modules'), { force: true });
  await writeFile(path.join(root, 'sandbox/agora/graph.ts'), "import '@langchain/no-such-package';\n");
  const { code, errors } = await attach({ root, env }).ended;
  expect(code).toBe(1);
  expect(errors).toMatch(/^sandbox cannot start: its packages are not installed .*npm ci.*\n$/);
  expect(await attach({ root, env: { SANDBOX_SYSTEMS: 'iep' } }).line).toMatch(/^sandbox ready/);
});
