import { api } from '../api.ts';
import { attemptLater, errors, Refusal } from '../errors.ts';
import type { Joined } from '../rebalance.ts';
import { array, boolean, bytes, constant, int16, int32, nullableString } from '../schema.ts';
import { since, string, struct, throttle } from '../schema.ts';

/** Kafka's defaults of group.min.session.timeout.ms and group.max.session.timeout.ms. */
const sessionTimes = { least: 6_000, most: 1_800_000 };

const nobody: Omit<Joined, 'memberId'> & { error: number } = {
  error: errors.NONE,
  generation: -1,
  protocolType: '',
  protocol: '',
  leader: '',
  members: [],
};

const joinGroup = api({
  key: 11,
  versions: [0, 9],
  flexible: 6,
  request: struct({
    group: string,
    sessionTimeout: int32,
    rebalanceTimeout: since(1, int32, -1),
    memberId: string,
    instance: since(5, nullableString, null),
    protocolType: string,
    protocols: array(struct({ name: string, metadata: bytes })),
    reason: since(8, nullableString, null),
  }),
  answer: struct({
    throttle: throttle(2),
    error: int16,
    generation: int32,
    protocolType: since(7, nullableString, null),
    protocol: nullableString,
    leader: string,
    skipAssignment: constant(boolean, false, 9),
    memberId: string,
    members: array(struct({ memberId: string, instance: constant(nullableString, null, 5), metadata: bytes })),
  }),
  handle: ({ group: id, instance: staticId, ...asked }, { state: { groups }, clientId, host, version }) =>
    attemptLater<Joined & { error: number }>(
      async () => {
        if (id === '') throw new Refusal('INVALID_GROUP_ID');
        if (staticId !== null) throw new Refusal('UNSUPPORTED_VERSION', 'static members are not known here');
        const { least, most } = sessionTimes;
        if (asked.sessionTimeout < least || asked.sessionTimeout > most) throw new Refusal('INVALID_SESSION_TIMEOUT');
        const group = asked.memberId === '' ? groups.obtain(id) : groups.get(id);
        if (group === undefined) throw new Refusal('UNKNOWN_MEMBER_ID');
        const joined = await group.join({
          ...asked,
          clientId,
          host: `/${host}`,
          rebalanceTimeout: asked.rebalanceTimeout === -1 ? asked.sessionTimeout : asked.rebalanceTimeout,
          protocols: asked.protocols.map(({ name, metadata }) => ({ name, metadata: Buffer.from(metadata) })),
          announced: version >= 4,
        });
        return { ...joined, error: errors.NONE };
      },
      ({ code, message }) => ({
        ...nobody,
        error: code,
        memberId: code === errors.MEMBER_ID_REQUIRED ? message : asked.memberId,
      }),
    ),
});

interface SyncAnswer {
  error: number;
  protocolType: string | null;
  protocol: string | null;
  assignment: Buffer;
}

const syncGroup = api({
  key: 14,
  versions: [0, 5],
  flexible: 4,
  request: struct({
    group: string,
    generation: int32,
    memberId: string,
    instance: since(3, nullableString, null),
    protocolType: since(5, nullableString, null),
    protocol: since(5, nullableString, null),
    assignments: array(struct({ memberId: string, assignment: bytes })),
  }),
  answer: struct({
    throttle: throttle(1),
    error: int16,
    protocolType: since(5, nullableString, null),
    protocol: since(5, nullableString, null),
    assignment: bytes,
  }),
  handle: ({ group: id, memberId, generation, assignments, ...agreed }, { state: { groups } }) =>
    attemptLater<SyncAnswer>(
      async () => {
        const group = groups.get(id);
        if (group === undefined) throw new Refusal('UNKNOWN_MEMBER_ID');
        const { protocolType, protocol } = group;
        if ((agreed.protocolType ?? protocolType) !== protocolType || (agreed.protocol ?? protocol) !== protocol) {
          throw new Refusal('INCONSISTENT_GROUP_PROTOCOL');
        }
        const assignment = await group.sync(memberId, generation, assignments);
        return { error: errors.NONE, protocolType, protocol, assignment };
      },
      ({ code }) => ({ error: code, protocolType: null, protocol: null, assignment: Buffer.alloc(0) }),
    ),
});

export const joining = [joinGroup, syncGroup];
