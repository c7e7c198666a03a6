import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { connect } from 'node:net';
import path from 'node:path';

import { findRedis, realCache } from '../../sandbox/cache/real.ts';
import { Parts, type Closable } from '../../sandbox/parts.ts';
import { readSettings } from '../../sandbox/settings.ts';
import { repository } from './attach.ts';
import { expect, kinds, program, test, withoutProgram } from './cache.ts';

const modules = {
  'stand-in': `const { startCache } = await import('./sandbox/cache/server.ts'); const start = startCache;`,
  'redis-server': `const { realCache } = await import('./sandbox/cache/real.ts'); const start = (options) => realCache(process.env.PROGRAM, options);`,
};

const answersAt = (url: string): Promise<boolean> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => {
      resolve(false);
    });
  });

for (const kind of kinds) {
  test.describe(kind, () => {
    test.use({ kind });

    for (const keepData of [true, false]) {
      test(`an outage ends every connection; keys ${keepData ? 'are there' : 'are gone'} when it comes back on the same port`, async ({
        open,
        connected,
      }) => {
        const cache = await open({ keepData, password: 'password' });
        const { url } = cache;
        const client = await connected(url);
        await client.set('stays', 'x');
        await client.set('ends', 'x', 'PX', 30);
        const ended = once(client, 'end');
        await cache.stop();
        await ended;
        expect(await answersAt(url)).toBe(false);
        await cache.stop();
        await cache.start();
        await cache.start();
        expect(cache.url).toBe(url);
        const next = await connected(url);
        expect(await next.get('stays')).toBe(keepData ? 'x' : null);
        await expect.poll(() => next.get('ends')).toBeNull();
      });
    }

    test('says in one line that its port is taken', async ({ open }) => {
      const other = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      const address = other.address();
      const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
      const error = await open({ port }).then(String, (reason: unknown) => (reason as Error).message);
      other.close();
      expect(error).toBe(
        `Redis cannot listen on 127.0.0.1:${String(port)}: the port is taken; set SANDBOX_PORTS to use other ports`,
      );
    });

    test('a kill -9 of the process that started it takes it and its folder along', async ({ place }) => {
      test.skip(kind === 'redis-server' && program === undefined, withoutProgram);
      const directory = path.join(place, 'killed');
      const options = JSON.stringify({ host: '127.0.0.1', port: 0, directory });
      const code = `${modules[kind]} console.log((await start(${options})).url); setInterval(() => undefined, 1_000);`;
      const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
        cwd: repository,
        env: { ...process.env, PROGRAM: program },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [line] = (await once(child.stdout, 'data')) as [Buffer];
      const url = line.toString().trim();
      expect(await answersAt(url)).toBe(true);
      expect(existsSync(directory)).toBe(kind === 'redis-server');
      child.kill('SIGKILL');
      await expect.poll(() => answersAt(url), { timeout: 10_000 }).toBe(false);
      await expect.poll(() => existsSync(directory), { timeout: 10_000 }).toBe(false);
    });
  });
}

test('a redis-server is found by its variable, then on PATH, and one that is no program is named', () => {
  expect(findRedis({ PATH: '/nonexistent:relative' })).toBeUndefined();
  expect(findRedis({ SANDBOX_REDIS_SERVER: process.execPath, PATH: '' })).toBe(process.execPath);
  expect(() => findRedis({ SANDBOX_REDIS_SERVER: '/nonexistent/redis-server' })).toThrow(
    'SANDBOX_REDIS_SERVER=/nonexistent/redis-server is not usable: it is no program',
  );
});

test('a program that is no redis-server ends in one line, and leaves no folder', async ({ place }) => {
  const directory = path.join(place, 'wrong');
  const starting = realCache('/bin/false', { host: '127.0.0.1', port: 0, directory });
  await expect(starting).rejects.toThrow(/^Redis cannot listen on 127\.0\.0\.1:\d+: it ended without a word$/);
  expect(existsSync(directory)).toBe(false);
});

test('a sandbox has one Redis for all, the real one where the machine has it', async ({ place }) => {
  const started: Closable[] = [];
  const parts = new Parts(readSettings({ SANDBOX_PORTS: '69' }), place, started, undefined);
  try {
    const [cache, again] = await Promise.all([parts.cache(), parts.cache()]);
    expect(again).toBe(cache);
    expect(started).toEqual([cache]);
    expect(cache.url).toBe('redis://:sandbox-cache-password@127.0.0.1:6905');
    expect(parts.addresses).toEqual([['Redis', `${cache.url}   ${program ?? 'stand-in'}`]]);
    expect(await answersAt(cache.url)).toBe(true);
  } finally {
    for (const service of started) await service.close();
  }
});
