import { setTimeout as pause } from 'node:timers/promises';
import type { KafkaConnection } from './connection.ts';

/** Milliseconds between two questions about a group. */
const askAgain = 50;

/** Partition → offset. */
export type Offsets = ReadonlyMap<number, number>;

/** Where a record is. */
export interface Place {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** For a message. */
export const placeOf = ({ partition, offset }: Omit<Place, 'topic'>): string =>
  `partition ${String(partition)}, offset ${String(offset)}`;

async function partitionsOf(connection: KafkaConnection, topic: string): Promise<number[]> {
  const { topics } = await (await connection.admin()).metadata({ topics: [topic] });
  return Array.from({ length: topics.get(topic)?.partitionsCount ?? 0 }, (_, partition) => partition);
}

/** The offset that the next record of each partition gets. */
export function endOffsets(connection: KafkaConnection, topic: string): Promise<Offsets> {
  return connection.guarded(`ends of ${topic}`, async () => {
    const partitions = (await partitionsOf(connection, topic)).map((partitionIndex) => ({
      partitionIndex,
      timestamp: -1n,
    }));
    const listed = await (await connection.admin()).listOffsets({ topics: [{ name: topic, partitions }] });
    const all = listed.flatMap((each) => each.partitions);
    return new Map(all.map(({ partitionIndex, offset }) => [partitionIndex, Number(offset)]));
  });
}

/** What a group has committed: the offset that it would go on with. A partition on which it has not is absent. */
export function committedOffsets(connection: KafkaConnection, groupId: string, topic: string): Promise<Offsets> {
  return connection.guarded(`offsets of ${groupId} on ${topic}`, async () => {
    const topics = [{ name: topic, partitionIndexes: await partitionsOf(connection, topic) }];
    const groups = await (await connection.admin()).listConsumerGroupOffsets({ groups: [{ groupId, topics }] });
    const all = groups.flatMap((group) => group.topics).filter(({ name }) => name === topic);
    const committed = all
      .flatMap(({ partitions }) => partitions)
      .filter(({ committedOffset }) => committedOffset >= 0n);
    return new Map(committed.map(({ partitionIndex, committedOffset }) => [partitionIndex, Number(committedOffset)]));
  });
}

/** How many consumers a group has now. */
export function membersOf(connection: KafkaConnection, groupId: string): Promise<number> {
  return connection.guarded(`members of ${groupId}`, async () => {
    const groups = await (await connection.admin()).describeGroups({ groups: [groupId] });
    return groups.get(groupId)?.members.size ?? 0;
  });
}

/** Waits until a group has committed an offset beyond a record; throws when the time, in milliseconds, is over. */
export async function untilProcessed(
  connection: KafkaConnection,
  group: string,
  { topic, partition, offset }: Place,
  timeout: number,
): Promise<void> {
  const end = performance.now() + timeout;
  for (;;) {
    // While Kafka is away it may come back in time.
    const asked = await committedOffsets(connection, group, topic).catch((error: unknown) => error as Error);
    const committed = asked instanceof Error ? undefined : asked.get(partition);
    if (committed !== undefined && committed > offset) return;
    if (performance.now() > end) {
      if (asked instanceof Error) throw asked;
      const state =
        committed === undefined ? 'it has committed nothing there' : `it has committed ${String(committed)}`;
      throw connection.error(
        topic,
        `group ${group} has not got over ${placeOf({ partition, offset })} within ${String(timeout)} ms: ${state}`,
      );
    }
    await pause(askAgain);
  }
}

/** Where these records are, for messages. */
export const placesOf = async (records: Promise<readonly Place[]>): Promise<string[]> => (await records).map(placeOf);
