import { AsyncLocalStorage } from 'node:async_hooks';

/** Sends SQL, inside a transaction or not. */
export type Query = (
  text: string,
  values?: unknown[],
) => Promise<{ rows: Record<string, unknown>[]; rowCount: number | null }>;

type Decorable<Parts> = Omit<Parts, 'database'> & { database: { query: Query } };

/** What is called instead of methods of a backend's parts, each made from the method itself. */
export type Decoration<Parts> = {
  [Part in keyof Decorable<Parts>]?: {
    [Method in keyof Decorable<Parts>[Part]]?: (
      original: Decorable<Parts>[Part][Method],
    ) => Decorable<Parts>[Part][Method];
  };
};

/** The decoration of a backend's database alone. */
export interface DatabaseDecoration {
  database: { query: (original: Query) => Query };
}

/** Calls back whenever the changed path is taken. */
export type Applied = () => void;

/** One named fault of a backend's rules. */
export interface Rule<Decorated> {
  name: string;
  description: string;
  /** `METHOD /path` of the operations where it shows. */
  operations: string[];
  /** `action key` of what is touched (`Mutants.touch`) where it shows; for what no operation tells. */
  touches?: string[];
  /** True when it is done to records on their way, not to what a service does. */
  onTheWay?: boolean;
  decorate: (applied: Applied) => Decorated;
}

/** A fault in one line of a table; the backend's parts are the type's parameter. */
export function rule<Parts>(
  name: string,
  description: string,
  operations: string[],
  decorate: (applied: Applied) => Decoration<Parts>,
): Rule<Decoration<Parts>> {
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
