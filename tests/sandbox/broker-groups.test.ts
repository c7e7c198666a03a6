import { expect, leave, take, test, type Clients, type Texts } from './broker.ts';
import { RawClient } from './broker-raw.ts';

/** The partitions that a consumer has been given. */
const assigned = (consumer: Texts): number[] =>
  (consumer.assignments ?? []).flatMap(({ partitions }) => partitions).sort();

async function join(clients: Clients, group: string, topic: string): Promise<Texts> {
  const consumer = clients.consumer(group);
  const stream = await consumer.consume({
    topics: [topic],
    mode: 'committed',
    fallbackMode: 'earliest',
    autocommit: false,
  });
  stream.resume();
  return consumer;
}

/** The offset that a group has committed in a partition; -1 for none. */
async function committed(clients: Clients, group: string, topic: string, partition: number): Promise<bigint> {
  const topics = [{ name: topic, partitionIndexes: [partition] }];
  const groups = await clients.admin().listConsumerGroupOffsets({ groups: [{ groupId: group, topics }] });
  return groups[0]?.topics[0]?.partitions[0]?.committedOffset ?? -1n;
}

test('two members share the partitions, and one that stays has all of them', async ({ clients, topic, group }) => {
  const first = await join(clients, group, topic);
  await expect.poll(() => assigned(first)).toEqual([0, 1, 2]);
  const second = await join(clients, group, topic);
  await expect.poll(() => [...assigned(first), ...assigned(second)].sort()).toEqual([0, 1, 2]);
  expect(assigned(first).length).toBeGreaterThan(0);
  expect(assigned(second).length).toBeGreaterThan(0);

  const admin = clients.admin();
  const described = (await admin.describeGroups({ groups: [group] })).get(group);
  expect(described).toMatchObject({ state: 'STABLE', protocolType: 'consumer' });
  expect([...(described?.members.values() ?? [])].map(({ clientId }) => clientId)).toEqual(['tests', 'tests']);
  await leave(second);
  await expect.poll(() => assigned(first)).toEqual([0, 1, 2]);
});

test('members of kafkajs share the partitions', async ({ clients, topic, group }) => {
  const given: Record<string, number[]> = {};
  for (const name of ['one', 'two']) {
    const consumer = clients.closing(
      clients
        .kafkajs()
        .consumer({ groupId: group, heartbeatInterval: 300, maxWaitTimeInMs: 250, rebalanceTimeout: 5_000 }),
      (client) => client.disconnect(),
    );
    consumer.on('consumer.group_join', ({ payload }) => {
      given[name] = payload.memberAssignment[topic] ?? [];
    });
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({ eachMessage: () => Promise.resolve() });
  }
  await expect.poll(() => Object.values(given).flat().sort(), { timeout: 15_000 }).toEqual([0, 1, 2]);
  expect(Object.keys(given)).toEqual(['one', 'two']);
});

test('a group goes on where it has committed', async ({ clients, topic, group }) => {
  const values = ['0', '1', '2', '3'];
  await clients.producer().send({ messages: values.map((value) => ({ topic, partition: 1, key: 'k', value })) });
  const first = clients.consumer(group);
  const stream = await first.consume({
    topics: [topic],
    mode: 'committed',
    fallbackMode: 'earliest',
    autocommit: false,
  });
  const [, second] = await take(stream, 2);
  await second?.commit();
  expect(await committed(clients, group, topic, 1)).toBe(2n);
  expect(await committed(clients, group, topic, 0)).toBe(-1n);
  await leave(first);

  const next = clients.consumer(group);
  const again = await next.consume({ topics: [topic], mode: 'committed', fallbackMode: 'earliest', autocommit: false });
  expect((await take(again, 2)).map(({ value }) => value)).toEqual(['2', '3']);
});

test('an administrator sees, sets and removes groups', async ({ clients, topic, group }) => {
  const values = ['0', '1', '2', '3', '4', '5'];
  await clients.producer().send({ messages: values.map((value) => ({ topic, partition: 2, key: 'k', value })) });
  const admin = clients.admin();
  const other = clients.closing(clients.kafkajs().admin(), (client) => client.disconnect());
  await other.connect();
  const partitionOffsets = [{ partition: 2, offset: 5n }];
  await admin.alterConsumerGroupOffsets({ groupId: group, topics: [{ name: topic, partitionOffsets }] });
  expect((await admin.listGroups()).get(group)).toMatchObject({ id: group, state: 'EMPTY' });
  const offsets = await other.fetchOffsets({ groupId: group, topics: [topic] });
  expect(offsets[0]?.partitions.find(({ partition }) => partition === 2)?.offset).toBe('5');

  const member = await join(clients, group, topic);
  await expect(other.deleteGroups([group])).rejects.toMatchObject({ groups: [{ groupId: group, errorCode: 68 }] });
  await leave(member);
  await admin.deleteGroups({ groups: [group] });
  expect((await admin.listGroups()).has(group)).toBe(false);
  await expect(other.deleteGroups([group])).rejects.toMatchObject({ groups: [{ groupId: group, errorCode: 69 }] });
  expect(await committed(clients, group, topic, 2)).toBe(-1n);
});

test('refuses commits of those who are not members now', async ({ broker, clients, topic, group }) => {
  const raw = clients.closing(await RawClient.connect(broker.address), (client) => client.close());
  const member = await join(clients, group, topic);
  const { memberId, generationId } = member;
  expect(await raw.commit({ group, topic, generation: generationId + 1, memberId: memberId ?? '' })).toBe(22);
  expect(await raw.commit({ group, topic, generation: generationId, memberId: 'nobody' })).toBe(25);
  expect(await raw.commit({ group, topic, generation: -1, memberId: '' })).toBe(25);
  expect(await committed(clients, group, topic, 0)).toBe(-1n);
  expect(await raw.commit({ group, topic, generation: generationId, memberId: memberId ?? '' })).toBe(0);
  expect(await committed(clients, group, topic, 0)).toBe(7n);
});

test('a member that falls silent is out when its session time has passed', async ({
  broker,
  clients,
  topic,
  group,
}) => {
  const raw = clients.closing(await RawClient.connect(broker.address), (client) => client.close());
  const silent = await raw.join(group, 6_000);
  expect(silent.error).toBe(0);
  const heir = await join(clients, group, topic);
  await expect.poll(() => assigned(heir)).toEqual([0, 1, 2]);
  expect(await raw.commit({ group, topic, generation: silent.generation, memberId: silent.memberId })).toBe(25);
});
