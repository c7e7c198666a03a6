import { MessagesStreamModes } from '@platformatic/kafka';
import { CompressionTypes } from 'kafkajs';

import { expect, refusals, take, test } from './broker.ts';
import { readyTopic } from './broker-open.ts';
import { batchOf, RawClient } from './broker-raw.ts';

const { EARLIEST, MANUAL } = MessagesStreamModes;

test('tells every client the node, the topics and three partitions', async ({ broker, clients }) => {
  const admin = clients.admin();
  const metadata = await admin.metadata({ topics: [readyTopic] });
  const [host, port] = broker.address.split(':');
  expect([...metadata.brokers.values()]).toMatchObject([{ host, port: Number(port) }]);
  expect(metadata.topics.get(readyTopic)?.partitionsCount).toBe(3);
  expect(await admin.listTopics()).toContain(readyTopic);

  const other = clients.closing(clients.kafkajs().admin(), (client) => client.disconnect());
  await other.connect();
  const { brokers, controller, clusterId } = await other.describeCluster();
  expect(brokers).toEqual([{ nodeId: controller, host, port: Number(port) }]);
  expect(clusterId).toBe(metadata.id);
  const { topics } = await other.fetchTopicMetadata({ topics: [readyTopic] });
  expect(topics[0]?.partitions.map(({ partitionId }) => partitionId).sort()).toEqual([0, 1, 2]);
});

test('gives back keys, values, headers and order on three partitions', async ({ clients, topic, group }) => {
  const messages = Array.from({ length: 60 }, (_, index) => ({
    topic,
    partition: index % 3,
    key: `key ${String(index % 3)} ü`,
    value: `value ${String(index)}`,
    headers: { id: `id ${String(index)}`, empty: '' },
  }));
  // In several requests, and from both clients.
  const producer = clients.producer();
  await producer.send({ messages: messages.slice(0, 30) });
  const other = clients.closing(clients.kafkajs().producer(), (client) => client.disconnect());
  await other.connect();
  await other.send({ topic, messages: messages.slice(30, 45) });
  await other.send({ topic, messages: messages.slice(45), compression: CompressionTypes.GZIP });

  const stream = await clients.consumer(group).consume({ topics: [topic], mode: EARLIEST, autocommit: false });
  const records = await take(stream, messages.length);
  for (const partition of [0, 1, 2]) {
    const got = records
      .filter((record) => record.partition === partition)
      .map(({ key, value, headers, offset }) => ({ key, value, headers: Object.fromEntries(headers), offset }));
    const sent = messages
      .filter((message) => message.partition === partition)
      .map(({ key, value, headers }, index) => ({ key, value, headers, offset: BigInt(index) }));
    expect(got).toEqual(sent);
  }
});

test('kafkajs reads what the other client wrote', async ({ clients, topic, group }) => {
  await clients.producer().send({
    messages: ['one', 'two'].map((value) => ({ topic, partition: 1, key: 'k', value, headers: { a: 'b' } })),
  });
  const consumer = clients.closing(clients.kafkajs().consumer({ groupId: group, maxWaitTimeInMs: 250 }), (client) =>
    client.disconnect(),
  );
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  const records: unknown[] = [];
  await new Promise<void>((resolve, reject) => {
    consumer
      .run({
        eachMessage: ({ partition, message: { key, value, headers, offset } }) => {
          records.push({ partition, key: String(key), value: String(value), header: String(headers?.['a']), offset });
          if (records.length === 2) resolve();
          return Promise.resolve();
        },
      })
      .catch(reject);
  });
  expect(records).toEqual([
    { partition: 1, key: 'k', value: 'one', header: 'b', offset: '0' },
    { partition: 1, key: 'k', value: 'two', header: 'b', offset: '1' },
  ]);
});

test('a record without key and one without value come back as such', async ({ clients, topic, group }) => {
  const producer = clients.closing(clients.kafkajs().producer(), (client) => client.disconnect());
  await producer.connect();
  const messages = [{ value: 'no key' }, { key: 'tombstone', value: null }, { key: '', value: '' }];
  await producer.send({ topic, messages: messages.map((message) => ({ ...message, partition: 0 })) });
  const consumer = clients.closing(clients.kafkajs().consumer({ groupId: group, maxWaitTimeInMs: 250 }), (client) =>
    client.disconnect(),
  );
  const records: unknown[] = [];
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachMessage: ({ message: { key, value } }) => {
      records.push({ key: key?.toString() ?? null, value: value?.toString() ?? null });
      return Promise.resolve();
    },
  });
  await expect.poll(() => records).toEqual(messages.map((message) => ({ key: null, ...message })));
});

test('reads from offsets that the reader names, and waits at the end for what comes', async ({
  clients,
  topic,
  group,
}) => {
  const producer = clients.producer();
  const values = Array.from({ length: 10 }, (_, index) => String(index));
  await producer.send({ messages: values.map((value) => ({ topic, partition: 2, key: 'k', value })) });
  const offsets = [0, 1, 2].map((partition) => ({ topic, partition, offset: partition === 2 ? 7n : 0n }));
  const consumer = clients.consumer(group, { maxWaitTime: 5_000 });
  const stream = await consumer.consume({ topics: [topic], mode: MANUAL, offsets, autocommit: false });
  expect((await take(stream, 3)).map(({ value }) => value)).toEqual(['7', '8', '9']);

  const begun = performance.now();
  const next = take(stream, 1);
  await producer.send({ messages: [{ topic, partition: 0, key: 'k', value: 'later' }] });
  expect((await next).map(({ value }) => value)).toEqual(['later']);
  expect(performance.now() - begun, 'the fetch that waits is answered at once').toBeLessThan(4_000);
});

test('finds offsets at the start, at the end and by time', async ({ clients, topic }) => {
  const producer = clients.producer();
  const times = [1_000n, 2_000n, 2_000n, 5_000n];
  for (const timestamp of times)
    await producer.send({ messages: [{ topic, partition: 1, key: 'k', value: 'v', timestamp }] });
  const at = async (timestamp: bigint): Promise<bigint | undefined> => {
    const topics = [{ name: topic, partitions: [{ partitionIndex: 1, timestamp }] }];
    return (await clients.admin().listOffsets({ topics }))[0]?.partitions[0]?.offset;
  };
  expect(await at(-2n)).toBe(0n);
  expect(await at(-1n)).toBe(4n);
  expect(await at(-3n)).toBe(3n);
  expect(await at(1_500n)).toBe(1n);
  expect(await at(5_000n)).toBe(3n);
  expect(await at(5_001n)).toBe(-1n);
});

test('finds a time within a batch', async ({ clients, topic }) => {
  const messages = [10n, 20n, 30n].map((timestamp) => ({ topic, partition: 0, key: 'k', value: 'v', timestamp }));
  await clients.producer().send({ messages });
  const other = clients.closing(clients.kafkajs().admin(), (client) => client.disconnect());
  await other.connect();
  const found = await other.fetchTopicOffsetsByTimestamp(topic, 15);
  expect(found.find(({ partition }) => partition === 0)).toEqual({ partition: 0, offset: '1' });
});

test('refuses an offset beyond the end', async ({ clients, topic, group }) => {
  const consumer = clients.consumer(group, { retries: 0 });
  const metadata = await clients.admin().metadata({ topics: [topic] });
  const { id, partitions } = metadata.topics.get(topic) ?? { id: '', partitions: [] };
  const wanted = {
    partition: 0,
    currentLeaderEpoch: -1,
    fetchOffset: 5n,
    lastFetchedEpoch: -1,
    partitionMaxBytes: 1_000,
  };
  const node = partitions[0]?.leader ?? -1;
  const fetching = consumer.fetch({ node, topics: [{ topicId: id, partitions: [wanted] }] });
  expect(await refusals(fetching)).toEqual(['OFFSET_OUT_OF_RANGE']);
});

test('refuses what it cannot store, each with its code', async ({ broker, clients, topic }) => {
  const raw = clients.closing(await RawClient.connect(broker.address), (client) => client.close());
  const good = batchOf(['good']);
  const wrongChecksum = Buffer.from(good);
  wrongChecksum.writeUInt8(wrongChecksum.readUInt8(good.length - 1) ^ 1, good.length - 1);
  const cut = good.subarray(0, good.length - 1);
  expect(await raw.produce(topic, 0, wrongChecksum)).toMatchObject({ error: 2 });
  expect(await raw.produce(topic, 0, cut)).toMatchObject({ error: 87 });
  expect(await raw.produce(topic, 0, Buffer.alloc(0))).toMatchObject({ error: 87 });
  expect(await raw.produce(topic, 0, Buffer.concat([good, good]))).toMatchObject({ error: 87 });
  expect(await raw.produce(topic, 3, good)).toMatchObject({ error: 3 });
  expect(await raw.produce('not.there', 0, good)).toMatchObject({ error: 3 });
  expect(await raw.produce(topic, 0, good, 2)).toMatchObject({ error: 21 });
  expect(await raw.produce(topic, 0, batchOf(['x'.repeat(1_048_600)]))).toMatchObject({ error: 10 });
  expect(await raw.produce(topic, 0, good), 'nothing was stored so far').toEqual({ error: 0, baseOffset: 0 });
});
