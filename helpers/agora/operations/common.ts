import { z } from 'zod';

export const Uuid = z.uuid();
/** A time as ISO 8601 with its zone. */
export const Instant = z.iso.datetime({ offset: true });
export const Json = z.record(z.string(), z.unknown());
/** A refusal in one sentence: plain text, not JSON (langgraph-server 4). */
export const Sentence = z.string().min(1);

/** Refusal of a request whose shape is wrong (langgraph-server 4); what an issue holds is the validator's own. */
export const Malformed = z.union([
  z.strictObject({
    success: z.literal(false),
    error: z.looseObject({ name: z.literal('ZodError') }),
  }),
  Sentence,
]);

/** What the server keeps beside a thread or run; its own keys among those of the caller. */
export const Metadata = Json;

/** One value put to the user (langgraph-server 5). */
export const PendingInterrupt = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{32}$/),
  value: z.looseObject({ type: z.string() }),
});
