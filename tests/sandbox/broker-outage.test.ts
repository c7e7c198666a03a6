import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

import type { Broker } from '../../sandbox/broker/server.ts';
import { repository } from './attach.ts';
import { expect, take, test, withClients, type Clients } from './broker.ts';
import { onApache, openBroker, readyTopic as topic } from './broker-open.ts';
import { batchOf, RawClient, type Produced } from './broker-raw.ts';

// Apache Kafka takes its time to start.
test.describe.configure({ timeout: onApache ? 300_000 : 60_000 });

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

/** The offset that a group has committed in a partition. */
async function committed(clients: Clients, groupId: string, partition: number): Promise<bigint | undefined> {
  const [group] = await clients.admin().listConsumerGroupOffsets({ groups: [groupId] });
  return group?.topics[0]?.partitions.find((each) => each.partitionIndex === partition)?.committedOffset;
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
  expect(await isUp(address)).toBe(false);
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
  await expect.poll(() => committed(clients, 'lasting', 0)).toBe(1n);
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
  expect(await committed(clients, 'lasting', 0)).toBe(1n);
});

/** Six batches of one producer, stored one after the other. */
async function storeSix(address: string): Promise<{ id: number; batches: Buffer[] }> {
  const raw = await RawClient.connect(address);
  const id = await raw.producerId();
  const batches = [0, 1, 2, 3, 4, 5].map((sequence) => batchOf(['v'], { id, epoch: 0, sequence }));
  for (const [index, batch] of batches.entries()) {
    expect(await raw.produce(topic, 0, batch)).toEqual({ error: 0, baseOffset: index });
  }
  await raw.close();
  return { id, batches };
}

/** The newest batch is known, the earlier ones are out of order; the producer goes on, and its id is not given out again. */
async function expectNewestKnown(address: string, { id, batches }: { id: number; batches: Buffer[] }): Promise<void> {
  const raw = await RawClient.connect(address);
  const answers: Produced[] = [];
  for (const batch of batches) answers.push(await raw.produce(topic, 0, batch));
  const earlier = { error: 45, baseOffset: -1 };
  expect(answers).toEqual([...Array.from({ length: 5 }, () => earlier), { error: 0, baseOffset: 5 }]);
  const next = batchOf(['next'], { id, epoch: 0, sequence: 6 });
  expect(await raw.produce(topic, 0, next)).toEqual({ error: 0, baseOffset: 6 });
  expect(await raw.producerId()).toBeGreaterThan(id);
  await raw.close();
}

test('the newest batch of a producer is known after a stop', async ({ own }) => {
  const stored = await storeSix(own.address);
  await own.stop();
  await own.start();
  await expectNewestKnown(own.address, stored);
});

test('says in one line that its port is taken', async ({ broker, place }) => {
  const port = Number(broker.address.split(':')[1]);
  const second = openBroker({ directory: place, port });
  await expect(second).rejects.toThrow(
    /^broker cannot listen on 127.0.0.1:\d+: the port is taken; set SANDBOX_PORTS .*$/,
  );
});

async function isUp(address: string): Promise<boolean> {
  try {
    await (await RawClient.connect(address)).close();
    return true;
  } catch {
    return false;
  }
}

/** A broker in a process of its own. */
async function host(directory: string, port: string): Promise<{ child: ChildProcess; address: string }> {
  const script = path.join(import.meta.dirname, 'broker-host.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, directory, port], {
    cwd: repository,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [address] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { child, address };
}

test('records, offsets and members outlast a kill -9', async ({ place }) => {
  const { child, address } = await host(place, '0');
  let heir: Broker | undefined;
  try {
    await withClients(address, async (clients) => {
      const values = await reader(clients, 'killed');
      const producer = clients.producer();
      const send = (value: string): Promise<unknown> =>
        producer.send({ messages: [{ topic, partition: 2, key: 'k', value }], acks: -1 });
      await send('before');
      await expect.poll(() => values).toEqual(['before']);
      await expect.poll(() => committed(clients, 'killed', 2)).toBe(1n);
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      await expect.poll(() => isUp(address)).toBe(false);

      heir = await openBroker({ directory: place, port: Number(address.split(':')[1]) });
      expect(await committed(clients, 'killed', 2)).toBe(1n);
      await send('after');
      await expect.poll(() => values, { timeout: 30_000 }).toEqual(['before', 'after']);
    });
  } finally {
    child.kill('SIGKILL');
    await heir?.close();
  }
});

test('the newest batch of a producer is known after a kill -9', async ({ place }) => {
  const { child, address } = await host(place, '0');
  let heir: Broker | undefined;
  try {
    const stored = await storeSix(address);
    child.kill('SIGKILL');
    await expect.poll(() => isUp(address)).toBe(false);
    heir = await openBroker({ directory: place });
    await expectNewestKnown(heir.address, stored);
  } finally {
    child.kill('SIGKILL');
    await heir?.close();
  }
});
