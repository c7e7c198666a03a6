import { api, type Api } from '../api.ts';
import { errors } from '../errors.ts';
import { array, int16, string, since, struct, throttle } from '../schema.ts';
import { committing } from './commits.ts';
import { describeConfigs } from './configs.ts';
import { discovery } from './discovery.ts';
import { fetching } from './fetch.ts';
import { groupAdministration } from './groups.ts';
import { joining } from './joining.ts';
import { listOffsets } from './list-offsets.ts';
import { membership } from './membership.ts';
import { producing } from './produce.ts';
import { topicAdministration } from './topics.ts';

/** Which APIs there are, in which versions. A client asks for it first. */
export const apiVersions = api({
  key: 18,
  versions: [0, 4],
  flexible: 3,
  request: struct({ software: since(3, string, ''), softwareVersion: since(3, string, '') }),
  answer: struct({
    error: int16,
    apis: array(struct({ key: int16, first: int16, last: int16 })),
    throttle: throttle(1),
  }),
  // Who asks in a version that is not known gets the list in version 0.
  handle: (_, { version }) => ({ error: version > 4 ? errors.UNSUPPORTED_VERSION : errors.NONE, apis: offered() }),
});

/** Every API, by its key. */
export const apis = new Map<number, Api>(
  [
    ...[apiVersions, describeConfigs, listOffsets],
    ...[...producing, ...fetching, ...committing, ...joining, ...membership],
    ...[...discovery, ...groupAdministration, ...topicAdministration],
  ].map((each) => [each.key, each]),
);

/** Old librdkafka takes a broker without version 0 of Produce (key 0) for one without compression: Kafka offers it as well. */
function offered(): { key: number; first: number; last: number }[] {
  return [...apis.values()].map(({ key, first, last }) => ({ key, first: key === 0 ? 0 : first, last }));
}
