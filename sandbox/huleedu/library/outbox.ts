import { randomUUID } from 'node:crypto';
import { buildEnvelope, type Event } from './envelope.ts';
import type { Client } from './database.ts';

/** An event as it is to be sent, and the thing that it is about. */
export interface OutboxMessage extends Event {
  aggregateType: string;
  aggregateId: string;
  /** Of the record; its partition follows from it. */
  key: string;
}

/** Who counts what happens to the outbox. */
export interface OutboxFigures {
  added(eventType: string): void;
  /** `age`: seconds since the event was written. */
  published(age: number): void;
  failed(): void;
  /** A pass of the relay over the table; `failed` when it could not be made. */
  passed(seconds: number, failed: boolean): void;
}

/** The service's `event_outbox` (contract b.3); essay lifecycle keeps its envelopes as jsonb. */
export const outboxSchema = (json: 'json' | 'jsonb' = 'json'): string => `
CREATE TABLE event_outbox (
  id uuid PRIMARY KEY,
  aggregate_id varchar(255) NOT NULL,
  aggregate_type varchar(100) NOT NULL,
  event_type varchar(255) NOT NULL,
  event_data ${json} NOT NULL,
  event_key varchar(255),
  topic varchar(255) NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  published_at timestamptz,
  retry_count integer NOT NULL DEFAULT 0,
  last_error text
);
CREATE INDEX ix_event_outbox_unpublished_topic ON event_outbox (published_at, topic, created_at) WHERE published_at IS NULL;
CREATE INDEX ix_event_outbox_topic ON event_outbox (topic);
CREATE INDEX ix_event_outbox_aggregate ON event_outbox (aggregate_type, aggregate_id);
CREATE INDEX ix_event_outbox_event_type ON event_outbox (event_type);
`;

/** Where events wait for the relay (contract b.6). */
export class Outbox {
  constructor(private readonly figures?: OutboxFigures) {}

  /** Writes the event in the caller's transaction: it is sent if, and only if, that is committed. */
  async add(client: Pick<Client, 'query'>, message: OutboxMessage): Promise<void> {
    const { aggregateId, aggregateType, topic, key } = message;
    await client.query(
      `INSERT INTO event_outbox (id, aggregate_id, aggregate_type, event_type, event_data, event_key, topic)
       VALUES ($1, $2, $3, $4, $5, $6, $4)`,
      [randomUUID(), aggregateId, aggregateType, topic, JSON.stringify(buildEnvelope(message)), key],
    );
    this.figures?.added(topic);
  }
}
