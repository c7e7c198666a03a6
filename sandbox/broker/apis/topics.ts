import { api, type Call } from '../api.ts';
import { defaultsOf, type Config } from '../configs.ts';
import { attempt, errors, Refusal, type ErrorName } from '../errors.ts';
import { array, boolean, constant, int16, int32, int8, noId, nullableArray } from '../schema.ts';
import { nullableString, since, string, struct, throttle, until, uuid, type Value } from '../schema.ts';
import type { Topic } from '../topics.ts';

const config = struct({
  name: string,
  value: nullableString,
  readOnly: constant(boolean, false),
  source: int8,
  sensitive: constant(boolean, false),
});

const wantedTopic = struct({
  name: string,
  partitions: int32,
  replicas: int16,
  assignments: array(struct({ partition: int32, nodes: array(int32) })),
  configs: array(struct({ name: string, value: nullableString })),
});

interface Outcome {
  error: number;
  /** In words; null where nothing went wrong. */
  message: string | null;
}

function outcome(act: () => void): Outcome {
  return attempt<Outcome>(
    () => {
      act();
      return { error: errors.NONE, message: null };
    },
    ({ code, message }) => ({ error: code, message }),
  );
}

const createTopics = api({
  key: 19,
  versions: [2, 7],
  flexible: 5,
  request: struct({ topics: array(wantedTopic), timeout: int32, validateOnly: boolean }),
  answer: struct({
    throttle: throttle(2),
    topics: array(
      struct({
        name: string,
        id: since(7, uuid, noId),
        error: int16,
        message: nullableString,
        partitions: since(5, int32, -1),
        replicas: since(5, int16, -1),
        configs: since(5, nullableArray(config), null),
      }),
    ),
  }),
  handle: ({ topics, validateOnly }, call) => ({
    topics: topics.map((wanted) =>
      attempt<Created>(
        () => create(wanted, validateOnly, call),
        ({ code, message }) => ({
          ...{ name: wanted.name, id: noId, error: code, message, partitions: -1, replicas: -1, configs: null },
        }),
      ),
    ),
  }),
});

interface Created extends Outcome {
  name: string;
  id: string;
  partitions: number;
  replicas: number;
  configs: Config[] | null;
}

function create(wanted: Value<typeof wantedTopic>, validateOnly: boolean, { state }: Call): Created {
  const { name, replicas, assignments } = wanted;
  const partitions = wanted.partitions === -1 ? assignments.length || state.options.partitions : wanted.partitions;
  state.topics.check(name, partitions);
  if (replicas > 1 || replicas === 0 || replicas < -1) throw new Refusal('INVALID_REPLICATION_FACTOR');
  const set = Object.fromEntries(wanted.configs.map((each) => [each.name, each.value ?? '']));
  const configs = defaultsOf(set);
  const id = validateOnly ? noId : state.topics.create(name, partitions, set).id;
  return { name, id, error: errors.NONE, message: null, partitions, replicas: 1, configs };
}

/** By name up to version 5, by name or id from then on. */
const deleteTopics = api({
  key: 20,
  versions: [1, 6],
  flexible: 4,
  request: struct({
    topics: since(6, array(struct({ name: nullableString, id: uuid })), []),
    names: until(5, array(string), []),
    timeout: int32,
  }),
  answer: struct({
    throttle: throttle(1),
    topics: array(
      struct({ name: nullableString, id: since(6, uuid, noId), error: int16, message: since(5, nullableString, null) }),
    ),
  }),
  handle: ({ topics: wanted, names }, { state: { topics, groups } }) => {
    const remove = (topic: Topic | undefined, missing: ErrorName): Outcome =>
      outcome(() => {
        if (topic === undefined) throw new Refusal(missing);
        topics.delete(topic);
        groups.forget(topic.name);
      });
    const answered = [...wanted, ...names.map((name) => ({ name, id: noId }))].map(({ name, id }) => {
      const topic = topics.find(name, id);
      const result = remove(topic, name === null ? 'UNKNOWN_TOPIC_ID' : 'UNKNOWN_TOPIC_OR_PARTITION');
      return { name: topic?.name ?? name, id: topic?.id ?? id, ...result };
    });
    return { topics: answered };
  },
});

const createPartitions = api({
  key: 37,
  versions: [0, 3],
  flexible: 2,
  request: struct({
    topics: array(struct({ name: string, count: int32, assignments: nullableArray(struct({ nodes: array(int32) })) })),
    timeout: int32,
    validateOnly: boolean,
  }),
  answer: struct({
    throttle: throttle(0),
    topics: array(struct({ name: string, error: int16, message: nullableString })),
  }),
  handle: ({ topics: wanted, validateOnly }, { state: { topics } }) => ({
    topics: wanted.map(({ name, count, assignments }) => ({
      name,
      ...outcome(() => {
        const topic = topics.named(name);
        if (topic === undefined) throw new Refusal('UNKNOWN_TOPIC_OR_PARTITION');
        const more = count - topic.partitions.length;
        if (more <= 0) throw new Refusal('INVALID_PARTITIONS');
        if (assignments !== null && assignments.length !== more) throw new Refusal('INVALID_REPLICA_ASSIGNMENT');
        if (!validateOnly) topics.grow(topic, count);
      }),
    })),
  }),
});

export const topicAdministration = [createTopics, deleteTopics, createPartitions];
