import { Connection, createRecordsBatch, NumericMap, Writer, type Reader } from '@platformatic/kafka';
import { expect } from '@playwright/test';

/** What a raw produce request is answered for its one partition. */
export interface Produced {
  error: number;
  baseOffset: number;
}

/** A batch of records for one partition, as bytes; `sequence` is the first one's. */
export function batchOf(
  values: readonly string[],
  producer: { id: number; epoch: number; sequence: number } = { id: -1, epoch: -1, sequence: -1 },
): Buffer {
  const messages = values.map((value) => ({ topic: 'any', partition: 0, value: Buffer.from(value) }));
  const sequences = new NumericMap([['any:0', producer.sequence]]);
  const options = { producerId: BigInt(producer.id), producerEpoch: producer.epoch, sequences };
  return createRecordsBatch(messages, options).buffer;
}

/** Requests of our own making, which no client would send. */
export class RawClient {
  readonly #connection = new Connection('raw');

  static async connect(address: string): Promise<RawClient> {
    const client = new RawClient();
    const [host = '', port = ''] = address.split(':');
    await client.#connection.connect(host, Number(port));
    return client;
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  /** Produce, version 3: the bytes go as they are. */
  produce(topic: string, partition: number, batch: Buffer, acks = -1): Promise<Produced> {
    const payload = (): Writer =>
      Writer.create()
        .appendString(null, false)
        .appendInt16(acks)
        .appendInt32(5_000)
        .appendInt32(1)
        .appendString(topic, false)
        .appendInt32(1)
        .appendInt32(partition)
        .appendBytes(batch, false);
    return this.#ask(0, 3, payload, (reader) => {
      reader.readInt32();
      reader.readString(false);
      reader.readInt32();
      reader.readInt32();
      return { error: reader.readInt16(), baseOffset: Number(reader.readInt64()) };
    });
  }

  /** Metadata, version 4, for one topic: the code that it gets. */
  topicError(topic: string, mayCreate: boolean): Promise<number> {
    const payload = (): Writer => Writer.create().appendInt32(1).appendString(topic, false).appendBoolean(mayCreate);
    return this.#ask(3, 4, payload, (reader) => {
      reader.readInt32();
      const brokers = reader.readInt32();
      for (let broker = 0; broker < brokers; broker++) {
        reader.readInt32();
        reader.readString(false);
        reader.readInt32();
        reader.readNullableString(false);
      }
      reader.readNullableString(false);
      reader.readInt32();
      reader.readInt32();
      return reader.readInt16();
    });
  }

  /** InitProducerId, version 1: an id that no producer has. Apache Kafka first refuses, until it has ids to give. */
  async producerId(): Promise<number> {
    const payload = (): Writer => Writer.create().appendString(null, false).appendInt32(60_000);
    const ask = (): Promise<number> =>
      this.#ask(22, 1, payload, (reader) => {
        reader.readInt32();
        reader.readInt16();
        return Number(reader.readInt64());
      });
    let id = -1;
    await expect.poll(async () => (id = await ask())).not.toBe(-1);
    return id;
  }

  /** OffsetCommit, version 2, of offset 7 in partition 0: the code that it gets. */
  commit(by: { group: string; topic: string; generation: number; memberId: string }): Promise<number> {
    const payload = (): Writer =>
      Writer.create()
        .appendString(by.group, false)
        .appendInt32(by.generation)
        .appendString(by.memberId, false)
        .appendInt64(-1n)
        .appendInt32(1)
        .appendString(by.topic, false)
        .appendInt32(1)
        .appendInt32(0)
        .appendInt64(7n)
        .appendString(null, false);
    return this.#ask(8, 2, payload, (reader) => {
      reader.readInt32();
      reader.readString(false);
      reader.readInt32();
      reader.readInt32();
      return reader.readInt16();
    });
  }

  /** JoinGroup, version 3: a member from whom nothing more is heard. The session time is in milliseconds. */
  join(group: string, session: number): Promise<{ error: number; generation: number; memberId: string }> {
    const payload = (): Writer =>
      Writer.create()
        .appendString(group, false)
        .appendInt32(session)
        .appendInt32(session)
        .appendString('', false)
        .appendString('consumer', false)
        .appendInt32(1)
        .appendString('roundrobin', false)
        .appendBytes(Buffer.alloc(0), false);
    return this.#ask(11, 3, payload, (reader) => {
      reader.readInt32();
      const error = reader.readInt16();
      const generation = reader.readInt32();
      reader.readString(false);
      reader.readString(false);
      return { error, generation, memberId: reader.readString(false) };
    });
  }

  #ask<T>(key: number, version: number, payload: () => Writer, parse: (reader: Reader) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#connection.send<T>(
        key,
        version,
        payload,
        (_correlation, _key, _version, reader) => parse(reader),
        false,
        false,
        (error, value) => {
          if (error) reject(error);
          else resolve(value as T);
        },
      );
    });
  }
}
