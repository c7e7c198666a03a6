import { api, type Call } from '../api.ts';
import { errors } from '../errors.ts';
import { array, boolean, constant, int16, int32, int8 } from '../schema.ts';
import { noId, nullableArray, nullableString, since, string, struct, throttle, until, uuid } from '../schema.ts';
import { nodeId } from '../state.ts';
import type { Topic } from '../topics.ts';

/** Rights of a client, which are not known here. */
const rights = -2_147_483_648;

const node = { nodeId: int32, host: string, port: int32, rack: constant(nullableString, null, 1) };

const brokersOf = ({ address }: Call): { nodeId: number; host: string; port: number }[] => [{ nodeId, ...address }];

const partition = struct({
  error: constant(int16, errors.NONE),
  index: int32,
  leader: constant(int32, nodeId),
  leaderEpoch: constant(int32, 0, 7),
  replicas: constant(array(int32), [nodeId]),
  inSync: constant(array(int32), [nodeId]),
  offline: constant(array(int32), [], 5),
});

/** What topics there are and where their partitions are led; makes a topic that is asked for, where that is permitted. */
const metadata = api({
  key: 3,
  versions: [0, 12],
  flexible: 9,
  request: struct({
    topics: nullableArray(struct({ id: since(10, uuid, noId), name: nullableString })),
    mayCreate: since(4, boolean, true),
    clusterRights: constant(boolean, false, 8, 10),
    topicRights: constant(boolean, false, 8),
  }),
  answer: struct({
    throttle: throttle(3),
    brokers: array(struct(node)),
    clusterId: since(2, nullableString, null),
    controller: constant(int32, nodeId, 1),
    topics: array(
      struct({
        error: int16,
        name: nullableString,
        id: since(10, uuid, noId),
        internal: constant(boolean, false, 1),
        partitions: array(partition),
        rights: constant(int32, rights, 8),
      }),
    ),
    rights: constant(int32, rights, 8, 10),
  }),
  handle: ({ topics, mayCreate }, call) => {
    const all = topics === null || (call.version === 0 && topics.length === 0);
    const wanted = all ? call.state.topics.all() : topics.map((topic) => wantedTopic(topic, mayCreate, call));
    const answered = wanted.map((topic) => ({
      error: errors.NONE,
      ...topic,
      partitions: topic.partitions.map((_, index) => ({ index })),
    }));
    return { brokers: brokersOf(call), clusterId: call.state.clusterId, topics: answered };
  },
});

type Wanted = Pick<Topic, 'id' | 'partitions'> & { name: string | null; error?: number };

function wantedTopic({ name, id }: { name: string | null; id: string }, mayCreate: boolean, call: Call): Wanted {
  const { topics, options } = call.state;
  const found = topics.find(name, id);
  if (found !== undefined) return found;
  if (name === null) return { name, id, partitions: [], error: errors.UNKNOWN_TOPIC_ID };
  const missing = { name, id: noId, partitions: [] };
  if (!topics.isLegal(name)) return { ...missing, error: errors.INVALID_TOPIC_EXCEPTION };
  // Kafka makes it in the background: who asks again finds it.
  if (mayCreate && options.autoCreate) topics.create(name, options.partitions);
  return { ...missing, error: errors.UNKNOWN_TOPIC_OR_PARTITION };
}

const describeCluster = api({
  key: 60,
  versions: [0, 1],
  flexible: 0,
  request: struct({ rights: boolean, endpoints: since(1, int8, 1) }),
  answer: struct({
    throttle: throttle(0),
    error: constant(int16, errors.NONE),
    message: constant(nullableString, null),
    endpoints: constant(int8, 1, 1),
    clusterId: string,
    controller: constant(int32, nodeId),
    brokers: array(struct(node)),
    rights: constant(int32, rights),
  }),
  handle: (_, call) => ({ clusterId: call.state.clusterId, brokers: brokersOf(call) }),
});

/** Kinds of coordinators: only that of groups is here. */
const groupCoordinator = 0;

const findCoordinator = api({
  key: 10,
  versions: [0, 5],
  flexible: 3,
  request: struct({
    key: until(3, string, ''),
    kind: since(1, int8, groupCoordinator),
    keys: since(4, array(string), []),
  }),
  answer: struct({
    throttle: throttle(1),
    error: until(3, int16, errors.NONE),
    message: constant(nullableString, null, 1, 3),
    nodeId: until(3, int32, -1),
    host: until(3, string, ''),
    port: until(3, int32, -1),
    coordinators: since(
      4,
      array(
        struct({
          key: string,
          nodeId: int32,
          host: string,
          port: int32,
          error: int16,
          message: constant(nullableString, null),
        }),
      ),
      [],
    ),
  }),
  handle: ({ keys, kind }, call) => {
    const found =
      kind === groupCoordinator
        ? { error: errors.NONE, nodeId, ...call.address }
        : { error: errors.INVALID_REQUEST, nodeId: -1, host: '', port: -1 };
    return { ...found, coordinators: keys.map((key) => ({ key, ...found })) };
  },
});

export const discovery = [metadata, describeCluster, findCoordinator];
