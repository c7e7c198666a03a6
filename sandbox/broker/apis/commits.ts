import { api, type Call } from '../api.ts';
import { codeOf, errors, Refusal } from '../errors.ts';
import type { Group } from '../group.ts';
import type { Groups } from '../groups.ts';
import { array, between, boolean, constant, int16, int32, int64, nullableArray } from '../schema.ts';
import { nullableString, since, string, struct, throttle, until } from '../schema.ts';

/** Kafka's default of offset.metadata.max.bytes. */
const largestMetadata = 4_096;

const offsetCommit = api({
  key: 8,
  versions: [2, 9],
  flexible: 8,
  request: struct({
    group: string,
    generation: int32,
    memberId: string,
    instance: since(7, nullableString, null),
    retention: between(2, 4, int64, -1),
    topics: array(
      struct({
        name: string,
        partitions: array(
          struct({ index: int32, offset: int64, leaderEpoch: since(6, int32, -1), metadata: nullableString }),
        ),
      }),
    ),
  }),
  answer: struct({
    throttle: throttle(3),
    topics: array(struct({ name: string, partitions: array(struct({ index: int32, error: int16 })) })),
  }),
  handle: (commit, { state: { groups, topics } }) => ({
    topics: commit.topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ index, metadata, ...place }) => ({
        index,
        error: codeOf(() => {
          const group = admitted(groups, commit);
          topics.partition(topics.named(name), index);
          if (Buffer.byteLength(metadata ?? '') > largestMetadata) throw new Refusal('OFFSET_METADATA_TOO_LARGE');
          groups.commit(group, { topic: name, partition: index, metadata: metadata ?? '', ...place });
        }),
      })),
    })),
  }),
});

/** The group that may commit. Throws a Refusal. */
function admitted(groups: Groups, by: { group: string; memberId: string; generation: number }): Group {
  if (groups.get(by.group) === undefined && by.generation >= 0) throw new Refusal('ILLEGAL_GENERATION');
  const group = groups.obtain(by.group);
  group.admitCommit(by.memberId, by.generation);
  return group;
}

const wantedOffsets = nullableArray(struct({ name: string, partitions: array(int32) }));
const foundOffsets = array(
  struct({
    name: string,
    partitions: array(
      struct({
        index: int32,
        offset: int64,
        leaderEpoch: since(5, int32, -1),
        metadata: nullableString,
        error: constant(int16, errors.NONE),
      }),
    ),
  }),
);

/** One group up to version 7, several from then on. */
const offsetFetch = api({
  key: 9,
  versions: [1, 9],
  flexible: 6,
  request: struct({
    group: until(7, string, ''),
    topics: until(7, wantedOffsets, []),
    groups: since(
      8,
      array(
        struct({
          id: string,
          memberId: since(9, nullableString, null),
          epoch: since(9, int32, -1),
          topics: wantedOffsets,
        }),
      ),
      [],
    ),
    stable: since(7, boolean, false),
  }),
  answer: struct({
    throttle: throttle(3),
    topics: until(7, foundOffsets, []),
    error: constant(int16, errors.NONE, 2, 7),
    groups: since(8, array(struct({ id: string, topics: foundOffsets, error: constant(int16, errors.NONE) })), []),
  }),
  handle: (wanted, call) => ({
    topics: committed(wanted.group, wanted.topics, call),
    groups: wanted.groups.map(({ id, topics }) => ({ id, topics: committed(id, topics, call) })),
  }),
});

type Found = { name: string; partitions: { index: number; offset: number; leaderEpoch: number; metadata: string }[] }[];

function committed(
  group: string,
  topics: { name: string; partitions: number[] }[] | null,
  { state: { groups } }: Call,
): Found {
  const commits = groups.commits(group);
  const all = [...new Set(commits.map(({ topic }) => topic))].map((name) => ({
    name,
    partitions: commits.filter(({ topic }) => topic === name).map(({ partition }) => partition),
  }));
  return (topics ?? all).map(({ name, partitions }) => ({
    name,
    partitions: partitions.map((index) => ({
      index,
      ...(groups.committed(group, name, index) ?? { offset: -1, leaderEpoch: -1, metadata: '' }),
    })),
  }));
}

export const committing = [offsetCommit, offsetFetch];
