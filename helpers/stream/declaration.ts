import type { z } from 'zod';
import type { Operation } from '../http/operation.ts';

/** Words by which a message names what a stream belongs to, such as `{ thread: '…', run: '…' }`. */
export type Names = Readonly<Record<string, string>>;

/** One endpoint that answers with server-sent events, declared once. */
export interface StreamDeclaration extends Operation {
  /** Every kind of event that it may send, with the strict schema of that kind's data. */
  readonly events: Readonly<Record<string, z.ZodType>>;
  /** The kind with which every stream begins, and which comes once. */
  readonly first: string;
  /** Kinds after which nothing may follow. */
  readonly last: readonly string[];
  /** Names that an event tells, for messages: which run this is. */
  readonly namesIn?: (event: StreamEvent) => Names;
}

/** Declares a stream and keeps its literal types. */
export const streamOf = <const D extends StreamDeclaration>(declaration: D): D => declaration;

/** One event as it was judged. */
export interface StreamEvent {
  /** From 1. */
  readonly number: number;
  /** As it came over the wire; absent where the server gave none. */
  readonly id: string | undefined;
  readonly kind: string;
  readonly data: unknown;
  /** Milliseconds after the request was sent. */
  readonly at: number;
}

/** An event of one kind, typed by its schema. */
export interface EventOf<D extends StreamDeclaration, K extends keyof D['events'] & string> extends StreamEvent {
  readonly kind: K;
  readonly data: z.output<D['events'][K]>;
}

/** Any event of a stream, typed by its kind. */
export type AnyEventOf<D extends StreamDeclaration> = {
  [K in keyof D['events'] & string]: EventOf<D, K>;
}[keyof D['events'] & string];

/** A stream that is not what was declared, or did not come to its end; the message names it and its last event, redacted. */
export class StreamError extends Error {
  override readonly name = 'StreamError';
}

/** How long to wait, in milliseconds. */
export interface StreamPatience {
  /** For the whole stream. */
  readonly total: number;
  /** For the answer, and between one piece of it and the next. */
  readonly idle: number;
}
