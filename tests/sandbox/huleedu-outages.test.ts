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

test('an event that comes while the database is away is stored when it is back', async ({
  call,
  deployment,
  newBatch,
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
  await settled();
  expect(await rowsOf(batch.batch)).toHaveLength(1);
  expect((await call('GET', '/healthz')).status).toBe(200);
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

test('fault control stops and starts a part, and knows no other', async ({ call, deployment }) => {
  const control = await startControl({ host: '127.0.0.1', port: 0 }, () =>
    Promise.resolve({ parts: deployment.parts, close: () => Promise.resolve() }),
  );
  const post = async (target: string): Promise<number> =>
    (await fetch(control.url + target, { method: 'POST' })).status;
  expect([await post('/spare'), await post('/database/stop')]).toEqual([204, 204]);
  expect((await call('GET', '/healthz')).status).toBe(503);
  expect([await post('/database/start'), await post('/service/restart')]).toEqual([204, 204]);
  expect((await call('GET', '/healthz')).status).toBe(200);
  expect([await post('/printer/stop'), await post('/database/burn')]).toEqual([404, 404]);
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
