import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

import { test as base, expect } from '@playwright/test';
import { Cache } from '../../helpers/cache/cache.ts';
import { CacheConnection, type CacheOptions } from '../../helpers/cache/connection.ts';
import { WritableCache } from '../../helpers/cache/writable-cache.ts';
import { createRedaction } from '../../helpers/http/redaction.ts';
import { startCache, type Cache as Redis } from '../../sandbox/cache/server.ts';

export { expect } from '@playwright/test';
export type { Redis };

export const password = 'canary-p@ss/word:';
const redact = createRedaction([password, encodeURIComponent(password)]);

interface Fixtures {
  redis: Redis;
  /** A connection to `redis` unless another address is given; closed at the end of the test. */
  connection: (options?: Partial<CacheOptions>) => CacheConnection;
  cache: Cache;
  /** What was written down before it was planted. */
  intended: string[];
  writable: WritableCache;
  /** The port of a server that does this with each connection. */
  serve: (each: (socket: Socket) => void) => Promise<number>;
}

export const test = base.extend<Fixtures>({
  redis: async ({}, use) => {
    const redis = await startCache({ host: '127.0.0.1', port: 0, password, keepData: true });
    await use(redis);
    await redis.close();
  },
  connection: async ({ redis }, use) => {
    const opened: CacheConnection[] = [];
    await use((options = {}) => {
      const connection = new CacheConnection({
        ...{ url: redis.url, clientName: 'test_run_', redact, writes: false, patience: 5_000 },
        ...options,
      });
      opened.push(connection);
      return connection;
    });
    for (const connection of opened) await connection.close();
  },
  cache: async ({ connection }, use) => {
    await use(new Cache(connection()));
  },
  intended: async ({}, use) => {
    await use([]);
  },
  writable: async ({ connection, intended }, use) => {
    await use(
      new WritableCache(connection({ writes: true }), (key) => {
        intended.push(key);
      }),
    );
  },
  serve: async ({}, use) => {
    const servers: Server[] = [];
    const sockets: Socket[] = [];
    await use(async (each) => {
      const server = createServer((socket) => {
        sockets.push(socket);
        socket.on('error', () => undefined);
        each(socket);
      }).listen(0, '127.0.0.1');
      servers.push(server);
      await once(server, 'listening');
      return (server.address() as AddressInfo).port;
    });
    for (const socket of sockets) socket.destroy();
    for (const server of servers) server.close();
  },
});

/** The text of the error that a promise is rejected with, with everything that hangs on it. */
export const errorText = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => {
      throw new Error('It was not refused');
    },
    (error: unknown) => {
      expect(error).not.toHaveProperty('cause');
      const text = error instanceof Error ? `${String(error.stack)} ${JSON.stringify(error)}` : String(error);
      expect(text).not.toContain('canary');
      return text;
    },
  );

/** Sends lines with the password, and answers all that comes until the server ends. */
export function exchange(redis: Redis, ...lines: readonly string[]): Promise<string> {
  const { port } = new URL(redis.url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const all = [`AUTH ${password}`, ...lines, 'QUIT', ''].join('\r\n');
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(all));
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString();
    });
    socket.once('end', () => {
      resolve(answer);
    });
    socket.once('error', reject);
  });
}
