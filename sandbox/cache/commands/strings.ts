import { Failure, ok, type Reply } from '../replies.ts';
import {
  argument,
  integerIn,
  keyIn,
  overflows,
  stringAt,
  syntaxError,
  type Commands,
  type Context,
} from './command.ts';
import { expiryOf } from './expiry.ts';

/** What stands behind the value of SET. */
interface Options {
  expiresAt?: number;
  keepTtl?: true;
  only?: 'nx' | 'xx';
  get?: true;
}

const times = {
  ex: { milliseconds: false, absolute: false },
  px: { milliseconds: true, absolute: false },
  exat: { milliseconds: false, absolute: true },
  pxat: { milliseconds: true, absolute: true },
};

const isTime = (word: string): word is keyof typeof times => Object.hasOwn(times, word);

function optionsIn(args: readonly Buffer[]): Options {
  const options: Options = {};
  let time: { unit: (typeof times)[keyof typeof times]; value: Buffer } | undefined;
  for (let at = 2; at < args.length; at += 1) {
    const word = keyIn(args, at).toLowerCase();
    const timed = time !== undefined || options.keepTtl === true;
    if ((word === 'nx' || word === 'xx') && (options.only ?? word) === word) options.only = word;
    else if (word === 'get') options.get = true;
    else if (word === 'keepttl' && time === undefined) options.keepTtl = true;
    else if (isTime(word) && !timed) time = { unit: times[word], value: argument(args, (at += 1)) };
    else throw syntaxError();
  }
  if (time) options.expiresAt = expiryOf('set', time.value, { ...time.unit, positive: true });
  return options;
}

function set({ store }: Context, args: readonly Buffer[]): Reply {
  const key = keyIn(args);
  const { expiresAt, keepTtl, only, get } = optionsIn(args);
  const before = get ? stringAt(store, key) : store.find(key);
  const old = get && before && Buffer.isBuffer(before.value) ? before.value : null;
  if (only !== undefined && (only === 'nx') === (before !== undefined)) return old;
  store.put(key, argument(args, 1), keepTtl ? before?.expiresAt : expiresAt);
  return get ? old : ok;
}

function increment({ store }: Context, args: readonly Buffer[]): Reply {
  const key = keyIn(args);
  const before = stringAt(store, key);
  const value = (before ? integerIn(before.value) : 0n) + 1n;
  if (overflows(value)) throw new Failure('ERR increment or decrement would overflow');
  store.put(key, Buffer.from(String(value)), before?.expiresAt);
  return value;
}

export const strings: Commands = {
  get: { arity: [1, 1], run: ({ store }, args) => stringAt(store, keyIn(args))?.value ?? null },
  set: { arity: [2], grows: true, run: set },
  setex: {
    arity: [3, 3],
    grows: true,
    run({ store }, args) {
      const unit = { milliseconds: false, absolute: false, positive: true };
      store.put(keyIn(args), argument(args, 2), expiryOf('setex', argument(args, 1), unit));
      return ok;
    },
  },
  getdel: {
    arity: [1, 1],
    run({ store }, args) {
      const key = keyIn(args);
      const value = stringAt(store, key)?.value ?? null;
      store.remove(key);
      return value;
    },
  },
  incr: { arity: [1, 1], grows: true, run: increment },
};
