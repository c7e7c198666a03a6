import { Failure, type Reply } from '../replies.ts';
import type { Session } from '../session.ts';
import type { Entry, Store, Value } from '../store.ts';

export interface Context {
  readonly store: Store;
  readonly session: Session;
}

export interface Command {
  /** How many arguments it takes; the second number is missing where there is no limit. */
  readonly arity: readonly [least: number, most?: number];
  /** Refused when the memory is full. */
  readonly grows?: true;
  /** Carried out at once between MULTI and EXEC too. */
  readonly atOnce?: true;
  /** Allowed before the password is given. */
  readonly open?: true;
  run(context: Context, args: readonly Buffer[]): Reply;
}

/** Commands by their names in lower case. */
export type Commands = Readonly<Record<string, Command>>;

export const syntaxError = (): Failure => new Failure('ERR syntax error');

/** An argument that the arity has made sure of. */
export function argument(args: readonly Buffer[], place: number): Buffer {
  const found = args[place];
  if (found === undefined) throw syntaxError();
  return found;
}

/** A key, member or field as the store spells it. */
export const nameOf = (bytes: Buffer): string => bytes.toString('latin1');

export const bytesOf = (name: string): Buffer => Buffer.from(name, 'latin1');

export const keyIn = (args: readonly Buffer[], place = 0): string => nameOf(argument(args, place));

const largestInteger = 2n ** 63n - 1n;

/** A whole number of 64 bits, spelled as Redis wants it. */
export function integerIn(bytes: Buffer): bigint {
  const text = nameOf(bytes);
  const value = /^(0|-?[1-9]\d{0,18})$/.test(text) ? BigInt(text) : undefined;
  if (value === undefined || value > largestInteger || value < -largestInteger - 1n)
    throw new Failure('ERR value is not an integer or out of range');
  return value;
}

/** Whether a number of 64 bits is exceeded. */
export const overflows = (value: bigint): boolean => value > largestInteger || value < -largestInteger - 1n;

function entryOf<V extends Value>(
  store: Store,
  key: string,
  is: (value: Value) => value is V,
): (Entry & { value: V }) | undefined {
  const entry = store.find(key);
  if (entry === undefined) return undefined;
  if (!is(entry.value)) throw new Failure('WRONGTYPE Operation against a key holding the wrong kind of value');
  return entry as Entry & { value: V };
}

export const stringAt = (store: Store, key: string): (Entry & { value: Buffer }) | undefined =>
  entryOf(store, key, (value) => Buffer.isBuffer(value));

export const setAt = (store: Store, key: string): (Entry & { value: Set<string> }) | undefined =>
  entryOf(store, key, (value) => value instanceof Set);

export const hashAt = (store: Store, key: string): (Entry & { value: Map<string, Buffer> }) | undefined =>
  entryOf(store, key, (value) => value instanceof Map);
