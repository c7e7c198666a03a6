import type { Reader, Writer } from './wire.ts';

/** How a value stands on the wire, in the version that the reader or writer is of. Source: Kafka's message definitions. */
export interface Type<T> {
  read(from: Reader): T;
  write(to: Writer, value: T): void;
}

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
