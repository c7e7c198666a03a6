import { Connection, createRecordsBatch, NumericMap, Writer, type Reader } from '@platformatic/kafka';

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
        .appendArray(
          [topic],
          (topics, name) => {
            topics.appendString(name, false).appendArray(
              [partition],
              (partitions, index) => {
                partitions.appendInt32(index).appendInt32(batch.length).append(batch);
              },
              false,
              false,
            );
          },
          false,
          false,
        );
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
    const payload = (): Writer =>
      Writer.create()
        .appendArray([topic], (topics, name) => topics.appendString(name, false), false, false)
        .appendBoolean(mayCreate);
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

  /** InitProducerId, version 1: an id that no producer has. */
  async producerId(): Promise<number> {
    const payload = (): Writer => Writer.create().appendString(null, false).appendInt32(60_000);
    return this.#ask(22, 1, payload, (reader) => {
      reader.readInt32();
      reader.readInt16();
      return Number(reader.readInt64());
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
          else resolve(value);
        },
      );
    });
  }
}
