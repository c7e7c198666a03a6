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
      ...{ idempotent: true, acks: -1, retries: 1, retryDelay: 50, connectTimeout: 1000, timeout: 3000 },
    });
  let producer = open();
  await producer.metadata({ topics: [] });
  const sendOne = async ({ topic, key, value }: OutgoingRecord): Promise<void> => {
    const used = producer;
    try {
      const message = { topic, value };
      // The client's own choice is another one than Kafka's default, which the services' clients keep to.
      if (key === undefined) await used.send({ messages: [message] });
      else await used.send({ messages: [{ ...message, key }], partitioner: compatibilityPartitioner });
    } catch (error) {
      // One that has lost its broker keeps what it knew of it.
      if (producer === used) {
        producer = open();
        await end(used);
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
