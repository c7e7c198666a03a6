import { api, type Call } from '../api.ts';
import { attempt, errors } from '../errors.ts';
import type { PartitionLog } from '../log.ts';
import { array, between, constant, int16, int32, int64, int8, noId, nullableArray } from '../schema.ts';
import { nullableBytes, since, string, struct, throttle, until, uuid, type Value } from '../schema.ts';

/** Kafka's default of fetch.max.bytes: so much is sent at once, whatever a client would take. */
const largestAnswer = 57_671_680;

const topicName = { name: until(12, string, ''), id: since(13, uuid, noId) };

const request = struct({
  replica: int32,
  maxWait: int32,
  minBytes: int32,
  maxBytes: int32,
  isolation: int8,
  session: since(7, int32, 0),
  sessionEpoch: since(7, int32, -1),
  topics: array(
    struct({
      ...topicName,
      partitions: array(
        struct({
          index: int32,
          leaderEpoch: since(9, int32, -1),
          offset: int64,
          lastEpoch: since(12, int32, -1),
          start: since(5, int64, -1),
          maxBytes: int32,
        }),
      ),
    }),
  ),
  forgotten: since(
    7,
    array(struct({ name: between(7, 12, string, ''), id: since(13, uuid, noId), partitions: array(int32) })),
    [],
  ),
  rack: since(11, string, ''),
});

const answer = struct({
  throttle: throttle(1),
  error: constant(int16, errors.NONE, 7),
  // Session 0: there are none, each request names all of its partitions.
  session: constant(int32, 0, 7),
  topics: array(
    struct({
      ...topicName,
      partitions: array(
        struct({
          index: int32,
          error: int16,
          end: int64,
          stable: int64,
          start: since(5, int64, -1),
          aborted: constant(nullableArray(int32), null),
          readReplica: constant(int32, -1, 11),
          records: nullableBytes,
        }),
      ),
    }),
  ),
});

/** A partition that is read: its log and how much of it there is, or why it cannot be read. */
interface Source {
  log?: PartitionLog;
  available: number;
  error: number;
}

function source(topic: Value<typeof request>['topics'][number], index: number, offset: number, call: Call): Source {
  const { topics } = call.state;
  const found = call.version >= 13 ? topics.find(null, topic.id) : topics.named(topic.name);
  if (found === undefined && call.version >= 13) return { available: 0, error: errors.UNKNOWN_TOPIC_ID };
  return attempt<Source>(
    () => {
      const log = topics.partition(found, index);
      return { log, available: log.available(offset), error: errors.NONE };
    },
    ({ code }) => ({ available: 0, error: code }),
  );
}

function sources({ topics }: Value<typeof request>, call: Call): Source[] {
  return topics.flatMap((topic) => topic.partitions.map(({ index, offset }) => source(topic, index, offset, call)));
}

/** Resolves when one of the logs has grown or ended, the time (in milliseconds) has passed, or the client is gone. */
async function change(logs: readonly PartitionLog[], time: number, closed: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      closed.removeEventListener('abort', done);
      for (const { watchers } of logs) watchers.delete(done);
      resolve();
    };
    const timer = setTimeout(done, time);
    closed.addEventListener('abort', done);
    for (const { watchers } of logs) watchers.add(done);
  });
}

function readAll(wanted: Value<typeof request>, call: Call): Value<typeof answer> {
  const most = Math.min(wanted.maxBytes, largestAnswer);
  let room = most;
  const topics = wanted.topics.map((topic) => ({
    name: topic.name,
    id: topic.id,
    partitions: topic.partitions.map(({ index, offset, maxBytes }) => {
      const { log, error } = source(topic, index, offset, call);
      if (log === undefined) return { index, error, end: -1, stable: -1, start: -1, records: Buffer.alloc(0) };
      // The first batch of an answer is never too large for it.
      const records = log.read(offset, Math.min(maxBytes, room), room === most);
      room -= records.length;
      return { index, error, end: log.end, stable: log.end, start: 0, records };
    }),
  }));
  return { topics };
}

/** Records from given offsets on; waits until there are enough, or the client's time has passed. */
const fetch = api({
  key: 1,
  versions: [4, 13],
  flexible: 12,
  request,
  answer,
  handle: async (wanted, call) => {
    const until = performance.now() + wanted.maxWait;
    for (;;) {
      const read = sources(wanted, call);
      const enough = read.reduce((sum, { available }) => sum + available, 0) >= wanted.minBytes;
      const left = until - performance.now();
      const failed = read.some(({ error }) => error !== errors.NONE);
      if (call.closed.aborted) return undefined;
      if (enough || failed || left <= 0) return readAll(wanted, call);
      await change(
        read.flatMap(({ log }) => log ?? []),
        left,
        call.closed,
      );
    }
  },
});

export const fetching = [fetch];
