import type { z } from 'zod';
import { envelopeSchema, type Envelope } from './envelope.ts';

/** A topic as the contract declares it. */
export interface Topic<S extends z.ZodType = z.ZodType> {
  readonly name: string;
  /** The key that its records must have; null for none. It is not judged where the contract lays down no key. */
  readonly key?: (envelope: Envelope<S>) => string | null;
  /** The payload, strict. */
  readonly data: S;
  readonly eventType: string;
  /** Absent where the contract lays down none. */
  readonly sourceService?: string;
  /** The whole value of a record, strict. */
  readonly envelope: z.ZodType<Envelope<S>>;
}

interface Declaration<S extends z.ZodType> extends Omit<Topic<S>, 'envelope' | 'eventType'> {
  /** The topic's own name unless it is given. */
  readonly eventType?: string;
}

/** Declares a topic, once. */
export function topic<S extends z.ZodType>(declaration: Declaration<S>): Topic<S> {
  const declared = { eventType: declaration.name, ...declaration };
  return { ...declared, envelope: envelopeSchema(declared) };
}
