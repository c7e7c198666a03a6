import { int32, type Type } from './types.ts';
import type { Reader, Writer } from './wire.ts';

export * from './types.ts';

/** What a type reads and writes. */
export type Value<T> = T extends Type<infer V> ? V : never;

/** A field that always holds the same: it is written, and is no part of the value. */
interface Constant extends Type<unknown> {
  readonly constant: true;
}

type Fields = Record<string, Type<unknown>>;
type Values<F extends Fields> = { [K in keyof F as F[K] extends Constant ? never : K]: Value<F[K]> };

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
