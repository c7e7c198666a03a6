import { ConfigResourceTypes } from '@platformatic/kafka';

import { expect, refusals, test, withClients } from './broker.ts';
import { openBroker } from './broker-open.ts';
import { RawClient } from './broker-raw.ts';

test('topics are created, described, grown and deleted', async ({ clients }, { testId }) => {
  const name = `made.${testId}.${String(Date.now())}`;
  const admin = clients.admin();
  const created = await admin.createTopics({
    topics: [name],
    partitions: 2,
    replicas: 1,
    configs: [{ name: 'retention.ms', value: '1000' }],
  });
  expect(created).toMatchObject([{ name, partitions: 2, replicas: 1 }]);
  await admin.createPartitions({ topics: [{ name, count: 4, assignments: null }] });
  const metadata = await admin.metadata({ topics: [name], forceUpdate: true });
  expect(metadata.topics.get(name)).toMatchObject({ id: created[0]?.id, partitionsCount: 4 });

  const resources = [{ resourceType: ConfigResourceTypes.TOPIC, resourceName: name }];
  const [described] = await admin.describeConfigs({ resources });
  const configs = new Map(described?.configs.map((config) => [config.name, config.value]));
  expect(configs.get('retention.ms')).toBe('1000');
  expect(configs.get('cleanup.policy')).toBe('delete');
  expect(configs.get('max.message.bytes')).toBe('1048588');

  await admin.deleteTopics({ topics: [name] });
  await expect.poll(() => admin.listTopics()).not.toContain(name);
});

test('refuses topics that cannot be, each with its code', async ({ clients, topic }) => {
  const admin = clients.closing(clients.kafkajs().admin(), (client) => client.disconnect());
  await admin.connect();
  const refusal = async (wanted: object): Promise<unknown> => {
    try {
      return await admin.createTopics({ topics: [{ topic: `${topic}.other`, ...wanted }] });
    } catch (error) {
      const { errors, type } = error as { errors?: { type: string }[]; type?: string };
      return errors?.[0]?.type ?? type;
    }
  };
  expect(await refusal({ topic: 'a space' })).toBe('INVALID_TOPIC_EXCEPTION');
  expect(await refusal({ numPartitions: 0 })).toBe('INVALID_PARTITIONS');
  expect(await refusal({ replicationFactor: 2 })).toBe('INVALID_REPLICATION_FACTOR');
  expect(await refusal({ configEntries: [{ name: 'no.such', value: '1' }] })).toBe('INVALID_CONFIG');
  await expect(admin.createTopics({ topics: [{ topic }] })).resolves.toBe(false);
  const other = clients.admin({ retries: 0 });
  expect(await refusals(other.deleteTopics({ topics: [`${topic}.other`] }))).toEqual(['UNKNOWN_TOPIC_OR_PARTITION']);
  const grow = (count: number, assignments: [] | null): Promise<string[]> =>
    refusals(other.createPartitions({ topics: [{ name: topic, count, assignments }] }));
  expect(await grow(3, null)).toEqual(['INVALID_PARTITIONS']);
  // None for each new partition is wrong; the broker chooses where there is no list at all.
  expect(await grow(4, [])).toEqual(['INVALID_REPLICA_ASSIGNMENT']);
});

test('makes a topic that a client asks for, if the client permits it', async ({ broker, clients, topic }) => {
  const raw = clients.closing(await RawClient.connect(broker.address), (client) => client.close());
  const name = `${topic}.asked`;
  expect(await raw.topicError(name, false)).toBe(3);
  expect(await raw.topicError(name, false), 'asking made nothing').toBe(3);
  expect(await raw.topicError(name, true), 'it is made in the background').toBe(3);
  await expect.poll(() => raw.topicError(name, false)).toBe(0);
  expect((await clients.admin().metadata({ topics: [name] })).topics.get(name)?.partitionsCount).toBe(3);
  expect(await raw.topicError('not a name', true)).toBe(17);
});

test('makes none where that is switched off', async ({ place }) => {
  test.setTimeout(180_000);
  const broker = await openBroker({ directory: place, autoCreate: false });
  await withClients(broker.address, async (clients) => {
    const raw = clients.closing(await RawClient.connect(broker.address), (client) => client.close());
    expect(await raw.topicError('asked.for', true)).toBe(3);
    expect(await raw.topicError('asked.for', true)).toBe(3);
    const producer = clients.producer({ retries: 1, autocreateTopics: true });
    await expect(producer.send({ messages: [{ topic: 'asked.for', key: 'k', value: 'v' }] })).rejects.toThrow();
  });
  await broker.close();
});

test('a deleted topic takes its records and offsets along', async ({ clients, topic, group }) => {
  const producer = clients.producer();
  await producer.send({ messages: [{ topic, partition: 0, key: 'k', value: 'old' }] });
  const other = clients.closing(clients.kafkajs().admin(), (client) => client.disconnect());
  await other.connect();
  await clients.admin().alterConsumerGroupOffsets({
    groupId: group,
    topics: [{ name: topic, partitionOffsets: [{ partition: 0, offset: 1n }] }],
  });
  await other.deleteTopics({ topics: [topic] });
  await expect.poll(() => other.listTopics()).not.toContain(topic);
  await other.createTopics({ topics: [{ topic, numPartitions: 3 }] });
  expect((await other.fetchTopicOffsets(topic)).map(({ high }) => high)).toEqual(['0', '0', '0']);
  await expect
    .poll(async () => (await other.fetchOffsets({ groupId: group, topics: [topic] }))[0]?.partitions[0]?.offset)
    .toBe('-1');
});
