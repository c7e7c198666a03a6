import { randomUUID } from 'node:crypto';
import { z } from 'zod';

const fields = {
  event_id: z.uuid(),
  event_type: z.string(),
  /** UTC, with a trailing Z. */
  event_timestamp: z.iso.datetime(),
  source_service: z.string(),
  schema_version: z.literal(1),
  correlation_id: z.uuid(),
  data_schema_uri: z.null(),
  metadata: z.record(z.string(), z.unknown()).nullable(),
};

/** What every record says about itself, beside its payload. */
export type EnvelopeFields = { -readonly [K in keyof typeof fields]: z.output<(typeof fields)[K]> };

/** The value of a record: one JSON object. */
export interface Envelope<S extends z.ZodType = z.ZodType> extends EnvelopeFields {
  data: z.output<S>;
}

interface Declared<S extends z.ZodType> {
  readonly data: S;
  readonly eventType: string;
  readonly sourceService?: string;
}

/** Strict: a member that is not declared is an error, and so is one that is missing. */
export const envelopeSchema = <S extends z.ZodType>({
  data,
  eventType,
  sourceService,
}: Declared<S>): z.ZodType<Envelope<S>> =>
  z.strictObject({
    ...fields,
    event_type: z.literal(eventType),
    source_service: sourceService === undefined ? z.string() : z.literal(sourceService),
    data,
  }) as unknown as z.ZodType<Envelope<S>>;

/** An envelope as its source would write it now; `overrides` may break any rule. */
export function buildEnvelope<S extends z.ZodType>(
  { eventType, sourceService }: Declared<S>,
  data: z.input<S>,
  overrides: Partial<EnvelopeFields>,
): EnvelopeFields & { data: z.input<S> } {
  return {
    event_id: randomUUID(),
    event_type: eventType,
    event_timestamp: new Date(performance.timeOrigin + performance.now()).toISOString(),
    source_service: sourceService ?? 'unknown',
    schema_version: 1,
    correlation_id: randomUUID(),
    data_schema_uri: null,
    data,
    metadata: {},
    ...overrides,
  };
}
