import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { repository } from './attach.ts';
import { expect, openBroker, readyTopic as topic, take, test, withClients, type Clients } from './broker.ts';
import { batchOf, RawClient } from './broker-raw.ts';

test.describe.configure({ timeout: 300_000 });

/** A consumer of kafkajs that commits each record; what it has read. */
async function reader(clients: Clients, groupId: string): Promise<string[]> {
  const values: string[] = [];
  const options = { groupId, heartbeatInterval: 300, sessionTimeout: 10_000, maxWaitTimeInMs: 250 };
  const consumer = clients.closing(clients.kafkajs().consumer(options), (client) => client.disconnect());
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    autoCommitThreshold: 1,
    eachMessage: ({ message }) => {
      values.push(String(message.value));
      return Promise.resolve();
    },
  });
  return values;
}

test('clients go on after an outage, on the same port, and nothing is lost', async ({ own, ownClients: clients }) => {
  const producer = clients.producer();
  const send = (value: string): Promise<unknown> =>
    producer.send({ messages: [{ topic, partition: 1, key: 'k', value }], acks: -1 });
  const values = await reader(clients, 'outage');
  const stream = await clients.consumer('outage-2').consume({ topics: [topic], mode: 'earliest', autocommit: false });
  await send('before');
  await expect.poll(() => values).toEqual(['before']);
  expect((await take(stream, 1)).map(({ value }) => value)).toEqual(['before']);

  const { address } = own;
  await own.stop();
  await expect(RawClient.connect(address)).rejects.toThrow();
  await own.start();
  expect(own.address).toBe(address);
  await send('after');
  await expect.poll(() => values, { timeout: 30_000 }).toEqual(['before', 'after']);
  expect((await take(stream, 1)).map(({ value }) => value)).toEqual(['after']);
});

test('topics, records, offsets and members outlast a stop', async ({ own, ownClients: clients }) => {
  const admin = clients.admin();
  const values = await reader(clients, 'lasting');
  await clients.producer().send({ messages: [{ topic, partition: 0, key: 'k', value: 'v' }], acks: -1 });
  await expect.poll(() => values).toEqual(['v']);
  const members = async (): Promise<string[]> => [
    ...((await admin.describeGroups({ groups: ['lasting'] })).get('lasting')?.members.keys() ?? []),
  ];
  const before = await members();
  const { topics } = await admin.metadata({ topics: [topic] });
  await own.stop();
  await own.start();
  expect(await members(), 'the member need not join anew').toEqual(before);
  expect((await admin.metadata({ topics: [topic], forceUpdate: true })).topics.get(topic)?.id).toBe(
    topics.get(topic)?.id,
  );
  const [group] = await admin.listConsumerGroupOffsets({ groups: ['lasting'] });
  const offsets = group?.topics[0]?.partitions.map((each) => [each.partitionIndex, each.committedOffset]);
  expect(offsets).toContainEqual([0, 1n]);
});

test('a batch that was stored before a stop is known after it', async ({ own }) => {
  const first = await RawClient.connect(own.address);
  const id = await first.producerId();
  const batch = batchOf(['once'], { id, epoch: 0, sequence: 0 });
  expect(await first.produce(topic, 0, batch)).toEqual({ error: 0, baseOffset: 0 });
  await first.close();
  await own.stop();
  await own.start();
  const second = await RawClient.connect(own.address);
  expect(await second.produce(topic, 0, batch)).toEqual({ error: 0, baseOffset: 0 });
  expect(await second.produce(topic, 0, batchOf(['next'], { id, epoch: 0, sequence: 1 }))).toEqual({
    error: 0,
    baseOffset: 1,
  });
  expect(await second.producerId(), 'ids are not given out again').toBeGreaterThan(id);
  await second.close();
});

/** A broker in a process of its own. */
async function host(directory: string, port: string): Promise<{ child: ChildProcess; address: string }> {
  const script = path.join(import.meta.dirname, 'broker-host.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, directory, port], {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [address] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { child, address };
}

test('records, offsets and members outlast a kill -9', async ({ place }) => {
  const { child, address } = await host(place, '0');
  await withClients(address, async (clients) => {
    const values = await reader(clients, 'killed');
    const producer = clients.producer();
    const send = (value: string): Promise<unknown> =>
      producer.send({ messages: [{ topic, partition: 2, key: 'k', value }], acks: -1 });
    await send('before');
    await expect.poll(() => values).toEqual(['before']);
    const offset = async (): Promise<bigint | undefined> => {
      const [group] = await clients.admin().listConsumerGroupOffsets({ groups: ['killed'] });
      return group?.topics[0]?.partitions.find(({ partitionIndex }) => partitionIndex === 2)?.committedOffset;
    };
    await expect.poll(offset).toBe(1n);
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    await expect
      .poll(() =>
        RawClient.connect(address).then(
          () => 'up',
          () => 'down',
        ),
      )
      .toBe('down');

    const broker = await openBroker({ directory: place, port: Number(address.split(':')[1]) });
    try {
      expect(await offset()).toBe(1n);
      await send('after');
      await expect.poll(() => values, { timeout: 30_000 }).toEqual(['before', 'after']);
    } finally {
      await broker.close();
    }
  });
});
