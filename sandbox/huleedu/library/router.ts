import type { IncomingRecord } from './consumer.ts';
import { parseEnvelope, type Envelope } from './envelope.ts';
import type { Idempotency } from './idempotency.ts';

export interface RouterOptions {
  /** What tells the handler: the record's topic, or the envelope's `event_type` (contract a.2). */
  by: 'topic' | 'event_type';
  /** Each throws when the event cannot be dealt with. */
  handlers: Readonly<Record<string, (envelope: Envelope) => Promise<void>>>;
  idempotency: Idempotency;
}

/**
 * The `handle` of a consumer: opens the envelope and gives it to its handler, once. False for what is no envelope and for an event without a
 * handler; throws what the handler throws.
 */
export function createRouter({ by, handlers, idempotency }: RouterOptions) {
  return async ({ topic, value }: IncomingRecord): Promise<boolean> => {
    const envelope = parseEnvelope(value);
    const name = by === 'topic' ? topic : envelope.event_type;
    const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
    if (handler === undefined) return false;
    // A duplicate is dealt with as well.
    await idempotency.once(value, envelope, () => handler(envelope));
    return true;
  };
}
