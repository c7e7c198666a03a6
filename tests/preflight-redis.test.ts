import { createRedaction } from '../helpers/http/redaction.ts';
import { redisCheck } from '../helpers/preflight/redis.ts';
import { errorText, exchange, expect, password, test } from './suite/redis.ts';

const scope = { redact: createRedaction([password]), prefix: 'test_run_' };

test('a Redis that lets a run in and clean up is fine, and holds what it held', async ({ redis }) => {
  await exchange(redis, 'SET other kept');

  await redisCheck(redis.url, 'claims:', 5_000, scope).look(true);

  expect(await exchange(redis, 'GET other', 'TYPE claims:test_run_preflight')).toContain('kept\r\n+none');
});

test('a wrong password is told with what to do, and is not shown', async ({ redis }) => {
  const url = redis.url.replace(/:[^:@]+@/, ':canary-other@');

  const text = await errorText(redisCheck(url, 'claims:', 5_000, scope).look(false));

  expect(text).toContain('its URL needs the right user and password');
});

test('a Redis that cannot be reached is told with what to do', async () => {
  const text = await errorText(redisCheck('redis://127.0.0.1:1/0', 'claims:', 1_000, scope).look(false));

  expect(text).toContain('is it up, and can it be reached from here?');
});
