import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { Admin, Consumer, Producer } from '@platformatic/kafka';
import { test as base, expect } from '@playwright/test';
import { z } from 'zod';
import { Events, type KafkaSettings } from '../../helpers/events/events.ts';
import { topic } from '../../helpers/events/topic.ts';
import { createRedaction } from '../../helpers/http/redaction.ts';
import type { Broker } from '../../sandbox/broker/server.ts';
import { openBroker } from '../sandbox/broker-open.ts';
import { leave } from '../sandbox/broker.ts';

export { expect } from '@playwright/test';

export const password = 'canary-p@ss/word:';

export const orders = topic({
  name: 'orders.placed.v1',
  key: ({ data }) => data.order,
  data: z.strictObject({ order: z.string(), items: z.int().positive() }),
  sourceService: 'shop-service',
});
export const parcels = topic({
  name: 'parcels.sent.v1',
  data: z.strictObject({ order: z.string() }),
  sourceService: 'parcel_service',
});

/** The value of a record that keeps every rule of `orders`, with other members as they are given. */
export const orderValue = (data: object, members: object = {}): Record<string, unknown> => ({
  event_id: '7a0c1c7e-5d0b-4b5b-9a51-0d6f3a1f2b10',
  event_type: 'orders.placed.v1',
  event_timestamp: '2025-08-10T09:15:00.000000Z',
  source_service: 'shop-service',
  schema_version: 1,
  correlation_id: 'c2f1e0aa-14d9-4d6b-8f3e-5b1a9e7c4d21',
  data_schema_uri: null,
  data,
  metadata: null,
  ...members,
});

interface Fixtures {
  /** It has the two topics, and makes others for clients that ask for it. */
  broker: Broker;
  /** Of `broker` unless another address is given; closed at the end of the test. */
  open: (options?: Partial<KafkaSettings>) => Events;
  events: Events;
  /** Other clients. */
  producer: Producer;
  admin: Admin;
  /** Reads a topic in a group and commits what it has read, one record at a time, until it is told to stop. */
  service: (group: string, topic: string) => Promise<() => Promise<void>>;
}

const clientOf = ({ address }: Broker): { clientId: string; bootstrapBrokers: string[] } => ({
  clientId: 'other',
  bootstrapBrokers: [address],
});

export const test = base.extend<Fixtures>({
  broker: async ({}, use) => {
    const directory = await mkdtemp(path.join(tmpdir(), 'events-'));
    const broker = await openBroker({ directory, topics: [orders.name, parcels.name] });
    await use(broker);
    await broker.close();
    await rm(directory, { recursive: true, force: true });
  },
  open: async ({ broker }, use) => {
    const opened: Events[] = [];
    await use((options = {}) => {
      const settings = { brokers: [broker.address], ssl: false, clientId: 'test_run_', writes: true, patience: 5_000 };
      const events = new Events({ ...settings, eventPatience: 10_000, ...options }, createRedaction([password]));
      opened.push(events);
      return events;
    });
    for (const events of opened) await events.close();
  },
  events: async ({ open }, use) => {
    await use(open());
  },
  producer: async ({ broker }, use) => {
    const producer = new Producer(clientOf(broker));
    await use(producer);
    await producer.close();
  },
  admin: async ({ broker }, use) => {
    const admin = new Admin(clientOf(broker));
    await use(admin);
    await admin.close();
  },
  service: async ({ broker }, use) => {
    const stops: (() => Promise<void>)[] = [];
    await use(async (group, name) => {
      const consumer = new Consumer({ ...clientOf(broker), groupId: group, maxWaitTime: 100 });
      const stream = await consumer.consume({ topics: [name], mode: 'committed', fallbackMode: 'earliest' });
      const working = (async () => {
        for await (const message of stream) await message.commit();
      })();
      const stop = async (): Promise<void> => {
        await leave(consumer);
        await working.catch(() => undefined);
      };
      stops.push(stop);
      return stop;
    });
    for (const stop of stops) await stop();
  },
});

/** The message of the error that a promise is rejected with; nothing of a secret hangs on it. */
export const refusal = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => {
      throw new Error('It was not refused');
    },
    (error: unknown) => {
      expect(error).not.toHaveProperty('cause');
      const text = error instanceof Error ? `${String(error.stack)} ${JSON.stringify(error)}` : String(error);
      expect(text).not.toContain('canary');
      return error instanceof Error ? error.message : text;
    },
  );
