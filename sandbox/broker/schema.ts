import type { Reader, Writer } from './wire.ts';

/** How a value stands on the wire, in the version that the reader or writer is of. Source: Kafka's message definitions. */
export interface Type<T> {
  read(from: Reader): T;
  write(to: Writer, value: T): void;
}

/** What a type reads and writes. */
export type Value<T> = T extends Type<infer V> ? V : never;

/** A field that always holds the same: it is written, and is no part of the value. */
interface Constant extends Type<unknown> {
  readonly constant: true;
}

type Fields = Record<string, Type<unknown>>;
type Values<F extends Fields> = { [K in keyof F as F[K] extends Constant ? never : K]: Value<F[K]> };

export const boolean: Type<boolean> = {
  read: (from) => from.int8() !== 0,
  write: (to, value) => {
    to.int8(value ? 1 : 0);
  },
};

export const int8 = integer('int8');
export const int16 = integer('int16');
export const int32 = integer('int32');
export const int64 = integer('int64');

function integer(size: 'int8' | 'int16' | 'int32' | 'int64'): Type<number> {
  return {
    read: (from) => from[size](),
    write: (to, value) => {
      to[size](value);
    },
  };
}

/** 32 hexadecimal digits. */
export const uuid: Type<string> = {
  read: (from) => from.take(16).toString('hex'),
  write: (to, value) => {
    to.put(Buffer.from(value, 'hex'));
  },
};

/** The id of no topic. */
export const noId = '0'.repeat(32);

/** The length of something in a flexible version or not; -1 stands for null. */
function readLength(from: Reader, size: 'int16' | 'int32'): number {
  return from.flexible ? from.unsigned() - 1 : from[size]();
}

function writeLength(to: Writer, size: 'int16' | 'int32', length: number): void {
  if (to.flexible) to.unsigned(length + 1);
  else to[size](length);
}

/** Bytes of the request itself: who keeps them makes a copy. */
export const nullableBytes: Type<Buffer | null> = {
  read: (from) => {
    const length = readLength(from, 'int32');
    return length === -1 ? null : from.take(length);
  },
  write: (to, value) => {
    writeLength(to, 'int32', value?.length ?? -1);
    if (value !== null) to.put(value);
  },
};

export const nullableString: Type<string | null> = {
  read: (from) => {
    const length = readLength(from, 'int16');
    return length === -1 ? null : from.take(length).toString();
  },
  write: (to, value) => {
    const bytes = value === null ? null : Buffer.from(value);
    writeLength(to, 'int16', bytes?.length ?? -1);
    if (bytes !== null) to.put(bytes);
  },
};

export function nullableArray<T>(of: Type<T>): Type<T[] | null> {
  return {
    read: (from) => {
      const length = readLength(from, 'int32');
      if (length === -1) return null;
      if (length < 0 || length > from.left) throw new RangeError(`an array of ${String(length)}`);
      return Array.from({ length }, () => of.read(from));
    },
    write: (to, value) => {
      writeLength(to, 'int32', value?.length ?? -1);
      for (const item of value ?? []) of.write(to, item);
    },
  };
}

function present<T>(type: Type<T | null>): Type<T> {
  return {
    read: (from) => {
      const value = type.read(from);
      if (value === null) throw new RangeError('null where a value must be');
      return value;
    },
    write: (to, value) => {
      type.write(to, value);
    },
  };
}

export const bytes = present(nullableBytes);
export const string = present(nullableString);
export const array = <T>(of: Type<T>): Type<T[]> => present(nullableArray(of));

/** Fields one after the other; in flexible versions tagged ones follow, which are skipped and never written. */
export function struct<F extends Fields>(fields: F): Type<Values<F>> {
  const entries = Object.entries(fields);
  return {
    read: (from) => {
      const value = Object.fromEntries(entries.map(([name, type]) => [name, type.read(from)]));
      if (from.flexible) from.skipTags();
      return value as Values<F>;
    },
    write: (to, value) => {
      for (const [name, type] of entries) type.write(to, (value as Record<string, unknown>)[name]);
      if (to.flexible) to.unsigned(0);
    },
  };
}

/** A field of the versions `first` to `last`; in others it is not on the wire and reads as `absent`. */
export function between<T>(first: number, last: number, type: Type<T>, absent: T): Type<T> {
  const there = ({ version }: Reader | Writer): boolean => version >= first && version <= last;
  return {
    read: (from) => (there(from) ? type.read(from) : absent),
    write: (to, value) => {
      if (there(to)) type.write(to, value);
    },
  };
}

export const since = <T>(first: number, type: Type<T>, absent: T): Type<T> => between(first, Infinity, type, absent);

export const until = <T>(last: number, type: Type<T>, absent: T): Type<T> => between(0, last, type, absent);

/** A field of an answer that never differs, in the versions `first` to `last`. */
export function constant<T>(type: Type<T>, value: T, first = 0, last = Infinity): Constant {
  const field = between(first, last, type, value);
  return {
    constant: true,
    read: (from) => field.read(from),
    write: (to) => {
      field.write(to, value);
    },
  };
}

/** Milliseconds that the client was held back: never here. */
export const throttle = (first: number): Constant => constant(int32, 0, first);
