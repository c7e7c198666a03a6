import type { z } from 'zod';
import type { Redact } from '../http/redaction.ts';
import { KafkaConnection, type KafkaSettings } from './connection.ts';
import { buildEnvelope, type Envelope, type EnvelopeFields } from './envelope.ts';
import {
  committedOffsets,
  endOffsets,
  membersOf,
  placeOf,
  untilProcessed,
  type Offsets,
  type Place,
} from './offsets.ts';
import { publishTo, type Published, type Sent } from './publishing.ts';
import { TopicReader } from './reader.ts';
import { faultsOf, isMatch, judged, type Received, type Seen } from './record.ts';
import type { Topic } from './topic.ts';

export type { KafkaSettings } from './connection.ts';
export type { Place } from './offsets.ts';
export type { Published, Sent } from './publishing.ts';
export type { Received } from './record.ts';

type Match<S extends z.ZodType> = (envelope: Envelope<S>) => boolean;

/**
 * The records of a Kafka. Topics that a test reads are followed before it acts; what came is found by `match` and judged whole by the topic's
 * declaration. Throws Errors that name brokers, topic and test.
 */
export class Events {
  private readonly connection: KafkaConnection;
  private readonly readers = new Map<string, Promise<TopicReader>>();

  constructor(settings: KafkaSettings, redact: Redact) {
    this.connection = new KafkaConnection(settings, redact);
  }

  /** Publishes a payload in an envelope as its source would write it, under the topic's key; `envelope` overrides its members. */
  async publish<S extends z.ZodType>(
    topic: Topic<S>,
    data: z.input<S>,
    options: { key?: string | null; envelope?: Partial<EnvelopeFields> } = {},
  ): Promise<Published> {
    const { correlationId } = this.connection.settings;
    const own = correlationId === undefined ? {} : { correlation_id: correlationId() };
    const envelope = buildEnvelope(topic, data, { ...own, ...options.envelope });
    const key = options.key === undefined ? (topic.key?.(envelope as Envelope<S>) ?? null) : options.key;
    const sent = await this.publishRaw(topic, Buffer.from(JSON.stringify(envelope)), key);
    return { ...sent, eventId: envelope.event_id, correlationId: envelope.correlation_id };
  }

  /** Publishes any bytes: a malformed record, or once more the `value` of an earlier one. */
  publishRaw(topic: Pick<Topic, 'name'>, value: Buffer, key: string | null = null): Promise<Sent> {
    return publishTo(this.connection, topic.name, value, key);
  }

  /** Has these topics read from their present end on. A topic that is followed already goes on as it is. */
  async follow(...topics: readonly Pick<Topic, 'name'>[]): Promise<void> {
    await Promise.all(topics.map(({ name }) => this.opened(name)));
  }

  /** The first record that matches since the topic is followed, or `after` an earlier one; waits for it. */
  async next<S extends z.ZodType>(
    topic: Topic<S>,
    match: Match<S>,
    options: { what?: string; timeout?: number; after?: Place } = {},
  ): Promise<Received<S>> {
    const reader = await this.reader(topic);
    const { what = 'the record', timeout = this.patience, after } = options;
    const find = (): Seen | undefined => {
      const known = after === undefined ? -1 : reader.records.findIndex((each) => isSame(each, after));
      if (after !== undefined && known === -1) return undefined;
      return reader.records.slice(known + 1).find((record) => isMatch(topic, record, match));
    };
    const found = await reader.until(find, timeout);
    if (found === undefined) throw this.missing(topic, reader, what, timeout);
    return this.judged(topic, found);
  }

  /** Those that match among the records seen so far, in the order of their coming. */
  async seen<S extends z.ZodType>(topic: Topic<S>, match: Match<S>): Promise<Received<S>[]> {
    const { records } = await this.reader(topic);
    return records.filter((record) => isMatch(topic, record, match)).map((record) => this.judged(topic, record));
  }

  /** All that match among the records of the topic up to now. `after` is what tells that there can be no more: it is read as well where it is on this topic. */
  async all<S extends z.ZodType>(topic: Topic<S>, match: Match<S>, after: Place): Promise<Received<S>[]> {
    const reader = await this.reader(topic);
    const ends = new Map(await endOffsets(this.connection, topic.name));
    if (after.topic === topic.name)
      ends.set(after.partition, Math.max(ends.get(after.partition) ?? 0, after.offset + 1));
    const reached = await reader.until(() => reader.hasReached(ends) || undefined, this.patience);
    if (!reached) throw this.missing(topic, reader, 'what was published before', this.patience);
    return this.seen(topic, match);
  }

  /** Proves that nothing matches among the records of the topic up to now; see `all`. */
  async none<S extends z.ZodType>(topic: Topic<S>, match: Match<S>, after: Place): Promise<void> {
    const [found] = await this.all(topic, match, after);
    if (found === undefined) return;
    throw this.error(topic, `expected no record, found at ${placeOf(found)}: ${JSON.stringify(found.envelope)}`);
  }

  /** What a group has committed: the offset that it would go on with. A partition on which it has not is absent. */
  committed(group: string, topic: Pick<Topic, 'name'>): Promise<Offsets> {
    return committedOffsets(this.connection, group, topic.name);
  }

  /** How many consumers a group has now. */
  members(group: string): Promise<number> {
    return membersOf(this.connection, group);
  }

  /** Waits until a group has committed an offset beyond this record. */
  processed(group: string, record: Place, options: { timeout?: number } = {}): Promise<void> {
    return untilProcessed(this.connection, group, record, options.timeout ?? this.patience);
  }

  /** Ends the readers and every connection. */
  async close(): Promise<void> {
    const readers = [...this.readers.values()].map((reader) => reader.catch(() => undefined));
    this.readers.clear();
    const ending = (await Promise.all(readers)).map((reader) => reader?.close() ?? Promise.resolve());
    await this.connection.close();
    await Promise.all(ending);
  }

  private get patience(): number {
    return this.connection.settings.eventPatience ?? 10_000;
  }

  private opened(name: string): Promise<TopicReader> {
    const opened = this.readers.get(name) ?? TopicReader.open(this.connection, name);
    this.readers.set(name, opened);
    // The next one tries again.
    opened.catch(() => this.readers.delete(name));
    return opened;
  }

  private reader({ name }: Pick<Topic, 'name'>): Promise<TopicReader> {
    const reader = this.readers.get(name);
    if (reader === undefined) throw this.error({ name }, 'follow it before the act: what came earlier is not read');
    return reader;
  }

  private judged<S extends z.ZodType>(topic: Topic<S>, record: Seen): Received<S> {
    try {
      return judged(topic, record);
    } catch (error) {
      throw this.error(
        topic,
        `the record at ${placeOf(record)}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  private missing<S extends z.ZodType>(topic: Topic<S>, reader: TopicReader, what: string, timeout: number): Error {
    const { records } = reader;
    const broken = records.filter((record) => faultsOf(topic, record).length > 0);
    const shown = broken.slice(-3).map((record) => `\n${placeOf(record)}: ${faultsOf(topic, record).join('; ')}`);
    return this.error(
      topic,
      `${what} has not come within ${String(timeout)} ms; ${String(records.length)} others came since it is followed, ` +
        `${String(broken.length)} of them with faults${reader.complaint()}${shown.join('')}`,
    );
  }

  private error({ name }: Pick<Topic, 'name'>, what: string): Error {
    return this.connection.error(name, what);
  }
}

const isSame = (left: Place, right: Place): boolean =>
  left.topic === right.topic && left.partition === right.partition && left.offset === right.offset;
