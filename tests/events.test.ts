import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { expect, orders, orderValue, parcels, refusal, test } from './suite/kafka.ts';

test('a record is found by what it says, with its key and place, and what came before is not read', async ({
  events,
}) => {
  const early = await events.publish(orders, { order: 'a', items: 1 });
  await events.follow(orders);
  const sent = await events.publish(orders, { order: 'a', items: 2 });
  await events.publish(orders, { order: 'b', items: 3 });

  const received = await events.next(orders, ({ data }) => data.order === 'a');
  expect(received).toMatchObject({ topic: orders.name, key: 'a', partition: sent.partition, offset: sent.offset });
  expect(received.envelope.data).toEqual({ order: 'a', items: 2 });
  expect(received.envelope.event_id).toBe(sent.eventId);
  expect(received.envelope.correlation_id).toBe(sent.correlationId);
  expect(sent.offset).toBe(early.offset + 1);
  await events.next(orders, ({ data }) => data.order === 'b');
  expect(await events.seen(orders, () => true)).toHaveLength(2);
});

test('a record that comes later is waited for, and after one comes the next that matches', async ({
  events,
  producer,
}) => {
  await events.follow(orders);
  const awaited = events.next(orders, ({ data }) => data.order === 'a');
  const first = await events.publish(orders, { order: 'a', items: 1 });
  const received = await awaited;
  expect(received.offset).toBe(first.offset);
  const second = events.next(orders, ({ data }) => data.order === 'a', { after: received });
  await producer.send({
    messages: [
      { topic: orders.name, partition: received.partition, key: Buffer.from('a'), value: Buffer.from('{') },
      { topic: orders.name, partition: received.partition, key: Buffer.from('a'), value: first.value },
    ],
    acks: -1,
  });
  expect((await second).offset).toBe(first.offset + 2);
});

test('nothing is read of a topic that is not followed', async ({ events }) => {
  const text = await refusal(events.next(orders, () => true));
  expect(text).toMatch(
    /Kafka 127\.0\.0\.1:\d+, orders\.placed\.v1: follow it before the act: what came earlier is not read .*nothing is read of/,
  );
});

test('the record that was found is judged whole: value and key', async ({ events, producer }) => {
  await events.follow(orders);
  const rightKey = 'a';
  const { partition } = await events.publish(orders, { order: rightKey, items: 1 });
  const sent = async (value: object, key: string, place: number): Promise<string> => {
    const id = crypto.randomUUID();
    const bytes = Buffer.from(JSON.stringify({ ...value, event_id: id }));
    const keyed = key === '' ? {} : { key: Buffer.from(key) };
    await producer.send({ messages: [{ topic: orders.name, partition: place, value: bytes, ...keyed }], acks: -1 });
    return id;
  };
  const fault = async (value: object, key: string | undefined = rightKey): Promise<string> => {
    const id = await sent(value, key, partition);
    return refusal(events.next(orders, ({ event_id }) => event_id === id));
  };
  const good = { order: rightKey, items: 1 };
  const without = (name: string): object => ({ ...orderValue(good), event_id: undefined, [name]: undefined });
  const changed = (members: object): object => ({ ...without('none'), ...members });

  for (const name of Object.keys(orderValue(good)).filter((each) => each !== 'event_id')) {
    expect(await fault(without(name)), name).toContain(`the record at partition ${String(partition)}, offset `);
  }
  expect(await fault(changed({ surplus: 1 }))).toContain('Unrecognized key: "surplus"');
  expect(await fault(changed({ data: { ...good, surplus: 1 } }))).toContain('Unrecognized key: "surplus"');
  expect(await fault(changed({ data: { order: rightKey, items: 0 } }))).toContain('data.items');
  expect(await fault(changed({ source_service: 'shop_service' }))).toContain('source_service');
  expect(await fault(changed({ event_type: 'orders.placed.v2' }))).toContain('event_type');
  expect(await fault(changed({ schema_version: 2 }))).toContain('schema_version');
  expect(await fault(changed({ event_timestamp: '2025-08-10T09:15:00.000000' }))).toContain('event_timestamp');
  expect(await fault(changed({ correlation_id: 'none' }))).toContain('correlation_id');
  expect(await fault(changed({}), '')).toContain('its key is null, expected "a"');
  const keyed = await fault(changed({ data: { order: 'other', items: 1 } }));
  expect(keyed).toContain('its key is "a", expected "other"');
  // Producers may choose partitions in other ways than ours.
  const elsewhere = (partition + 1) % 3;
  const id = await sent(changed({}), rightKey, elsewhere);
  expect((await events.next(orders, ({ event_id }) => event_id === id)).partition).toBe(elsewhere);
});

test('records of others that are malformed do not disturb', async ({ events }) => {
  await events.follow(orders);
  for (const value of ['', '{', 'null', '[]', '"text"', '{"data":null}', '\uFEFF{}']) {
    await events.publishRaw(orders, Buffer.from(value), 'a');
  }
  await events.publishRaw(orders, Buffer.from([0xff, 0xfe]), 'a');
  await events.publish(orders, { order: 'a', items: 7 });
  const { envelope } = await events.next(orders, ({ data }) => data.order.startsWith('a'));
  expect(envelope.data.items).toBe(7);
  const slip = events.next(orders, () => {
    throw new Error('a slip in the test itself');
  });
  expect(await refusal(slip)).toBe('a slip in the test itself');
});

test('what does not come is told in time, with the faults of what came', async ({ events }) => {
  await events.follow(orders);
  await events.publish(orders, { order: 'a', items: 1 });
  await events.publishRaw(orders, Buffer.from(JSON.stringify(orderValue({ ordre: 'b', items: 1 }))), 'b');
  await events.next(orders, ({ event_type, data }) => event_type === orders.name && 'order' in data);
  const started = performance.now();
  const text = await refusal(events.next(orders, ({ data }) => data.order === 'b', { what: 'order b', timeout: 300 }));
  expect(performance.now() - started).toBeLessThan(3_000);
  expect(text).toContain(
    'order b has not come within 300 ms; 2 others came since it is followed, 1 of them with faults',
  );
  expect(text).toContain('Unrecognized key: "ordre"');
});

test('a key decides the partition as Kafka’s own clients have it', async ({ events, broker }) => {
  const kafka = new Kafka({ brokers: [broker.address], logLevel: logLevel.NOTHING });
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  const keys = Array.from({ length: 24 }, (_, number) => `key-${String(number)}`);
  try {
    await events.follow(parcels);
    for (const key of keys) {
      const ours = await events.publish(parcels, { order: key }, { key });
      const [theirs] = await producer.send({ topic: parcels.name, messages: [{ key, value: ours.value }] });
      expect(ours.partition, key).toBe(theirs?.partition);
    }
    const last = await events.publish(parcels, { order: 'last' });
    expect(await events.all(parcels, ({ data }) => data.order !== 'last', last)).toHaveLength(48);
    expect(new Set((await events.seen(parcels, () => true)).map(({ partition }) => partition)).size).toBe(3);
  } finally {
    await producer.disconnect();
  }
});
