import { setTimeout as delay } from 'node:timers/promises';
import type { Producer } from '@platformatic/kafka';
import type { Closable } from '../../parts.ts';

export interface OutgoingRecord {
  topic: string;
  key: string | undefined;
  value: string;
}

/** Sends records; one that is refused or finds no broker throws. */
export interface Sender extends Closable {
  send(record: OutgoingRecord): Promise<void>;
}

type Texts = Producer<string, string, string, string>;

/** Milliseconds after which a client that neither sends nor fails is given up: for a topic that there is not it waits without end. */
const patience = 3000;

/** The work, unless it takes longer. */
async function bounded<T>(work: Promise<T>): Promise<T> {
  const done = new AbortController();
  const late = delay(patience, undefined, { signal: done.signal }).then(
    () => Promise.reject(new Error(`nothing has come of it within ${String(patience)} ms`)),
    () => new Promise<never>(() => undefined),
  );
  try {
    return await Promise.race([work, late]);
  } finally {
    done.abort();
  }
}

const end = (producer: Texts): Promise<void> =>
  new Promise((resolve) => {
    producer.close(true, () => {
      resolve();
    });
  });

/** A sender that waits for all replicas and never stores a record twice (contract a.2). Throws when the broker is away. */
export async function openSender(brokers: string, clientId: string): Promise<Sender> {
  const { Producer: Kafka, compatibilityPartitioner, stringSerializers } = await import('@platformatic/kafka');
  const open = (): Texts =>
    new Kafka<string, string, string, string>({
      ...{ clientId, bootstrapBrokers: brokers.split(','), serializers: stringSerializers },
      ...{ idempotent: true, acks: -1, retries: 1, retryDelay: 50, connectTimeout: 3000, timeout: 3000 },
    });
  let producer = open();
  await producer.metadata({ topics: [] });
  const sendOne = async ({ topic, key, value }: OutgoingRecord): Promise<void> => {
    const used = producer;
    try {
      const message = { topic, value };
      // The client's own choice is another one than Kafka's default, which the services' clients keep to.
      if (key === undefined) await bounded(used.send({ messages: [message] }));
      else await bounded(used.send({ messages: [{ ...message, key }], partitioner: compatibilityPartitioner }));
    } catch (error) {
      // One that has lost its broker keeps what it knew of it.
      if (producer === used) {
        producer = open();
        await bounded(end(used)).catch(() => undefined);
      }
      throw error;
    }
  };
  // One after the other: of many at once the client loses some, and a failure would end the producer under the others.
  let last: Promise<unknown> = Promise.resolve();
  return {
    send(record) {
      const sent = last.then(() => sendOne(record));
      last = sent.catch(() => undefined);
      return sent;
    },
    close: () => end(producer),
  };
}
