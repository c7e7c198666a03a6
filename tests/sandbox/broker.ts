import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import {
  Admin,
  Consumer,
  Producer,
  stringDeserializers,
  stringSerializers,
  type Message,
  type MessagesStream,
} from '@platformatic/kafka';
import { test as base } from '@playwright/test';
import { Kafka, logLevel } from 'kafkajs';

import { startBroker, type Broker, type BrokerOptions } from '../../sandbox/broker/server.ts';

export { expect } from '@playwright/test';

/** Whether these tests run on Apache Kafka in place of the stand-in. */
export const onApache = process.env['SANDBOX_BROKER'] === 'apache';

/** A topic that every broker here has from the start. */
export const readyTopic = 'ready.from.the.start.v1';

/** Starts the broker that the tests are for. */
export async function openBroker(options: Partial<BrokerOptions> & { directory: string }): Promise<Broker> {
  const all = { host: '127.0.0.1', port: 0, topics: [readyTopic], ...options };
  if (!onApache) return startBroker(all);
  const { startApache } = await import('../../sandbox/broker/apache.ts');
  return startApache(all);
}

export type Texts = Consumer<string, string, string, string>;
export type Text = Message<string, string, string, string>;

/** Clients of @platformatic/kafka and kafkajs; all that are made are closed with the test. */
export interface Clients {
  admin(): Admin;
  producer(options?: Partial<ConstructorParameters<typeof Producer>[0]>): Producer<string, string, string, string>;
  consumer(groupId: string, options?: Partial<ConstructorParameters<typeof Consumer>[0]>): Texts;
  /** The other client. */
  kafkajs(): Kafka;
  /** Has something closed at the end of the test. */
  closing<T>(client: T, close: (client: T) => Promise<unknown>): T;
}

function clientsOf(address: string, closed: (() => Promise<unknown>)[]): Clients {
  const common = { clientId: 'tests', bootstrapBrokers: [address], retries: 20, retryDelay: 100 };
  const closing = <T>(client: T, close: (client: T) => Promise<unknown>): T => {
    closed.push(() => close(client));
    return client;
  };
  return {
    closing,
    admin: () => closing(new Admin(common), (admin) => admin.close()),
    producer: (options) =>
      closing(
        new Producer<string, string, string, string>({
          ...common,
          serializers: stringSerializers,
          ...options,
        } as never),
        (producer) => producer.close(),
      ),
    consumer: (groupId, options) =>
      closing(
        new Consumer<string, string, string, string>({
          ...{ ...common, groupId, deserializers: stringDeserializers, maxWaitTime: 250, heartbeatInterval: 250 },
          ...options,
        } as never),
        (consumer) => consumer.close(true),
      ),
    kafkajs: () =>
      new Kafka({
        clientId: 'tests-kafkajs',
        brokers: [address],
        logLevel: logLevel.NOTHING,
        retry: { initialRetryTime: 100, maxRetryTime: 500, retries: 50 },
      }),
  };
}

interface Fixtures {
  clients: Clients;
  /** A topic of the test's own, with three partitions. */
  topic: string;
  /** Name of a group that only this test uses. */
  group: string;
}

export const test = base.extend<Fixtures & { place: string; own: Broker; ownClients: Clients }, { broker: Broker }>({
  broker: [
    async ({}, use) => {
      await inFolder(async (directory) => {
        const broker = await openBroker({ directory });
        await use(broker);
        await broker.close();
      });
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  clients: async ({ broker }, use) => {
    await withClients(broker.address, use);
  },
  topic: async ({ clients }, use, { testId }) => {
    const topic = `topic.${testId}.${String(Date.now())}`;
    await clients.admin().createTopics({ topics: [topic], partitions: 3, replicas: 1 });
    await use(topic);
  },
  group: async ({}, use, { testId }) => {
    await use(`group.${testId}.${String(Date.now())}`);
  },
  // A folder of the test's own for a broker that it stops, starts or kills.
  place: async ({}, use) => {
    await inFolder(use);
  },
  own: [
    async ({ place }, use) => {
      const broker = await openBroker({ directory: place });
      await use(broker);
      await broker.close();
    },
    { timeout: 180_000 },
  ],
  ownClients: async ({ own }, use) => {
    await withClients(own.address, use);
  },
});

async function inFolder(use: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(path.join(tmpdir(), 'broker-test-'));
  try {
    await use(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Clients of a broker at an address, closed at the end. */
export async function withClients(address: string, use: (clients: Clients) => Promise<void>): Promise<void> {
  const closed: (() => Promise<unknown>)[] = [];
  try {
    await use(clientsOf(address, closed));
  } finally {
    for (const close of closed.reverse()) await close();
  }
}

/** The next records of a stream, as many as `count`. Waits until they are there. */
export async function take(stream: MessagesStream<string, string, string, string>, count: number): Promise<Text[]> {
  const taken: Text[] = [];
  while (taken.length < count) {
    const message = stream.read() as Text | null;
    if (message === null) await new Promise((resolve) => stream.once('readable', resolve));
    else taken.push(message);
  }
  return taken;
}
