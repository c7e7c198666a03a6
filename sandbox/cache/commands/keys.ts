import { globTest } from '../glob.ts';
import { Failure, Status, type Reply } from '../replies.ts';
import type { Entry, Value } from '../store.ts';
import {
  argument,
  bytesOf,
  integerIn,
  keyIn,
  nameOf,
  syntaxError,
  type Command,
  type Commands,
  type Context,
} from './command.ts';
import { expiryOf } from './expiry.ts';

const typeOf = (value: Value): string => (Buffer.isBuffer(value) ? 'string' : value instanceof Set ? 'set' : 'hash');

function countWhere(args: readonly Buffer[], holds: (key: string) => boolean): number {
  return args.filter((key) => holds(nameOf(key))).length;
}

function expire(name: string, milliseconds: boolean): Command {
  return {
    arity: [2],
    run({ store }, args) {
      const key = keyIn(args);
      const [option] = args.slice(2);
      // NX, XX, GT and LT are not part of this server.
      if (option !== undefined) throw new Failure(`ERR Unsupported option ${nameOf(option)}`);
      const at = expiryOf(name, argument(args, 1), { milliseconds, absolute: false, positive: false });
      const entry = store.find(key);
      if (entry === undefined) return 0;
      if (at <= Date.now()) store.remove(key);
      else store.expire(key, entry, at);
      return 1;
    },
  };
}

/** Minus two: no such key; minus one: it never expires. */
function remaining(spell: (milliseconds: number) => number): Command {
  return {
    arity: [1, 1],
    run({ store }, args) {
      const entry = store.find(keyIn(args));
      if (entry === undefined) return -2;
      return entry.expiresAt === undefined ? -1 : spell(Math.max(0, entry.expiresAt - Date.now()));
    },
  };
}

interface ScanOptions {
  count: number;
  matches: (key: string) => boolean;
  type: string | undefined;
}

function scanOptions(args: readonly Buffer[]): ScanOptions {
  const options: ScanOptions = { count: 10, matches: () => true, type: undefined };
  for (let at = 1; at < args.length; at += 2) {
    const word = keyIn(args, at).toLowerCase();
    const value = argument(args, at + 1);
    if (word === 'match') options.matches = globTest(nameOf(value));
    else if (word === 'type') options.type = nameOf(value).toLowerCase();
    else if (word === 'count') options.count = Number(integerIn(value));
    else throw syntaxError();
  }
  if (options.count < 1) throw syntaxError();
  return options;
}

/** The cursor is the number of the last key that was looked at. */
function scan({ store }: Context, args: readonly Buffer[]): Reply {
  const cursor = keyIn(args);
  if (!/^\d{1,20}$/.test(cursor)) throw new Failure('ERR invalid cursor');
  const { count, matches, type } = scanOptions(args);
  const looked = store.after(Number(cursor), count);
  const isWanted = ([key, { value }]: [string, Entry]): boolean =>
    matches(key) && (type === undefined || typeOf(value) === type);
  const next = looked.length < count ? 0 : (looked.at(-1)?.[1].serial ?? 0);
  return [String(next), looked.filter(isWanted).map(([key]) => bytesOf(key))];
}

export const keys: Commands = {
  del: {
    arity: [1],
    run: ({ store }, args) => countWhere(args, (key) => store.find(key) !== undefined && store.remove(key)),
  },
  exists: { arity: [1], run: ({ store }, args) => countWhere(args, (key) => store.find(key) !== undefined) },
  expire: expire('expire', false),
  pexpire: expire('pexpire', true),
  ttl: remaining((milliseconds) => Math.floor((milliseconds + 500) / 1000)),
  pttl: remaining((milliseconds) => milliseconds),
  persist: {
    arity: [1, 1],
    run({ store }, args) {
      const key = keyIn(args);
      const entry = store.find(key);
      if (entry?.expiresAt === undefined) return 0;
      store.expire(key, entry, undefined);
      return 1;
    },
  },
  type: {
    arity: [1, 1],
    run({ store }, args) {
      const entry = store.find(keyIn(args));
      return new Status(entry ? typeOf(entry.value) : 'none');
    },
  },
  scan: { arity: [1], run: scan },
};
