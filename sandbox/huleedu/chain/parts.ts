import type { Records } from '../library/consumer.ts';
import type { Database } from '../library/database.ts';
import type { Envelope } from '../library/envelope.ts';
import type { Claims, Idempotency } from '../library/idempotency.ts';
import type { Outbox } from '../library/outbox.ts';
import type { Sender } from '../library/producer.ts';
import type { Slots } from '../essay-lifecycle/slots.ts';

/** What a service makes of its events. */
export interface Work {
  do(envelope: Envelope, work: (envelope: Envelope) => Promise<void>): Promise<void>;
}

/** What a service of the chain is put together from: objects of named methods, so that each can be wrapped. */
export interface ServiceParts {
  database: Database;
  sender: Sender;
  outbox: Outbox;
  claims: Claims;
  idempotency: Idempotency;
  records: Records;
  work: Work;
  slots: Slots;
}

/** Yields what is put in a part's place. */
export type Wrap = <Name extends keyof ServiceParts>(name: Name, part: ServiceParts[Name]) => ServiceParts[Name];

export type ServiceName = 'classManagement' | 'batchOrchestrator' | 'essayLifecycle' | 'nlp';

/** Leaves every part as it is. */
export const asItIs: Wrap = (_name, part) => part;
