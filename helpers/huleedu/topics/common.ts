import { z } from 'zod';

/** A time in a payload: ISO 8601 with its zone. */
export const Moment = z.iso.datetime({ offset: true });

export const EssayReference = z.strictObject({ essay_id: z.string(), text_storage_id: z.string() });
export type EssayReference = z.output<typeof EssayReference>;

/** What the payloads with an `event_name` have in common (contract a.3). */
export const base = {
  entity_id: z.string().nullable(),
  entity_type: z.string().nullable(),
  parent_id: z.string().nullable(),
  timestamp: Moment,
};

/** How a batch was made to be processed (contract a.3). */
export const ProcessingMetadata = z.strictObject({
  entity_id: z.string().nullable(),
  entity_type: z.string().nullable(),
  parent_id: z.string().nullable(),
  timestamp: Moment,
  processing_stage: z.string().nullable(),
  started_at: Moment.nullable(),
  completed_at: Moment.nullable(),
  event: z.string().nullable(),
  error_info: z.record(z.string(), z.unknown()),
});
