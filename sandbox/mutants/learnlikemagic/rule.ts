import { AsyncLocalStorage } from 'node:async_hooks';
import type { Parts } from '../../learnlikemagic/backend.ts';

/** Sends SQL, inside a transaction or not. */
export type Query = (
  text: string,
  values?: unknown[],
) => Promise<{ rows: Record<string, unknown>[]; rowCount: number | null }>;

type Decorable = Omit<Parts, 'database'> & { database: { query: Query } };

/** What is called instead of methods of the backend's parts, each made from the method itself. */
export type Decoration = {
  [Part in keyof Decorable]?: {
    [Method in keyof Decorable[Part]]?: (original: Decorable[Part][Method]) => Decorable[Part][Method];
  };
};

/** Calls back whenever the changed path is taken. */
export type Applied = () => void;

/** One named fault of the backend's rules. */
export interface Rule {
  name: string;
  description: string;
  /** `METHOD /path` of the operations where it shows. */
  operations: string[];
  decorate: (applied: Applied) => Decoration;
}

/** A fault in one line of a table. */
export function rule(name: string, description: string, operations: string[], decorate: Rule['decorate']): Rule {
  return { name, description, operations, decorate };
}

/** Lets a fault see whether it is inside a call of one method, however deep. */
export class During<Value = true> {
  readonly #calls = new AsyncLocalStorage<Value>();

  /** The value of the call that is under way. */
  get now(): Value | undefined {
    return this.#calls.getStore();
  }

  /** The method, with every call of it marked with the value that its arguments give. */
  mark<Args extends unknown[], Result>(
    original: (...args: Args) => Result,
    valueOf: (...args: Args) => Value,
  ): (...args: Args) => Result {
    return (...args) => this.#calls.run(valueOf(...args), () => original(...args));
  }
}
