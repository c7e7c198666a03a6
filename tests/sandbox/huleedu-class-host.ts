import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Consumer, Producer, stringDeserializers, stringSerializers } from '@platformatic/kafka';
import { Redis } from 'ioredis';
import pg from 'pg';
import { startCache } from '../../sandbox/cache/server.ts';
import { migrateClassManagement, startSpare, suiteRights, type Spare } from '../../sandbox/huleedu/index.ts';
import { databases, suite, topics } from '../../sandbox/huleedu/settings.ts';
import type { Closable } from '../../sandbox/parts.ts';
import { asSuperuser, createDatabase } from '../../sandbox/postgres/roles.ts';
import { startPostgres } from '../../sandbox/postgres/server.ts';

const host = '127.0.0.1';

/** Event 5, which the service reads. */
export const suggested = 'huleedu.batch.author.matches.suggested.v1';

/** Ports of the worker's own. */
const first = 6600 + 10 * Number(process.env['TEST_PARALLEL_INDEX'] ?? '0');

/** JSON that a test walks through by name. */
export interface Json {
  [key: string]: Json;
  [index: number]: Json;
}

/** A record that the service published. */
export interface Published {
  topic: string;
  key: string | undefined;
  envelope: Json;
}

/** Class management with stores of its own; its neighbours are the test. */
export interface Deployment {
  url: string;
  /** Of the suite's role. */
  database: pg.Client;
  redis: Redis;
  /** What can be stopped. */
  parts: Spare['parts'];
  /** All that was published since the start. */
  published: Published[];
  /** Sends this text, or the JSON of this. */
  send(value: unknown): Promise<void>;
  close(): Promise<void>;
}

type Keep = <T extends Closable>(part: T) => T;

interface Stores {
  redisUrl: string;
  /** Of the service's role. */
  databaseUrl: string;
  database: pg.Client;
}

async function startStores(directory: string, keep: Keep): Promise<Stores> {
  const postgres = keep(await startPostgres({ host, port: first + 3, directory }));
  const cache = keep(await startCache({ host, port: first + 5, password: 'secret' }));
  const { name, owner } = databases.classManagement;
  await createDatabase(postgres, name, owner, suite);
  const databaseUrl = postgres.url(owner, name);
  await migrateClassManagement(databaseUrl);
  await asSuperuser(postgres, name, suiteRights(suite.user));
  const database = new pg.Client(postgres.url(suite, name));
  await database.connect();
  keep({ close: () => database.end() });
  return { redisUrl: cache.url, databaseUrl, database };
}

async function listenTo(brokers: string, published: Published[]): Promise<Closable> {
  const consumer = new Consumer<string, string, string, string>({
    ...{ clientId: 'test', groupId: 'test', bootstrapBrokers: [brokers], deserializers: stringDeserializers },
    ...{ maxWaitTime: 100, retries: 50, retryDelay: 100 },
  });
  const wanted = topics.filter((topic) => topic !== suggested);
  const stream = await consumer.consume({ topics: wanted, mode: 'earliest', autocommit: false });
  stream.on('data', ({ topic, key, value }) => {
    published.push({ topic, key, envelope: JSON.parse(value) as Json });
  });
  // An outage that a test makes is none of this consumer's.
  stream.on('error', () => undefined);
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      consumer.close(true, () => {
        resolve();
      });
    });
  return { close };
}

/** Starts one, on ports of the Playwright worker's own. */
export async function startDeployment(): Promise<Deployment> {
  const directory = await mkdtemp(path.join(tmpdir(), 'huleedu-class-management-'));
  const started: Closable[] = [];
  const keep = <T extends Closable>(part: T): T => {
    started.push(part);
    return part;
  };
  const { redisUrl, databaseUrl, database } = await startStores(directory, keep);
  const ports = { classManagement: first, broker: first + 6 };
  const { parts } = keep(await startSpare({ host, ports, directory, databaseUrl, redisUrl }));
  const address = `${host}:${String(ports.broker)}`;
  const published: Published[] = [];
  keep(await listenTo(address, published));
  const producer = new Producer<string, string, string, string>({
    ...{ clientId: 'test', bootstrapBrokers: [address], serializers: stringSerializers },
  });
  keep({ close: () => producer.close() });
  const redis = new Redis(redisUrl);
  // An outage that a test makes.
  redis.on('error', () => undefined);
  keep({
    close: () => {
      redis.disconnect();
      return Promise.resolve();
    },
  });
  return {
    ...{ url: `http://${host}:${String(first)}`, database, redis, parts, published },
    async send(value) {
      // All on one partition, so that a later event shows that an earlier one was dealt with.
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      await producer.send({ messages: [{ topic: suggested, key: 'one', value: text }] });
    },
    async close() {
      for (const part of started.reverse()) await part.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
