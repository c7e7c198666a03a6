import type { Type } from './schema.ts';
import type { State } from './state.ts';
import type { Reader, Writer } from './wire.ts';

/** One request and who sent it. */
export interface Call {
  state: State;
  /** Where clients reach this broker. */
  address: { host: string; port: number };
  version: number;
  clientId: string;
  /** The client's own address. */
  host: string;
  /** Aborted when the connection has ended. */
  closed: AbortSignal;
}

/** An API of the protocol, by its key and the versions that are understood. */
export interface Api {
  key: number;
  first: number;
  last: number;
  /** The version from which on structures have tagged fields, and lengths are compact. */
  flexible: number;
  /** Reads the request and writes the answer; false when none is to be sent. */
  serve(request: Reader, answer: Writer, call: Call): Promise<boolean>;
}

/** Declares an API: what it reads and writes, and how it comes from one to the other. No answer where undefined is returned. */
export function api<Q, A>(declared: {
  key: number;
  versions: readonly [first: number, last: number];
  flexible: number;
  request: Type<Q>;
  answer: Type<A>;
  handle(request: Q, call: Call): A | undefined | Promise<A | undefined>;
}): Api {
  const { key, versions, flexible } = declared;
  return {
    key,
    first: versions[0],
    last: versions[1],
    flexible,
    async serve(request, answer, call) {
      const value = await declared.handle(declared.request.read(request), call);
      if (value === undefined) return false;
      declared.answer.write(answer, value);
      return true;
    },
  };
}
