import { setTimeout as delay } from 'node:timers/promises';
import type { Consumer } from '@platformatic/kafka';
import type { Closable } from '../../parts.ts';

export interface IncomingRecord {
  topic: string;
  key: string | undefined;
  value: string;
}

/** What is done with a group's records. */
export interface Records {
  /** True when the record is dealt with, also as a duplicate; false, or an exception, when it is not. */
  handle(record: IncomingRecord): Promise<boolean>;
  /** Moves the group's offset past a record. */
  commit(message: { commit(): unknown }): Promise<void>;
}

export interface ConsumerOptions {
  /** host:port, with commas between. */
  brokers: string;
  groupId: string;
  clientId: string;
  topics: readonly string[];
  records: Records;
}

/** The `commit` of a group. */
export async function commitOffset(message: { commit(): unknown }): Promise<void> {
  await message.commit();
}

type Texts = Consumer<string, string, string, string>;

const pause = 300;

/** Opens a member of the group; a topic without a committed offset is read from its beginning. */
async function openConsumer({ brokers, groupId, clientId }: ConsumerOptions): Promise<Texts> {
  const { Consumer: Kafka, stringDeserializers } = await import('@platformatic/kafka');
  return new Kafka<string, string, string, string>({
    ...{ clientId, groupId, bootstrapBrokers: brokers.split(','), deserializers: stringDeserializers },
    ...{ retries: 3, retryDelay: 100, connectTimeout: 2000, timeout: 5000 },
    ...{ sessionTimeout: 6000, rebalanceTimeout: 6000, heartbeatInterval: 1000, maxWaitTime: 500, autocommit: false },
  });
}

function leave(consumer: Texts): Promise<void> {
  return new Promise((resolve) => {
    consumer.close(true, () => {
      resolve();
    });
  });
}

/**
 * Joins the group and gives its records to `records.handle`, one at a time. An offset is committed only after a record that was dealt
 * with. One that was not is left behind: it comes again when the group is joined anew, unless a later success of the partition has taken
 * the offset past it (contract b.4.9). After an outage of the broker it joins again by itself. Resolves when it has its partitions; `close` lets the record in hand come to its end.
 */
export async function startConsumer(options: ConsumerOptions): Promise<Closable> {
  const closing = new AbortController();
  const first = await join(options);
  const running = run(options, first, closing.signal);
  return {
    async close() {
      closing.abort();
      await running;
    },
  };
}

type Joined = Awaited<ReturnType<typeof join>>;

async function join(options: ConsumerOptions): Promise<{
  consumer: Texts;
  stream: Awaited<ReturnType<Texts['consume']>>;
}> {
  const consumer = await openConsumer(options);
  try {
    const stream = await consumer.consume({
      ...{ topics: [...options.topics], mode: 'committed', fallbackMode: 'earliest', autocommit: false },
    });
    return { consumer, stream };
  } catch (error) {
    await leave(consumer);
    throw error;
  }
}

async function run(options: ConsumerOptions, first: Joined, closing: AbortSignal): Promise<void> {
  let joined: Joined | undefined = first;
  while (!closing.aborted) {
    try {
      joined ??= await join(options);
      await consume(joined, options, closing);
    } catch {
      // The broker is away, or has given the partitions to others.
    }
    if (joined) await leave(joined.consumer);
    joined = undefined;
    await delay(pause, undefined, { signal: closing }).catch(() => undefined);
  }
  if (joined) await leave(joined.consumer);
}

async function consume({ stream }: Joined, { records }: ConsumerOptions, closing: AbortSignal): Promise<void> {
  const end = (): void => void stream.destroy();
  closing.addEventListener('abort', end, { once: true });
  try {
    for await (const message of stream) {
      const { topic, key, value } = message;
      const isDone = await records.handle({ topic, key, value }).catch(() => false);
      if (isDone) await records.commit(message);
    }
  } finally {
    closing.removeEventListener('abort', end);
  }
}
