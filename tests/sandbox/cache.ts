import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { test as base } from '@playwright/test';
import { Redis } from 'ioredis';

import { findRedis, realCache } from '../../sandbox/cache/real.ts';
import { startCache, type Cache, type CacheOptions } from '../../sandbox/cache/server.ts';

export { expect } from '@playwright/test';

/** The same tests run against both: where they differ, the real one is right. */
export const kinds = ['stand-in', 'redis-server'] as const;

/** The real one, where this machine has it. */
export const program = findRedis(process.env);

export const withoutProgram = 'no redis-server on PATH, nor named by SANDBOX_REDIS_SERVER';

type Word = string | number | Buffer;

interface ClientOptions {
  protocol?: 2 | 3;
  connectionName?: string;
  /** Sends nothing by itself when it connects. */
  silent?: boolean;
}

interface Fixtures {
  kind: (typeof kinds)[number];
  /** A folder of the test's own. */
  place: string;
  /** Starts one more; closed at the end of the test. */
  open: (options?: Partial<CacheOptions>) => Promise<Cache>;
  cache: Cache;
  /** A connected client of ioredis, of `cache` unless another address is given. */
  connected: (url?: string, options?: ClientOptions) => Promise<Redis>;
  client: Redis;
  /** Sends texts, one after the other, and answers all that comes until the server ends the connection. */
  exchange: (chunks: readonly string[]) => Promise<string>;
}

type Command = readonly [name: string, ...args: Word[]];

/**
 * What commands are answered, one after the other, a refusal as its text. They are written as a user of redis-cli would, with
 * semicolons between, or as a list of words where one of them holds a blank or bytes.
 */
export async function answers(client: Redis, ...commands: readonly (string | Command)[]): Promise<unknown[]> {
  const all: unknown[] = [];
  const lists = commands.flatMap((command): (readonly Word[])[] =>
    typeof command === 'string' ? command.split('; ').map((text) => text.split(' ')) : [command],
  );
  for (const [name = '', ...args] of lists) {
    all.push(await client.call(String(name), ...args).catch((error: unknown) => (error as Error).message));
  }
  return all;
}

export const test = base.extend<Fixtures>({
  kind: ['stand-in', { option: true }],
  place: async ({}, use) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'cache-test-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
  open: async ({ kind, place }, use) => {
    test.skip(kind === 'redis-server' && program === undefined, withoutProgram);
    const opened: Cache[] = [];
    await use(async (wanted = {}) => {
      const options = { host: '127.0.0.1', port: 0, ...wanted };
      const directory = path.join(place, String(opened.length));
      const cache = await (kind === 'redis-server' && program !== undefined
        ? realCache(program, { ...options, directory })
        : startCache(options));
      opened.push(cache);
      return cache;
    });
    for (const cache of opened) await cache.close();
  },
  cache: async ({ open }, use) => {
    await use(await open());
  },
  connected: async ({ cache }, use) => {
    const clients: Redis[] = [];
    await use(async (url = cache.url, { protocol = 2, connectionName = 'test', silent = false } = {}) => {
      const client = new Redis(url, {
        ...{ lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0, protocol },
        ...(silent ? { enableReadyCheck: false, disableClientInfo: true } : { connectionName }),
      });
      clients.push(client);
      client.on('error', () => undefined);
      await client.connect();
      return client;
    });
    for (const client of clients) client.disconnect();
  },
  client: async ({ connected }, use) => {
    await use(await connected());
  },
  exchange: async ({ cache }, use) => {
    await use(async (chunks) => {
      const { hostname, port } = new URL(cache.url);
      const socket = connect(Number(port), hostname);
      socket.setNoDelay(true);
      let answer = '';
      const whole = new Promise<void>((resolve, reject) => {
        socket.on('data', (chunk: Buffer) => {
          answer += chunk.toString('latin1');
        });
        socket.once('end', resolve);
        socket.once('error', reject);
      });
      await once(socket, 'connect');
      for (const chunk of chunks) await new Promise((resolve) => socket.write(chunk, resolve));
      await whole;
      socket.destroy();
      return answer;
    });
  },
});
