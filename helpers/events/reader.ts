import type { Consumer } from '@platformatic/kafka';
import { setTimeout as pause } from 'node:timers/promises';
import { Arrivals } from './arrivals.ts';
import type { KafkaConnection } from './connection.ts';
import { explained } from './kafka-error.ts';
import { endOffsets, type Offsets } from './offsets.ts';
import { parsed, type Seen } from './record.ts';

/** Milliseconds that a broker holds a request back while there is nothing new. */
const longPoll = 500;
/** Milliseconds before the next attempt after a failure. */
const retryPause = 200;
const maxBytes = 8 * 1024 * 1024;
/** Of a batch that holds no records but a mark of a transaction. */
const controlBatch = 0x20;

type Fetched = Awaited<ReturnType<Consumer['fetch']>>;

interface Leader {
  readonly node: number;
  readonly topicId: string;
  readonly partitions: readonly number[];
}

/** Reads a topic from the end that it had at the start, in no group. What came is kept in the order of its coming. */
export class TopicReader {
  readonly records: Seen[] = [];
  private readonly arrivals = new Arrivals();
  private trouble: unknown;
  private closing = false;
  private running: Promise<void> | undefined;

  private constructor(
    private readonly topic: string,
    private readonly consumer: Consumer,
    private readonly positions: Map<number, number>,
  ) {}

  /** Whatever is published from now on will be read. */
  static async open(connection: KafkaConnection, topic: string): Promise<TopicReader> {
    const ends = await endOffsets(connection, topic);
    const reader = new TopicReader(topic, await connection.consumer(), new Map(ends));
    reader.running = reader.run();
    return reader;
  }

  /** Waits until `find` finds something; undefined when the time, in milliseconds, is over. */
  until<T>(find: () => T | undefined, timeout: number): Promise<T | undefined> {
    return this.arrivals.until(find, timeout);
  }

  /** Whether everything before these offsets was read. */
  hasReached(ends: Offsets): boolean {
    return [...ends].every(([partition, end]) => (this.positions.get(partition) ?? 0) >= end);
  }

  /** Why it cannot read now; empty when it can. */
  complaint(): string {
    return this.trouble === undefined ? '' : `; its reader cannot read: ${explained(this.trouble)}`;
  }

  /** Ends as soon as the connection, which owns its client, is closed. */
  close(): Promise<void> {
    this.closing = true;
    return this.running ?? Promise.resolve();
  }

  /** Every leader is asked on its own, until one fails; then all are found anew. */
  private async run(): Promise<void> {
    for (;;) {
      const round = { over: false };
      const end = (error: unknown): void => {
        round.over = true;
        this.trouble = error;
      };
      try {
        const leaders = await this.leaders();
        await Promise.all(leaders.map((leader) => this.readFrom(leader, round).catch(end)));
      } catch (error) {
        end(error);
      }
      if (this.closing) return;
      await pause(retryPause);
    }
  }

  private async leaders(): Promise<Leader[]> {
    const { topics } = await this.consumer.metadata({ topics: [this.topic], forceUpdate: true });
    const { id = '', partitions = [] } = topics.get(this.topic) ?? {};
    const nodes = [...new Set(partitions.map(({ leader }) => leader))];
    return nodes.map((node) => ({
      node,
      topicId: id,
      partitions: partitions.flatMap(({ leader }, partition) => (leader === node ? [partition] : [])),
    }));
  }

  private async readFrom({ node, topicId, partitions }: Leader, round: { over: boolean }): Promise<void> {
    while (!this.closing && !round.over) {
      const wanted = partitions.map((partition) => ({
        partition,
        currentLeaderEpoch: -1,
        fetchOffset: BigInt(this.positions.get(partition) ?? 0),
        lastFetchedEpoch: -1,
        partitionMaxBytes: maxBytes,
      }));
      const topics = [{ topicId, partitions: wanted }];
      const answer = await this.consumer.fetch({
        ...{ node, topics, maxBytes, minBytes: 1, maxWaitTime: longPoll, isolationLevel: 0 },
      });
      this.trouble = undefined;
      this.take(answer);
      this.arrivals.tell();
    }
  }

  private take({ responses }: Fetched): void {
    for (const { partitionIndex: partition, records: batches = [] } of responses.flatMap((each) => each.partitions)) {
      for (const { firstOffset, lastOffsetDelta, attributes, records } of batches) {
        const next = this.positions.get(partition) ?? 0;
        for (const { offsetDelta, key, value } of (attributes & controlBatch) === 0 ? records : []) {
          const offset = Number(firstOffset) + offsetDelta;
          // A batch is delivered whole, also when it was asked for from its middle on.
          if (offset < next) continue;
          this.records.push({
            ...{ topic: this.topic, partition, offset },
            ...{ key: key ? key.toString('utf8') : null, json: parsed(value) },
          });
        }
        this.positions.set(partition, Math.max(next, Number(firstOffset) + lastOffsetDelta + 1));
      }
    }
  }
}
