import { Refusal } from './errors.ts';

/** Where a value comes from. Source: DescribeConfigsResponse. */
export const sources = { topic: 1, broker: 4, standard: 5 };

/** Kinds of values. Source: DescribeConfigsResponse. */
const kinds = { boolean: 1, string: 2, int: 3, long: 5, double: 6, list: 7 };

/**
 * Configurations of a topic that are known, with Kafka's defaults. They can be set and read; but nothing expires, nothing is
 * compacted here.
 */
const topicDefaults: Record<string, readonly [value: string, kind: keyof typeof kinds]> = {
  'cleanup.policy': ['delete', 'list'],
  'compression.type': ['producer', 'string'],
  'delete.retention.ms': ['86400000', 'long'],
  'flush.messages': ['9223372036854775807', 'long'],
  'max.message.bytes': ['1048588', 'int'],
  'message.timestamp.type': ['CreateTime', 'string'],
  'min.insync.replicas': ['1', 'int'],
  'retention.bytes': ['-1', 'long'],
  'retention.ms': ['604800000', 'long'],
  'segment.bytes': ['1073741824', 'int'],
  'segment.ms': ['604800000', 'long'],
};

export interface Config {
  name: string;
  value: string;
  source: number;
  kind: number;
}

/** Every configuration of a topic, with those that were set. Throws a Refusal for one that is not known. */
export function defaultsOf(set: Readonly<Record<string, string>>): Config[] {
  const unknown = Object.keys(set).find((name) => !(name in topicDefaults));
  if (unknown !== undefined) throw new Refusal('INVALID_CONFIG', `Unknown topic config name: ${unknown}`);
  return Object.entries(topicDefaults).map(([name, [value, kind]]) => ({
    name,
    value: set[name] ?? value,
    source: name in set ? sources.topic : sources.standard,
    kind: kinds[kind],
  }));
}

/** What of the broker's own configuration a client may want to know. */
export function brokerConfigs(partitions: number, autoCreate: boolean): Config[] {
  return [
    { name: 'num.partitions', value: String(partitions), source: sources.broker, kind: kinds.int },
    { name: 'auto.create.topics.enable', value: String(autoCreate), source: sources.broker, kind: kinds.boolean },
  ];
}
