import { api, type Call } from '../api.ts';
import { brokerConfigs, defaultsOf, type Config } from '../configs.ts';
import { errors, type ErrorName } from '../errors.ts';
import { array, boolean, constant, int16, int8, nullableArray, nullableString } from '../schema.ts';
import { since, string, struct, throttle } from '../schema.ts';
import { nodeId } from '../state.ts';

/** Kinds of things that are configured. Source: ConfigResource.Type. */
const kinds = { topic: 2, broker: 4 };

/** What is configured in a topic, and in the broker. Synonyms and documentation are never sent. */
export const describeConfigs = api({
  key: 32,
  versions: [1, 4],
  flexible: 4,
  request: struct({
    resources: array(struct({ kind: int8, name: string, names: nullableArray(string) })),
    synonyms: boolean,
    documentation: since(3, boolean, false),
  }),
  answer: struct({
    throttle: throttle(0),
    results: array(
      struct({
        error: int16,
        message: nullableString,
        kind: int8,
        name: string,
        configs: array(
          struct({
            name: string,
            value: nullableString,
            readOnly: constant(boolean, false),
            source: int8,
            sensitive: constant(boolean, false),
            synonyms: constant(array(string), []),
            kind: since(3, int8, 0),
            documentation: constant(nullableString, null, 3),
          }),
        ),
      }),
    ),
  }),
  handle: ({ resources }, call) => ({
    results: resources.map(({ kind, name, names }) => {
      const found = configsOf(kind, name, call);
      if (typeof found === 'string') return { error: errors[found], message: found, kind, name, configs: [] };
      const configs = found.filter((each) => names === null || names.includes(each.name));
      return { error: errors.NONE, message: null, kind, name, configs };
    }),
  }),
});

function configsOf(kind: number, name: string, { state: { topics, options } }: Call): Config[] | ErrorName {
  if (kind === kinds.topic) {
    const topic = topics.named(name);
    return topic === undefined ? 'UNKNOWN_TOPIC_OR_PARTITION' : defaultsOf(topic.configs);
  }
  if (kind === kinds.broker && (name === '' || name === String(nodeId))) {
    return brokerConfigs(options.partitions, options.autoCreate);
  }
  return 'INVALID_REQUEST';
}
