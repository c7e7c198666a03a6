import { randomUUID } from 'node:crypto';
import { dictionary, nullable, optional, record, withDefault } from '../../fastapi/composites.ts';
import { anything, uuid } from '../../fastapi/formats.ts';
import { integer, text } from '../../fastapi/scalars.ts';
import { moment, read } from '../payloads/common.ts';

/** The value of every record (contract a.1). */
export interface Envelope {
  event_id: string;
  event_type: string;
  event_timestamp: string;
  source_service: string;
  schema_version: number;
  correlation_id: string;
  data_schema_uri: string | null;
  /** Not read yet: the handler knows its shape. */
  data: unknown;
  metadata: Record<string, unknown> | null;
}

const shape = record({
  event_id: optional(uuid()),
  event_type: text(),
  event_timestamp: optional(moment()),
  source_service: text(),
  schema_version: withDefault(integer(), 1),
  correlation_id: optional(uuid()),
  data_schema_uri: withDefault(nullable(text()), null),
  data: anything(),
  metadata: withDefault(nullable(dictionary(anything())), null),
});

/** Reads the value of a record; what is absent gets its default, what is unknown is dropped. Throws when it is no envelope. */
export function parseEnvelope(value: string): Envelope {
  const found = read(shape, JSON.parse(value));
  return {
    ...found,
    event_id: found.event_id ?? randomUUID(),
    event_timestamp: found.event_timestamp ?? new Date().toISOString(),
    correlation_id: found.correlation_id ?? randomUUID(),
  };
}

/** What an envelope says of its event. */
export interface Event {
  /** The topic is the `event_type`. */
  topic: string;
  source: string;
  correlationId: string;
  data: unknown;
  metadata?: Record<string, unknown> | null | undefined;
}

/** A new envelope, with an id and a time of its own. */
export function buildEnvelope({ topic, source, correlationId, data, metadata = null }: Event): Envelope {
  return {
    ...{ event_id: randomUUID(), event_type: topic, event_timestamp: new Date().toISOString() },
    ...{ source_service: source, schema_version: 1, correlation_id: correlationId, data_schema_uri: null },
    ...{ data, metadata },
  };
}
