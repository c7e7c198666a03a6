import { expect, test, take } from './broker.ts';
import { batchOf, RawClient } from './broker-raw.ts';

test('stores a batch once that an idempotent producer sends again', async ({ broker, clients, topic }) => {
  const raw = clients.closing(await RawClient.connect(broker.address), (client) => client.close());
  const id = await raw.producerId();
  const batches = [0, 2, 4, 6, 8, 10].map((sequence) => batchOf(['a', 'b'], { id, epoch: 0, sequence }));
  for (const [index, batch] of batches.entries()) {
    expect(await raw.produce(topic, 0, batch)).toEqual({ error: 0, baseOffset: 2 * index });
  }
  // The last five are known, the first one is no longer.
  for (const [index, batch] of batches.entries()) {
    if (index > 0) expect(await raw.produce(topic, 0, batch)).toEqual({ error: 0, baseOffset: 2 * index });
  }
  expect(await raw.produce(topic, 0, batches[0] ?? batchOf([]))).toMatchObject({ error: 45 });
  const next = batchOf(['c'], { id, epoch: 0, sequence: 12 });
  expect(await raw.produce(topic, 0, next)).toEqual({ error: 0, baseOffset: 12 });
});

test('each partition and each producer has sequences of its own', async ({ broker, clients, topic }) => {
  const raw = clients.closing(await RawClient.connect(broker.address), (client) => client.close());
  const [one, two] = [await raw.producerId(), await raw.producerId()];
  expect(one).not.toBe(two);
  const first = (id: number): Buffer => batchOf(['first'], { id, epoch: 0, sequence: 0 });
  expect(await raw.produce(topic, 0, first(one))).toEqual({ error: 0, baseOffset: 0 });
  expect(await raw.produce(topic, 1, first(one))).toEqual({ error: 0, baseOffset: 0 });
  expect(await raw.produce(topic, 0, first(two))).toEqual({ error: 0, baseOffset: 1 });
});

test('refuses a gap in the sequence and an epoch that is over', async ({ broker, clients, topic }) => {
  const raw = clients.closing(await RawClient.connect(broker.address), (client) => client.close());
  const id = await raw.producerId();
  const send = (epoch: number, sequence: number): Promise<unknown> =>
    raw.produce(topic, 0, batchOf(['v'], { id, epoch, sequence }));
  expect(await send(0, 0)).toEqual({ error: 0, baseOffset: 0 });
  expect(await send(0, 2)).toMatchObject({ error: 45 });
  expect(await send(1, 1)).toMatchObject({ error: 45 });
  expect(await send(1, 0)).toEqual({ error: 0, baseOffset: 1 });
  expect(await send(0, 1)).toMatchObject({ error: 47 });
});

test('both clients produce as idempotent ones', async ({ clients, topic, group }) => {
  const producer = clients.producer({ idempotent: true });
  for (const value of ['1', '2', '3'])
    await producer.send({ messages: [{ topic, partition: 0, key: 'k', value }], acks: -1 });
  const other = clients.closing(clients.kafkajs().producer({ idempotent: true, maxInFlightRequests: 1 }), (client) =>
    client.disconnect(),
  );
  await other.connect();
  for (const value of ['4', '5']) await other.send({ topic, messages: [{ partition: 0, key: 'k', value }], acks: -1 });
  const stream = await clients.consumer(group).consume({ topics: [topic], mode: 'earliest', autocommit: false });
  expect((await take(stream, 5)).map(({ value }) => value)).toEqual(['1', '2', '3', '4', '5']);
});
