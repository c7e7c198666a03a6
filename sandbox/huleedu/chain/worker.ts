import type { Redis } from 'ioredis';
import type { Closable } from '../../parts.ts';
import { commitOffset, startConsumer } from '../library/consumer.ts';
import { openDatabase, type Database } from '../library/database.ts';
import type { Envelope } from '../library/envelope.ts';
import { claimsIn, Idempotency } from '../library/idempotency.ts';
import { Outbox, type OutboxFigures } from '../library/outbox.ts';
import { openSender } from '../library/producer.ts';
import { openRedis } from '../library/redis.ts';
import { startRelay } from '../library/relay.ts';
import { createRouter } from '../library/router.ts';
import { asItIs, type Wrap } from './parts.ts';

/** Where a service finds what it works with. */
export interface Stores {
  databaseUrl: string;
  redisUrl: string;
  /** host:port, with commas between. */
  brokers: string;
  /** What is put in the place of its parts; they are as they are without it. */
  wrap?: Wrap | undefined;
}

/** What handlers work with. */
export interface Tools {
  database: Database;
  redis: Redis;
  outbox: Outbox;
}

export interface WorkerOptions extends Stores {
  groupId: string;
  clientId: string;
  /** As the service calls itself in its keys of idempotency (contract b.5). */
  service: string;
  by: 'topic' | 'event_type';
  /** What the consumer reads, where it is not the topics that the handlers are named after. */
  topics?: readonly string[];
  /** Where the service shows what happens to its outbox. */
  figures?: OutboxFigures;
}

type Handlers<T> = Readonly<Record<string, (tools: T, envelope: Envelope) => Promise<void>>>;

/**
 * Starts a service's consumer, on the topics that it has handlers for, and its relay. Needs Redis and the broker to start, not the
 * database. `close` ends both and every connection.
 */
export async function startWorker<T>(
  options: WorkerOptions,
  handlers: Handlers<T>,
  equip: (tools: Tools) => T,
): Promise<Tools & Closable> {
  const { brokers, groupId, clientId, service, by, wrap = asItIs } = options;
  const opened: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const end of opened.reverse()) await end();
  };
  try {
    const database = wrap('database', openDatabase(options.databaseUrl));
    opened.push(() => database.end());
    const redis = await openRedis(options.redisUrl);
    // While it is away there is nobody to take leave of.
    opened.push(() =>
      redis.quit().catch(() => {
        redis.disconnect();
      }),
    );
    const sender = wrap('sender', await openSender(brokers, `${service}-producer`));
    opened.push(() => sender.close());
    const tools = { database, redis, outbox: wrap('outbox', new Outbox(options.figures)) };
    const equipped = equip(tools);
    const work = wrap('work', { do: (envelope, work) => work(envelope) });
    const bound = Object.entries(handlers).map(
      ([name, handler]) =>
        [name, (envelope: Envelope) => work.do(envelope, (given) => handler(equipped, given))] as const,
    );
    const idempotency = wrap('idempotency', new Idempotency(wrap('claims', claimsIn(redis)), service));
    const handle = createRouter({ by, handlers: Object.fromEntries(bound), idempotency });
    const records = wrap('records', { handle, commit: commitOffset });
    const relay = startRelay(database, sender, options.figures);
    opened.push(() => relay.close());
    const { topics = Object.keys(handlers) } = options;
    const consumer = await startConsumer({ brokers, groupId, clientId, topics, records });
    opened.push(() => consumer.close());
    return { ...tools, close };
  } catch (error) {
    await close();
    throw error;
  }
}
