import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Consumer, Producer, stringDeserializers, stringSerializers } from '@platformatic/kafka';
import { Redis } from 'ioredis';
import pg from 'pg';
import { startBroker, type Broker } from '../../sandbox/broker/server.ts';
import { startCache, type Cache } from '../../sandbox/cache/server.ts';
import { migrateChain, startChain, type ChainDatabases } from '../../sandbox/huleedu/chain/start.ts';
import { topics } from '../../sandbox/huleedu/payloads/names.ts';
import { listen } from '../../sandbox/listen.ts';
import type { Closable } from '../../sandbox/parts.ts';
import { createDatabase } from '../../sandbox/postgres/roles.ts';
import { startPostgres } from '../../sandbox/postgres/server.ts';

const host = '127.0.0.1';
/** Ports of the worker's own: two files of tests run at once. */
const first = 6700 + 40 * Number(process.env['TEST_PARALLEL_INDEX'] ?? '0');

/** JSON that a test walks through by name. */
export interface Json {
  [key: string]: Json;
  [index: number]: Json;
}

export interface Envelope {
  event_id: string;
  event_type: string;
  source_service: string;
  correlation_id: string;
  data: Json;
}

export interface Received {
  topic: string;
  key: string | undefined;
  partition: number;
  envelope: Envelope;
}

/** A deployment of the chain without class management, which the test stands in for: it gives rosters, and publishes event 6. */
export interface Chain {
  orchestrator: pg.Client;
  essays: pg.Client;
  redis: Redis;
  /** Students of classes, by the id of the class. */
  rosters: Map<string, object[]>;
  /** Every record since the start, in the order of its arrival. */
  received: Received[];
  /** The id of the event. */
  send(topic: string, data: object, envelope?: Partial<Envelope>, key?: string): Promise<string>;
  close(): Promise<void>;
}

const ports = {
  ...{ classManagement: first + 30, batchOrchestrator: first + 31, essayLifecycle: first + 32, content: first + 33 },
  ...{ files: first + 34, conductor: first + 35, gateway: first + 36 },
};

/** A value that must be a text. */
export function textOf(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  throw new Error(`A text was expected, but there is ${JSON.stringify(value)}`);
}

/** Listeners by what they are. */
export type Place = keyof typeof ports;

export const urlOf = (place: Place): string => `http://${host}:${String(ports[place])}`;

interface Stores {
  cache: Cache;
  broker: Broker;
  databases: ChainDatabases;
}

async function startStores(directory: string, started: Closable[]): Promise<Stores> {
  const keep = <T extends Closable>(service: T): T => {
    started.push(service);
    return service;
  };
  const postgres = keep(await startPostgres({ host, port: first + 3, directory }));
  const cache = keep(await startCache({ host, port: first + 5, password: 'secret' }));
  const all = { host, port: first + 6, directory: path.join(directory, 'broker'), topics: Object.values(topics) };
  const broker = keep(await startBroker(all));
  const urls: string[] = [];
  for (const name of ['orchestrator', 'essays', 'nlp']) {
    const owner = { user: name, password: name };
    await createDatabase(postgres, name, owner, { user: `${name}_qa`, password: name });
    urls.push(postgres.url(owner, name));
  }
  const [batchOrchestrator = '', essayLifecycle = '', nlp = ''] = urls;
  return { cache, broker, databases: { batchOrchestrator, essayLifecycle, nlp } };
}

function startRosters(rosters: Map<string, object[]>): Promise<Closable> {
  const server = createServer((request, response) => {
    const id = /^\/v1\/classes\/([^/]+)\/roster$/.exec(request.url ?? '')?.[1] ?? '';
    const students = rosters.get(id);
    response.writeHead(students === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(students === undefined ? { error: 'Class not found' } : { students }));
  });
  return listen(server, 'rosters', host, ports.classManagement);
}

/** Reads every topic from its beginning. */
async function listenTo(brokers: string, received: Received[]): Promise<Closable> {
  const consumer = new Consumer<string, string, string, string>({
    ...{ clientId: 'test', groupId: 'test', bootstrapBrokers: [brokers], deserializers: stringDeserializers },
    maxWaitTime: 50,
  });
  const stream = await consumer.consume({
    ...{ topics: Object.values(topics), mode: 'earliest', autocommit: false },
  });
  stream.on('data', ({ topic, key, partition, value }) => {
    received.push({ topic, key, partition, envelope: JSON.parse(value) as Envelope });
  });
  return {
    close: () =>
      new Promise((resolve) => {
        consumer.close(true, () => {
          resolve();
        });
      }),
  };
}

/** Starts it on ports of the worker's own. */
export async function startAll(): Promise<Chain> {
  const directory = await mkdtemp(path.join(tmpdir(), 'huleedu-chain-'));
  const started: Closable[] = [];
  const received: Received[] = [];
  const rosters = new Map<string, object[]>();
  const register = (service: Closable): void => void started.push(service);
  const { cache, broker, databases } = await startStores(directory, started);
  await migrateChain(databases);
  register(await startRosters(rosters));
  const brokers = broker.address;
  const options = {
    host,
    ports,
    databases,
    redisUrl: cache.url,
    brokers,
    classManagementUrl: urlOf('classManagement'),
  };
  await startChain(options, register);
  register(await listenTo(brokers, received));
  const producer = new Producer<string, string, string, string>({
    ...{ clientId: 'test', bootstrapBrokers: [brokers], serializers: stringSerializers },
  });
  const connect = async (url: string): Promise<pg.Client> => {
    const client = new pg.Client(url);
    await client.connect();
    register({ close: () => client.end() });
    return client;
  };
  const redis = new Redis(cache.url);
  register({
    close: async () => {
      await redis.quit();
    },
  });
  register({ close: () => producer.close() });
  const orchestrator = await connect(databases.batchOrchestrator);
  const essays = await connect(databases.essayLifecycle);
  return {
    ...{ orchestrator, essays, redis, rosters, received },
    async send(topic, data, envelope = {}, key) {
      const whole = { event_id: randomUUID(), event_type: topic, source_service: 'test', correlation_id: randomUUID() };
      const value = JSON.stringify({ ...whole, data, ...envelope });
      await producer.send({ messages: [{ topic, value, ...(key !== undefined && { key }) }] });
      return envelope.event_id ?? whole.event_id;
    },
    async close() {
      for (const service of started.reverse()) await service.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
