import { Admin, Consumer, Producer, stringSerializers } from '@platformatic/kafka';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { Parts, type Closable } from '../../sandbox/parts.ts';
import { readSettings } from '../../sandbox/settings.ts';
import { onApache } from './broker-open.ts';
import { expect, test as base } from './broker.ts';

// Apache Kafka takes its time to start.
base.describe.configure({ timeout: onApache ? 300_000 : 60_000 });

const test = base.extend<{ partsOf: (env: NodeJS.ProcessEnv) => { parts: Parts; started: Closable[] } }>({
  partsOf: async ({}, use) => {
    const place = await mkdtemp(path.join(tmpdir(), 'parts-'));
    const all: Closable[][] = [];
    await use((env) => {
      const started: Closable[] = [];
      all.push(started);
      const settings = readSettings({ SANDBOX_PORTS: '68', ...env });
      return { parts: new Parts(settings, place, started, undefined), started };
    });
    for (const service of all.flat().reverse()) await service.close();
    await rm(place, { recursive: true, force: true, maxRetries: 5 });
  },
});

test('a sandbox has one broker for all, and a system’s topics have three partitions each', async ({ partsOf }) => {
  const { parts, started } = partsOf({ SANDBOX_BROKER: onApache ? 'apache' : undefined });
  const [broker, again] = await Promise.all([parts.broker(), parts.broker()]);
  expect(again).toBe(broker);
  expect(started).toEqual([broker]);
  expect(broker.address).toBe('127.0.0.1:6806');
  expect(parts.addresses).toEqual([['Kafka', `127.0.0.1:6806   ${onApache ? 'Apache Kafka' : 'stand-in'}`]]);

  await broker.createTopics(['first.v1', 'second.v1']);
  await broker.createTopics(['second.v1', 'third.v1']);
  const admin = new Admin({ clientId: 'tests', bootstrapBrokers: [broker.address] });
  try {
    const topics = ['first.v1', 'second.v1', 'third.v1'];
    const { topics: found } = await admin.metadata({ topics });
    expect(topics.map((name) => found.get(name)?.partitionsCount)).toEqual([3, 3, 3]);
  } finally {
    await admin.close();
  }
  await expect(broker.createTopics(['no topic'])).rejects.toThrow(/^Kafka does not create no topic: /);
});

test('a broker that runs elsewhere is used, and neither stopped nor closed', async ({ partsOf, own }) => {
  const servers = `${own.address},127.0.0.1:1`;
  const { parts, started } = partsOf({ SANDBOX_BROKER: 'external', SANDBOX_BROKER_SERVERS: servers });
  const broker = await parts.broker();
  expect(broker.address).toBe(servers);
  await broker.createTopics(['elsewhere.v1']);
  await expect(broker.stop()).rejects.toThrow('neither stops nor starts this broker');
  for (const service of started) await service.close();
  const producer = new Producer({ clientId: 'tests', bootstrapBrokers: [own.address], serializers: stringSerializers });
  const consumer = new Consumer({ clientId: 'tests', bootstrapBrokers: [own.address], groupId: 'none' });
  try {
    await producer.send({ messages: [{ topic: 'elsewhere.v1', key: 'k', value: 'v' }], acks: -1 });
    const offsets = (await consumer.listOffsets({ topics: ['elsewhere.v1'] })).get('elsewhere.v1') ?? [];
    expect(offsets.map(Number).sort()).toEqual([0, 0, 1]);
  } finally {
    await producer.close();
    await consumer.close();
  }
});

test('a choice that cannot be is refused in one line', () => {
  const refused =
    (env: NodeJS.ProcessEnv): (() => unknown) =>
    () =>
      readSettings(env);
  expect(refused({ SANDBOX_BROKER: 'kafka' })).toThrow(
    'SANDBOX_BROKER=kafka is not known: it is stand-in, apache or external',
  );
  for (const servers of [undefined, '', 'host', 'host:', ':9092', 'host:9092,', 'kafka://host:9092']) {
    expect(refused({ SANDBOX_BROKER: 'external', SANDBOX_BROKER_SERVERS: servers }), servers ?? 'none').toThrow(
      'SANDBOX_BROKER=external needs SANDBOX_BROKER_SERVERS: host:port, with commas between',
    );
  }
});
