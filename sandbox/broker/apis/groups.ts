import { api } from '../api.ts';
import { errors } from '../errors.ts';
import type { Member } from '../member.ts';
import { array, boolean, bytes, constant, int16, int32, nullableString } from '../schema.ts';
import { since, string, struct, throttle } from '../schema.ts';

/** Rights of a client, which are not known here. */
const rights = -2_147_483_648;

const listGroups = api({
  key: 16,
  versions: [0, 5],
  flexible: 3,
  request: struct({ states: since(4, array(string), []), types: since(5, array(string), []) }),
  answer: struct({
    throttle: throttle(1),
    error: constant(int16, errors.NONE),
    groups: array(
      struct({ id: string, protocolType: string, state: since(4, string, ''), type: constant(string, 'classic', 5) }),
    ),
  }),
  handle: ({ states, types }, { state: { groups } }) => {
    const has = (list: string[], word: string): boolean =>
      list.length === 0 || list.some((each) => each.toLowerCase() === word.toLowerCase());
    const listed = groups.all().filter(({ state }) => has(states, state) && has(types, 'classic'));
    return { groups: listed.map(({ id, protocolType, state }) => ({ id, protocolType, state })) };
  },
});

const describeGroups = api({
  key: 15,
  versions: [0, 6],
  flexible: 5,
  request: struct({ groups: array(string), rights: since(3, boolean, false) }),
  answer: struct({
    throttle: throttle(1),
    groups: array(
      struct({
        error: int16,
        message: since(6, nullableString, null),
        id: string,
        state: string,
        protocolType: string,
        protocol: string,
        members: array(
          struct({
            id: string,
            instance: constant(nullableString, null, 4),
            clientId: string,
            host: string,
            metadata: bytes,
            assignment: bytes,
          }),
        ),
        rights: constant(int32, rights, 3),
      }),
    ),
  }),
  handle: ({ groups: ids }, { state: { groups }, version }) => ({
    groups: ids.map((id) => {
      const group = groups.get(id);
      if (group === undefined) {
        const missing = version < 6 ? { error: errors.NONE, message: null } : notFound(id);
        return { ...missing, id, state: 'Dead', protocolType: '', protocol: '', members: [] };
      }
      const { state, protocolType } = group;
      // While the members agree anew, what they agreed on before is not told.
      const stable = state === 'Stable';
      const members = [...group.members.values()].map((member) => describe(member, stable ? group.protocol : ''));
      const protocol = stable ? group.protocol : '';
      return { error: errors.NONE, message: null, id, state, protocolType, protocol, members };
    }),
  }),
});

function notFound(id: string): { error: number; message: string } {
  return { error: errors.GROUP_ID_NOT_FOUND, message: `Group ${id} not found.` };
}

function describe(
  { id, description, assignment }: Member,
  protocol: string,
): {
  [K in 'id' | 'clientId' | 'host']: string;
} & { metadata: Buffer; assignment: Buffer } {
  const metadata = description.protocols.find(({ name }) => name === protocol)?.metadata ?? Buffer.alloc(0);
  return { id, clientId: description.clientId, host: description.host, metadata, assignment };
}

const deleteGroups = api({
  key: 42,
  versions: [0, 2],
  flexible: 2,
  request: struct({ groups: array(string) }),
  answer: struct({ throttle: throttle(0), results: array(struct({ id: string, error: int16 })) }),
  handle: ({ groups: ids }, { state: { groups } }) => ({
    results: ids.map((id) => {
      const group = groups.get(id);
      if (group === undefined) return { id, error: errors.GROUP_ID_NOT_FOUND };
      if (group.state !== 'Empty') return { id, error: errors.NON_EMPTY_GROUP };
      groups.delete(group);
      return { id, error: errors.NONE };
    }),
  }),
});

export const groupAdministration = [listGroups, describeGroups, deleteGroups];
