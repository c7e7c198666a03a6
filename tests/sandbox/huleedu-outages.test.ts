import { randomUUID } from 'node:crypto';
import { startControl } from '../../sandbox/huleedu/index.ts';
import { eventOf, expect, test } from './huleedu-class-management.ts';

test('without Redis events are worked on all the same', async ({ deployment, newBatch, rowsOf, settled, without }) => {
  const batch = await newBatch();
  await without('cache', async () => {
    await deployment.send(eventOf(batch));
    await settled();
  });
  expect(await rowsOf(batch.batch)).toHaveLength(1);
});

test('an event that comes while the database is away is not committed, and stored after a restart', async ({
  call,
  deployment,
  newBatch,
  restart,
  rowsOf,
  settled,
  without,
}) => {
  const batch = await newBatch();
  await without('database', async () => {
    await deployment.send(eventOf(batch));
    const health = await call('GET', '/healthz');
    expect(health).toMatchObject({ status: 503, json: { status: 'unhealthy' } });
    expect(await rowsOf(batch.batch)).toEqual([]);
  });
  expect((await call('GET', '/healthz')).status).toBe(200);
  await restart();
  await settled();
  expect(await rowsOf(batch.batch)).toHaveLength(1);
});

test('events that come while the service is down are stored after its start, once', async ({
  deployment,
  newBatch,
  rowsOf,
  settled,
  without,
}) => {
  const batch = await newBatch();
  const event = eventOf(batch);
  await deployment.send(event);
  await settled();
  const second = await newBatch();
  await without('service', async () => {
    await deployment.send(event);
    await deployment.send(eventOf(second));
  });
  await settled();
  expect([...(await rowsOf(batch.batch)), ...(await rowsOf(second.batch))]).toHaveLength(2);
});

test('an event that a service had in hand when it was killed is worked on again', async ({
  call,
  deployment,
  newBatch,
  rowsOf,
  settled,
}) => {
  const { service } = deployment.parts;
  const batches = await Promise.all(Array.from({ length: 20 }, newBatch));
  for (const batch of batches) await deployment.send(eventOf(batch));
  await service?.kill?.();
  await expect(call('GET', '/healthz')).rejects.toThrow();
  await service?.start();
  await settled();
  for (const { batch } of batches) expect(await rowsOf(batch)).toHaveLength(1);
});

test('fault control stops and starts a part, and knows no other', async ({ call, deployment }) => {
  const spare = { parts: deployment.parts, close: () => Promise.resolve() };
  const switched: string[] = [];
  const line = { stop: () => switched.push('stop'), start: () => switched.push('start') };
  const control = await startControl(
    { host: '127.0.0.1', port: 0 },
    { deployed: { line }, spare: () => Promise.resolve(spare) },
  );
  const post = async (target: string): Promise<number> =>
    (await fetch(control.url + target, { method: 'POST' })).status;
  expect([await post('/spare'), await post('/database/stop')]).toEqual([204, 204]);
  expect((await call('GET', '/healthz')).status).toBe(503);
  expect([await post('/database/start'), await post('/service/restart')]).toEqual([204, 204]);
  expect((await call('GET', '/healthz')).status).toBe(200);
  expect([await post('/printer/stop'), await post('/database/burn'), await post('/database/kill')]).toEqual([
    404, 404, 404,
  ]);
  expect([await post('/line/restart'), switched]).toEqual([204, ['stop', 'start']]);
  const memory = (await (await fetch(`${control.url}/service/memory`)).json()) as { resident_bytes: number };
  expect(memory.resident_bytes).toBeGreaterThan(10_000_000);
  await control.close();
});

test('writes answer while the broker is away, and are published when it is back', async ({
  call,
  deployment,
  newBatch,
  next,
  rowsOf,
  settled,
  without,
}) => {
  const name = `Outage ${randomUUID()}`;
  await without('broker', async () => {
    const created = await call('POST', '/v1/classes/', { name, course_codes: ['SV1'] });
    expect([created.status, (await call('GET', '/healthz')).status]).toEqual([201, 200]);
  });
  const { envelope } = await next('huleedu.class.created.v1', 'class_designation', name);
  expect(envelope).toMatchObject({ source_service: 'class_management_service' });
  const batch = await newBatch();
  await deployment.send(eventOf(batch));
  await settled();
  expect(await rowsOf(batch.batch)).toHaveLength(1);
});
