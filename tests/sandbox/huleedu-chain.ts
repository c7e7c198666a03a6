import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Consumer, Producer, stringDeserializers, stringSerializers } from '@platformatic/kafka';
import { expect, test as base } from '@playwright/test';
import { Redis } from 'ioredis';
import pg from 'pg';
import { startBroker } from '../../sandbox/broker/server.ts';
import { startCache } from '../../sandbox/cache/server.ts';
import { migrateChain, startChain } from '../../sandbox/huleedu/chain/start.ts';
import { topics } from '../../sandbox/huleedu/payloads/names.ts';
import { listen } from '../../sandbox/listen.ts';
import type { Closable } from '../../sandbox/parts.ts';
import { createDatabase } from '../../sandbox/postgres/roles.ts';
import { startPostgres } from '../../sandbox/postgres/server.ts';
import { completed, confirmed, provisioned, ready, registered, requested } from './huleedu-events.ts';

export { expect } from '@playwright/test';
export { topics } from '../../sandbox/huleedu/payloads/names.ts';

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

/** Listeners by what they are. */
export type Place = keyof typeof ports;

export const urlOf = (place: Place): string => `http://${host}:${String(ports[place])}`;

async function startStores(directory: string, started: Closable[]) {
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
    ...{ maxWaitTime: 50 },
  } as never);
  const stream = await consumer.consume({
    ...{ topics: Object.values(topics), mode: 'earliest', autocommit: false },
  } as never);
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

async function startAll(): Promise<Chain> {
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
  register({ close: async () => void (await redis.quit()) });
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

/** Services as they call themselves in their keys of idempotency. */
type Service = 'batch-service' | 'essay-lifecycle-service' | 'nlp-service';

interface Fixtures {
  /** Calls a service; the answer with its JSON. */
  call: (place: Place, method: string, target: string, body?: unknown, headers?: object) => Promise<Answer>;
  /** Registers a batch; its id. */
  register: (changes?: object) => Promise<string>;
  /** Stores a text and publishes event 1 for it; the id of the text. */
  provide: (batch: string, text: string) => Promise<string>;
  /** The next record of the topic about the batch, which no call of this answered before. */
  next: (topic: string, batch: string) => Promise<Received>;
  /** Waits until the batch has the status. */
  reaches: (batch: string, status: string) => Promise<void>;
  statusOf: (batch: string) => Promise<string | undefined>;
  /** Waits until the service has done what the event asks for. */
  done: (service: Service, topic: string, eventId: string) => Promise<void>;
  /** Waits until the service has come past all records of the topic that have this key, done or refused: one more is done after them. */
  passed: (service: Service, topic: string, key: string) => Promise<void>;
}

export interface Answer {
  status: number;
  json: Json;
}

const about = ({ data }: Envelope, batch: string): boolean => String(data['batch_id'] ?? data['entity_id']) === batch;

export const test = base.extend<Fixtures, { chain: Chain }>({
  chain: [
    async ({}, use) => {
      const chain = await startAll();
      await use(chain);
      await chain.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  call: async ({}, use) => {
    await use(async (place, method, target, body, headers = {}) => {
      const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
      const type = body === undefined ? {} : { 'content-type': 'application/json' };
      const answer = await fetch(urlOf(place) + target, { method, ...sent, headers: { ...type, ...headers } });
      const text = await answer.text();
      const isJson = answer.headers.get('content-type')?.startsWith('application/json') === true;
      return { status: answer.status, json: isJson ? (JSON.parse(text) as Json) : {} };
    });
  },
  register: async ({ call }, use) => {
    await use(async (changes = {}) => {
      const body = { expected_essay_count: 2, course_code: 'SV2', essay_instructions: 'Skriv', user_id: 'teacher-1' };
      const { status, json } = await call('batchOrchestrator', 'POST', '/v1/batches/register', { ...body, ...changes });
      expect(status).toBe(202);
      return String(json['batch_id']);
    });
  },
  provide: async ({ chain, call }, use) => {
    await use(async (batch, text) => {
      const { json } = await call('content', 'POST', '/v1/content', text);
      const id = String(json['storage_id']);
      await chain.send(topics.contentProvisioned, provisioned(batch, id));
      return id;
    });
  },
  next: async ({ chain }, use) => {
    const answered = new Set<Received>();
    await use(async (topic, batch) => {
      const find = (): Received | undefined =>
        chain.received.find((each) => each.topic === topic && !answered.has(each) && about(each.envelope, batch));
      await expect.poll(find, { message: `${topic} about ${batch}`, timeout: 10_000, intervals: [20] }).toBeDefined();
      const found = find();
      if (found === undefined) throw new Error('It was there a moment ago');
      answered.add(found);
      return found;
    });
  },
  statusOf: async ({ chain }, use) => {
    await use(async (batch) => {
      const asked = 'SELECT status FROM batches WHERE id = $1';
      return (await chain.orchestrator.query<{ status: string }>(asked, [batch])).rows[0]?.status;
    });
  },
  reaches: async ({ statusOf }, use) => {
    await use(async (batch, status) => {
      const options = { message: `status of ${batch}`, timeout: 10_000, intervals: [20] };
      await expect.poll(() => statusOf(batch), options).toBe(status);
    });
  },
  done: async ({ chain }, use) => {
    await use(async (service, topic, eventId) => {
      const states = async (): Promise<unknown[]> => {
        const pattern = `huleedu:idempotency:v2:${service}:${topic.replaceAll('.', '_')}:*`;
        const [, keys] = await chain.redis.scan('0', 'MATCH', pattern, 'COUNT', 100_000);
        const values = await Promise.all(keys.map((key) => chain.redis.get(key)));
        const found = values.map((value) => JSON.parse(value ?? '{}') as { event_id?: string; status?: string });
        return found.filter(({ event_id: id }) => id === eventId).map(({ status }) => status);
      };
      const options = { message: `${topic} in ${service}`, timeout: 10_000, intervals: [20] };
      await expect.poll(states, options).toEqual(['completed']);
    });
  },
  passed: async ({ chain, done, register }, use) => {
    await use(async (service, topic, key) => {
      const marker = await register({ user_id: 'marker' });
      // Essay lifecycle refuses what is about a batch that it does not know yet.
      const known = { message: `slots of ${marker}`, timeout: 10_000, intervals: [20] };
      await expect.poll(() => chain.redis.exists(`batch:${marker}:metadata`), known).toBe(1);
      if (topic === topics.pipelineRequest) {
        const id = await chain.send(topics.provisioningCompleted, completed(marker, 'SV2', ['essay']), {}, key);
        await done(service, topics.provisioningCompleted, id);
      }
      const harmless = {
        [topics.essaysRegistered]: registered(randomUUID()),
        [topics.contentProvisioned]: provisioned(marker, randomUUID()),
        [topics.provisioningCompleted]: completed(marker, 'SV2', ['essay']),
        [topics.associationsConfirmed]: confirmed(marker, randomUUID(), 'SV2', []),
        [topics.essaysReady]: ready(marker, ['essay']),
        [topics.pipelineRequest]: requested(marker),
      }[topic];
      if (harmless === undefined) throw new Error(`No record is known that ends ${topic}`);
      await done(service, topic, await chain.send(topic, harmless, {}, key));
    });
  },
});
