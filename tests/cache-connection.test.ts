import { Cache } from '../helpers/cache/cache.ts';
import type { CacheOptions } from '../helpers/cache/connection.ts';
import { createRedaction } from '../helpers/http/redaction.ts';
import { errorText, exchange, expect, password, test, type Redis } from './suite/redis.ts';

/** `redis.url` with another port, or with other account data. */
const elsewhere = (redis: Redis, port: number): string => redis.url.replace(/:\d+$/, `:${String(port)}`);
const withoutAccount = (redis: Redis): string => redis.url.replace(/\/\/.*@/, '//');

test('nothing is connected before the first read, one connection serves all, and it ends with the handle', async ({
  redis,
  connection,
}) => {
  const list = (): Promise<string> => exchange(redis, 'CLIENT LIST');
  const own = connection();
  expect(await list()).not.toContain('name=test_run_');
  const cache = new Cache(own);
  await Promise.all([cache.string('a'), cache.string('b'), cache.ttl('c')]);
  expect((await list()).match(/name=test_run_ /g)).toHaveLength(1);
  await own.close();
  await expect.poll(list).not.toContain('name=test_run_');
});

test('after an outage the next read connects anew', async ({ redis, cache, writable }) => {
  await writable.plant('a', '1', 100);
  expect(await cache.string('a')).toBe('1');
  await redis.stop();
  await expect.poll(() => errorText(cache.string('a'))).toContain('ECONNREFUSED');
  await redis.start();
  expect(await cache.string('a')).toBe('1');
});

test('a Redis that cannot be reached, or refuses, is named with the key and what to do, without the password', async ({
  redis,
  connection,
  serve,
}) => {
  const readOf = (options: Partial<CacheOptions>): Promise<string> =>
    errorText(new Cache(connection(options)).string('batch:1'));

  const refused = await readOf({ url: elsewhere(redis, 1) });
  expect(refused).toContain('Redis 127.0.0.1:1, GET batch:1: connect ECONNREFUSED 127.0.0.1:1; is it up');
  const wrong = await readOf({
    url: redis.url.replace(/:[^:@]+@/, ':canary-wrong@'),
    redact: createRedaction(['canary-wrong']),
  });
  expect(wrong).toContain(', GET batch:1: WRONGPASS');
  expect(wrong).toContain('; its URL needs the right user and password');
  expect(await readOf({ url: withoutAccount(redis) })).toContain(', GET batch:1: NOAUTH');
  const unknown = await readOf({ url: redis.url.replace('127.0.0.1', 'redis.invalid') });
  expect(unknown).toMatch(
    /Redis redis\.invalid:\d+, GET batch:1: .*(ENOTFOUND|EAI_AGAIN).*; is it up, and can it be reached/,
  );
  expect(await readOf({ url: `${redis.url}/3` })).toMatch(
    /Redis 127\.0\.0\.1:\d+\/3, GET batch:1: ERR DB index is out of range/,
  );

  // A careless server that prints what it got.
  const port = await serve((socket) =>
    socket.on('data', (chunk) => {
      const said =
        chunk.toString().includes('\r\nget\r\n') || chunk.toString().includes('GET')
          ? `NOPERM ${password} may not run 'get'`
          : 'OK';
      socket.write(said === 'OK' ? '+OK\r\n'.repeat(chunk.toString().match(/^\*/gm)?.length ?? 1) : `-${said}\r\n`);
    }),
  );
  expect(await readOf({ url: elsewhere(redis, port) })).toMatch(
    /GET batch:1: NOPERM \[redacted\] may not .*; the user of its URL needs the right/,
  );
});

test('a server that never answers ends a read in time', async ({ connection, serve }) => {
  const port = await serve(() => undefined);
  for (const protocol of ['redis', 'rediss']) {
    const url = `${protocol}://127.0.0.1:${String(port)}`;
    const before = performance.now();
    const text = await errorText(new Cache(connection({ url, patience: 300 })).string('a'));
    expect(text).toContain(`Redis 127.0.0.1:${String(port)}, GET a: `);
    expect(text).toContain('; it did not answer in time');
    expect(performance.now() - before).toBeLessThan(5_000);
  }
});

test('rediss: speaks TLS from the first byte, and says so where the server does not', async ({
  redis,
  connection,
  serve,
}) => {
  const first: number[] = [];
  const port = await serve((socket) =>
    socket.once('data', (chunk) => {
      first.push(chunk[0] ?? -1);
      socket.end('-ERR no TLS here\r\n');
    }),
  );
  const url = elsewhere(redis, port).replace('redis:', 'rediss:');
  expect(await errorText(new Cache(connection({ url })).string('a'))).toContain('does it speak TLS (rediss:)');
  // A handshake record of TLS.
  expect(first).toEqual([0x16]);
});
