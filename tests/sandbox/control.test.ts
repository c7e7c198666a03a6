import { expect } from '@playwright/test';
import { identity, test } from './attach.ts';

const prefix = '62';
const control = `http://127.0.0.1:${prefix}00`;
test.use({ prefix });
test.describe.configure({ mode: 'default' });

test('tells who it is, and takes, shows and removes fault rules', async ({ attach }) => {
  await attach({ env: { SANDBOX_SEED: '7' } }).line;
  expect(await identity(prefix)).toMatchObject({ sandbox: 'deployed-api-tests', mode: 'scripted', seed: 7, leases: 1 });

  const rule = { purpose: 'grading', match: 'a text of this test only', answer: { status: 429 }, times: 1 };
  const created = await call('POST', '/model/rules', JSON.stringify(rule));
  expect(created.status).toBe(201);
  const { id } = created.body as { id: string };
  expect((await call('DELETE', `/model/rules/${id}`)).status).toBe(204);
  expect((await call('DELETE', `/model/rules/${id}`)).status).toBe(404);
  expect(await call('GET', '/model/calls?match=never%20asked')).toEqual({ status: 200, body: { calls: [] } });

  for (const [body, error] of [
    ['{"purpose":', 'the body is not JSON'],
    ['{"purpose":"poetry","match":"x","answer":{"status":500}}', 'purpose'],
  ] as const) {
    const refused = await call('POST', '/model/rules', body);
    expect(refused.status).toBe(400);
    expect((refused.body as { error: string }).error).toContain(error);
    expect((refused.body as { error: string }).error).not.toContain('\n');
  }
  expect((await call('GET', '/model/unknown')).status).toBe(404);
});

async function call(method: string, path: string, body?: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${control}${path}`, body === undefined ? { method } : { method, body });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
}

test('a system that calls a model now and then starts it with the first call, and storage never', async ({
  attach,
}) => {
  const answersAt = (port: string): Promise<boolean> =>
    fetch(`http://127.0.0.1:${prefix}${port}`).then(
      () => true,
      () => false,
    );
  await attach({ env: { SANDBOX_SYSTEMS: 'iep' } }).line;
  expect([await answersAt('01'), await answersAt('02')]).toEqual([false, false]);

  expect(await call('GET', '/model/calls?match=x')).toEqual({ status: 200, body: { calls: [] } });
  expect([await answersAt('01'), await answersAt('02')]).toEqual([true, false]);
});
