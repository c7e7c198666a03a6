import { randomUUID } from 'node:crypto';
import { expect, test as base } from '@playwright/test';
import { topics } from '../../sandbox/huleedu/payloads/names.ts';
import {
  startAll,
  textOf,
  urlOf,
  type Chain,
  type Envelope,
  type Json,
  type Place,
  type Received,
} from './huleedu-chain-deployment.ts';
import { completed, confirmed, provisioned, ready, registered, requested } from './huleedu-events.ts';

export { expect } from '@playwright/test';
export { topics } from '../../sandbox/huleedu/payloads/names.ts';
export { textOf, urlOf, type Chain, type Received } from './huleedu-chain-deployment.ts';

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

const about = ({ data }: Envelope, batch: string): boolean => textOf(data['batch_id'] ?? data['entity_id']) === batch;

export const test = base.extend<Fixtures, { chain: Chain }>({
  chain: [
    async ({}, use) => {
      const chain = await startAll();
      await use(chain);
      await chain.close();
    },
    { scope: 'worker', auto: true, timeout: 60_000 },
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
      return textOf(json['batch_id']);
    });
  },
  provide: async ({ chain, call }, use) => {
    await use(async (batch, text) => {
      const { json } = await call('content', 'POST', '/v1/content', text);
      const id = textOf(json['storage_id']);
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
