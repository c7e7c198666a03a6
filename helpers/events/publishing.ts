import type { KafkaConnection } from './connection.ts';
import type { Place } from './offsets.ts';

/** A record that Kafka has stored. */
export interface Sent extends Place {
  readonly key: string | null;
  /** The bytes, to send them again. */
  readonly value: Buffer;
}

/** One with an envelope. */
export interface Published extends Sent {
  readonly eventId: string;
  readonly correlationId: string;
}

/** Publishes one record, to the partition that its key demands; one without a key to each partition in turn. */
export function publishTo(
  connection: KafkaConnection,
  topic: string,
  value: Buffer,
  key: string | null,
): Promise<Sent> {
  const doing = `publish to ${topic}`;
  if (!connection.settings.writes) {
    return Promise.reject(connection.error(doing, 'nothing may be published here, nothing was sent'));
  }
  return connection.guarded(doing, async () => {
    const [{ compatibilityPartitioner }, producer] = await Promise.all([
      import('@platformatic/kafka'),
      connection.producer(),
    ]);
    const keyed = key === null ? {} : { key: Buffer.from(key, 'utf8') };
    const { offsets = [] } = await producer.send({
      messages: [{ topic, value, ...keyed }],
      ...(key === null ? {} : { partitioner: compatibilityPartitioner }),
    });
    const [stored] = offsets;
    if (stored === undefined) throw new Error('the broker does not say where the record is');
    return { topic, partition: stored.partition, offset: Number(stored.offset), key, value };
  });
}
