import { Failure, Pairs, type Reply } from '../replies.ts';
import { overhead } from '../store.ts';
import { argument, bytesOf, hashAt, keyIn, nameOf, type Commands, type Context } from './command.ts';

/** Answers how many of the fields are new. */
function write({ store }: Context, key: string, fields: readonly (readonly [string, Buffer])[]): number {
  const entry = hashAt(store, key);
  if (entry === undefined) {
    const created = new Map(fields);
    store.put(key, created, undefined);
    return created.size;
  }
  const before = entry.value.size;
  let growth = 0;
  for (const [field, value] of fields) {
    const old = entry.value.get(field);
    growth += value.length - (old ? old.length : -field.length - overhead);
    entry.value.set(field, value);
  }
  store.changed(key, entry, growth);
  return entry.value.size - before;
}

function set(context: Context, args: readonly Buffer[]): Reply {
  if (args.length % 2 === 0) throw new Failure("ERR wrong number of arguments for 'hset' command");
  const fields = args.flatMap((field, place) =>
    place % 2 === 1 ? [[nameOf(field), argument(args, place + 1)] as const] : [],
  );
  return write(context, keyIn(args), fields);
}

function setNew(context: Context, args: readonly Buffer[]): Reply {
  const key = keyIn(args);
  const field = keyIn(args, 1);
  if (hashAt(context.store, key)?.value.has(field)) return 0;
  return write(context, key, [[field, argument(args, 2)]]);
}

function remove({ store }: Context, args: readonly Buffer[]): Reply {
  const key = keyIn(args);
  const entry = hashAt(store, key);
  if (entry === undefined) return 0;
  let count = 0;
  let growth = 0;
  for (const field of args.slice(1).map(nameOf)) {
    const value = entry.value.get(field);
    if (value === undefined) continue;
    entry.value.delete(field);
    count += 1;
    growth -= field.length + value.length + overhead;
  }
  if (count > 0) store.changed(key, entry, growth);
  return count;
}

export const hashes: Commands = {
  hset: { arity: [3], grows: true, run: set },
  hsetnx: { arity: [3, 3], grows: true, run: setNew },
  hget: { arity: [2, 2], run: ({ store }, args) => hashAt(store, keyIn(args))?.value.get(keyIn(args, 1)) ?? null },
  hgetall: {
    arity: [1, 1],
    run({ store }, args) {
      const fields = [...(hashAt(store, keyIn(args))?.value ?? [])];
      return new Pairs(fields.map(([field, value]) => [bytesOf(field), value]));
    },
  },
  hdel: { arity: [2], run: remove },
  hexists: {
    arity: [2, 2],
    run: ({ store }, args) => Number(hashAt(store, keyIn(args))?.value.has(keyIn(args, 1)) ?? false),
  },
  hlen: { arity: [1, 1], run: ({ store }, args) => hashAt(store, keyIn(args))?.value.size ?? 0 },
};
