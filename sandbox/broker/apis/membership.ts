import { api } from '../api.ts';
import { codeOf, errors, Refusal } from '../errors.ts';
import { array, int16, int32, nullableString, since, string, struct, throttle, until } from '../schema.ts';

const heartbeat = api({
  key: 12,
  versions: [0, 4],
  flexible: 4,
  request: struct({ group: string, generation: int32, memberId: string, instance: since(3, nullableString, null) }),
  answer: struct({ throttle: throttle(1), error: int16 }),
  handle: ({ group: id, memberId, generation }, { state: { groups } }) => {
    const error = codeOf(() => {
      const group = groups.get(id);
      if (group === undefined) throw new Refusal('UNKNOWN_MEMBER_ID');
      group.heartbeat(memberId, generation);
    });
    return { error };
  },
});

/** One member up to version 2, several from then on. */
const leaveGroup = api({
  key: 13,
  versions: [0, 5],
  flexible: 4,
  request: struct({
    group: string,
    memberId: until(2, string, ''),
    members: since(
      3,
      array(struct({ memberId: string, instance: nullableString, reason: since(5, nullableString, null) })),
      [],
    ),
  }),
  answer: struct({
    throttle: throttle(1),
    error: int16,
    members: since(3, array(struct({ memberId: string, instance: nullableString, error: int16 })), []),
  }),
  handle: ({ group: id, memberId, members }, { state: { groups }, version }) => {
    const leave = (leaving: string): number =>
      codeOf(() => {
        const group = groups.get(id);
        if (group === undefined) throw new Refusal('UNKNOWN_MEMBER_ID');
        group.leave(leaving);
      });
    if (version < 3) return { error: leave(memberId), members: [] };
    const left = members.map((each) => ({ ...each, error: leave(each.memberId) }));
    return { error: errors.NONE, members: left };
  },
});

export const membership = [heartbeat, leaveGroup];
