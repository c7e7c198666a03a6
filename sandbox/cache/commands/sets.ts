import { randomInt } from 'node:crypto';
import { Failure, Members, type Reply } from '../replies.ts';
import { overhead, type Entry, type Store } from '../store.ts';
import { argument, bytesOf, integerIn, keyIn, nameOf, setAt, type Commands, type Context } from './command.ts';

type SetEntry = Entry & { value: Set<string> };

function add({ store }: Context, args: readonly Buffer[]): Reply {
  const key = keyIn(args);
  const members = args.slice(1).map(nameOf);
  const entry = setAt(store, key);
  if (entry === undefined) {
    const created = new Set(members);
    store.put(key, created, undefined);
    return created.size;
  }
  const fresh = [...new Set(members)].filter((member) => !entry.value.has(member));
  for (const member of fresh) entry.value.add(member);
  if (fresh.length > 0) store.changed(key, entry, sizeOf(fresh));
  return fresh.length;
}

const sizeOf = (members: readonly string[]): number =>
  members.reduce((size, member) => size + 2 * member.length + overhead, 0);

function drop(store: Store, key: string, entry: SetEntry, members: readonly string[]): number {
  const gone = members.filter((member) => entry.value.delete(member));
  if (gone.length > 0) store.changed(key, entry, -sizeOf(gone));
  return gone.length;
}

function remove({ store }: Context, args: readonly Buffer[]): Reply {
  const key = keyIn(args);
  const entry = setAt(store, key);
  return entry ? drop(store, key, entry, args.slice(1).map(nameOf)) : 0;
}

/** Random members, as nobody may count on an order. */
function pop({ store }: Context, args: readonly Buffer[]): Reply {
  const key = keyIn(args);
  const count = args.length > 1 ? Number(integerIn(argument(args, 1))) : undefined;
  if (count !== undefined && count < 0) throw new Failure('ERR value is out of range, must be positive');
  const entry = setAt(store, key);
  const left = [...(entry?.value ?? [])];
  const taken: string[] = [];
  while (taken.length < (count ?? 1) && left.length > 0) taken.push(...left.splice(randomInt(left.length), 1));
  if (entry) drop(store, key, entry, taken);
  const members = taken.map(bytesOf);
  return count === undefined ? (members[0] ?? null) : new Members(members);
}

export const sets: Commands = {
  sadd: { arity: [2], grows: true, run: add },
  srem: { arity: [2], run: remove },
  spop: { arity: [1, 2], run: pop },
  smembers: {
    arity: [1, 1],
    run: ({ store }, args) => new Members([...(setAt(store, keyIn(args))?.value ?? [])].map(bytesOf)),
  },
  scard: { arity: [1, 1], run: ({ store }, args) => setAt(store, keyIn(args))?.value.size ?? 0 },
  sismember: {
    arity: [2, 2],
    run: ({ store }, args) => Number(setAt(store, keyIn(args))?.value.has(keyIn(args, 1)) ?? false),
  },
};
