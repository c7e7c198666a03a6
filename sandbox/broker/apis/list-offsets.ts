import { api, type Call } from '../api.ts';
import { codeOf } from '../errors.ts';
import { array, int16, int32, int64, int8, since, string, struct, throttle } from '../schema.ts';

/** Times that stand for places in a partition. Source: ListOffsetsRequest. */
const latest = -1;
const earliest = -2;
const newestTime = -3;

/** The offsets at the end, at the start and since a time. */
export const listOffsets = api({
  key: 2,
  versions: [1, 7],
  flexible: 6,
  request: struct({
    replica: int32,
    isolation: since(2, int8, 0),
    topics: array(
      struct({
        name: string,
        partitions: array(struct({ index: int32, leaderEpoch: since(4, int32, -1), timestamp: int64 })),
      }),
    ),
  }),
  answer: struct({
    throttle: throttle(2),
    topics: array(
      struct({
        name: string,
        partitions: array(
          struct({ index: int32, error: int16, timestamp: int64, offset: int64, leaderEpoch: since(4, int32, -1) }),
        ),
      }),
    ),
  }),
  handle: ({ topics }, call) => ({
    topics: topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ index, timestamp }) => {
        let found = { timestamp: -1, offset: -1 };
        const error = codeOf(() => {
          found = locate(call, name, index, timestamp) ?? found;
        });
        return { index, error, ...found, leaderEpoch: found.offset === -1 ? -1 : 0 };
      }),
    })),
  }),
});

function locate(
  { state: { topics } }: Call,
  name: string,
  index: number,
  timestamp: number,
): { timestamp: number; offset: number } | undefined {
  const log = topics.partition(topics.named(name), index);
  if (timestamp === latest) return { timestamp: -1, offset: log.end };
  if (timestamp === earliest) return { timestamp: -1, offset: 0 };
  return timestamp === newestTime ? log.newest() : log.since(timestamp);
}
