import { z } from 'zod';
import { WritableCache } from '../helpers/cache/writable-cache.ts';
import { errorText, exchange, expect, test } from './suite/redis.ts';

test('reads strings, documents, hashes, sets and times to live', async ({ cache, connection, writable }) => {
  await writable.plant('text', 'grüße', 100);
  await writable.plant('document', '{"status":"completed"}', 100);
  expect(await cache.string('text')).toBe('grüße');
  expect(await cache.json('document', z.strictObject({ status: z.literal('completed') }))).toEqual({
    status: 'completed',
  });
  const ttl = (await cache.ttl('text')) ?? 0;
  expect(ttl).toBeGreaterThan(90);
  expect(ttl).toBeLessThanOrEqual(100);
  await connection({ writes: true }).ask('SET', 'forever', 'x');
  expect(await cache.ttl('forever')).toBe(Infinity);
});

test('reads hashes and sets', async ({ redis, cache }) => {
  await exchange(redis, 'SADD members b a', 'HSET fields __proto__ 1 b 2');
  expect(await cache.hash('fields')).toEqual(
    Object.fromEntries([
      ['__proto__', '1'],
      ['b', '2'],
    ]),
  );
  expect(await cache.set('members')).toEqual(['a', 'b']);
});

test('what is not there is told apart from what is empty or wrong', async ({ cache, writable }) => {
  expect(await cache.string('none')).toBeUndefined();
  expect(await cache.hash('none')).toEqual({});
  expect(await cache.set('none')).toEqual([]);
  expect(await cache.ttl('none')).toBeUndefined();
  await writable.plant('empty', '', 100);
  expect(await cache.string('empty')).toBe('');
  const schema = z.strictObject({});
  expect(await errorText(cache.json('none', schema))).toMatch(/Redis 127\.0\.0\.1:\d+, none: there is no such key/);
  expect(await errorText(cache.json('empty', schema))).toContain(', empty: it holds no JSON: ""');
  await writable.plant('more', '{"a":1}', 100);
  expect(await errorText(cache.json('more', schema))).toContain(', more: it breaks its schema:');
  await writable.plant('bytes', Buffer.from([0xff, 0x41]), 100);
  expect(await errorText(cache.string('bytes'))).toContain(', bytes: it holds bytes that are no UTF-8: ff41');
  expect(await errorText(cache.hash('bytes'))).toContain(', HGETALL bytes: WRONGTYPE ');
});

test('keys are found by their exact start, however many there are', async ({ cache, writable }) => {
  const odd = 'a*[x-z]?\\^:';
  const many = Array.from({ length: 1_200 }, (_, number) => `many:${String(number)}`);
  for (const key of [...many, `${odd}1`, 'abx?:2', 'other']) await writable.plant(key, 'x', 100);
  expect(await cache.keys(odd)).toEqual([`${odd}1`]);
  expect(await cache.keys('many:')).toEqual([...many].sort());
  expect(await cache.keys('many:7', 'many:77', 'oth')).toEqual(
    [...many.filter((key) => key.startsWith('many:7')), 'other'].sort(),
  );
  await expect(cache.keys('other', '')).rejects.toThrow('A scan needs the start of a key');
});

test('a key is written down before it is planted, and only keys that are named are removed', async ({
  connection,
  intended,
  writable,
  serve,
}) => {
  await writable.plant('a', '1', 0.5);
  await writable.plant('ab', '2', 100);
  await writable.remove(['a', 'gone', '*']);
  expect(await writable.keys('a')).toEqual(['ab']);
  expect(intended).toEqual(['a', 'ab']);
  for (const ttl of [0, -1, NaN, Infinity, 0.0001])
    await expect(writable.plant('endless', 'x', ttl)).rejects.toThrow('A planted key needs a time to live above 0');
  expect(intended).toEqual(['a', 'ab']);

  // The answer is lost: it may have been planted.
  const port = await serve((socket) => socket.once('data', () => socket.destroy()));
  const url = `redis://127.0.0.1:${String(port)}`;
  const unsure = new WritableCache(connection({ url, writes: true }), (key) => intended.push(key));
  await errorText(unsure.plant('unsure', 'x', 100));
  expect(intended).toContain('unsure');
});

test('where nothing may be changed there is no way to, and nothing is sent', async ({ connection, cache, serve }) => {
  let connections = 0;
  const port = await serve(() => (connections += 1));
  const readOnly = connection({ url: `redis://127.0.0.1:${String(port)}` });
  expect(() => new WritableCache(readOnly, () => undefined)).toThrow('nothing may be changed here');
  expect(await errorText(readOnly.ask('SET', 'key', 'x'))).toContain(
    ', SET key: nothing may be changed here, nothing was sent',
  );
  expect(await errorText(readOnly.ask('DEL', 'key'))).toContain('nothing was sent');
  expect(connections).toBe(0);
  expect(cache).not.toHaveProperty('plant');
  expect(cache).not.toHaveProperty('remove');
});
