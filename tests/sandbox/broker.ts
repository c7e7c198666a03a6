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
import { expect, test as base } from '@playwright/test';
import { Kafka, logLevel } from 'kafkajs';

import type { Broker } from '../../sandbox/broker/server.ts';
import { openBroker } from './broker-open.ts';

export { expect } from '@playwright/test';

export type Texts = Consumer<string, string, string, string>;
export type Text = Message<string, string, string, string>;

/** Clients of @platformatic/kafka and kafkajs; all that are made are closed with the test. */
export interface Clients {
  admin(options?: { retries: number }): Admin;
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
    admin: (options) => closing(new Admin({ ...common, ...options }), (admin) => admin.close()),
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
        leave,
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

/** Ends a consumer, also one that still reads; it leaves its group. */
export function leave(consumer: Pick<Texts, 'close'>): Promise<void> {
  return new Promise((resolve, reject) => {
    consumer.close(true, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
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
    const admin = clients.admin();
    await admin.createTopics({ topics: [topic], partitions: 3, replicas: 1 });
    // Apache Kafka answers before the partitions have their leader: a producer that tries again would store records twice.
    const partitions = [0, 1, 2].map((partitionIndex) => ({ partitionIndex, timestamp: -1n }));
    await expect
      .poll(() =>
        admin.listOffsets({ topics: [{ name: topic, partitions }] }).then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
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

/** The next records of a stream, as many as `count`. Waits until they are there; rejects when the stream fails. */
export function take(stream: MessagesStream<string, string, string, string>, count: number): Promise<Text[]> {
  return new Promise((resolve, reject) => {
    const taken: Text[] = [];
    const collect = (message: Text): void => {
      taken.push(message);
      if (taken.length < count) return;
      stream.pause();
      stream.off('data', collect).off('error', reject);
      resolve(taken);
    };
    stream.on('error', reject).on('data', collect).resume();
  });
}

/** The protocol's names of the errors that @platformatic/kafka rejects with, however deep they lie. */
export async function refusals(asked: Promise<unknown>): Promise<string[]> {
  const names = (error: unknown): string[] => {
    const { apiId, errors = [] } = error as { apiId?: string; errors?: unknown[] };
    return [...(apiId === undefined ? [] : [apiId]), ...errors.flatMap(names)];
  };
  return asked.then(() => [], names);
}
