import { createHash } from 'node:crypto';
import { z } from 'zod';

/** How the key of every claim starts (contract b.5). */
export const claimPrefix = 'huleedu:idempotency:v2:';

/** JSON as Python's `json.dumps(value, sort_keys=True)` writes it: keys sorted at every level, blanks after `,` and `:`, ASCII only. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    entries.sort(([left], [right]) => (left < right ? -1 : 1));
    return `{${entries.map(([name, item]) => `${canonical(name)}: ${canonical(item)}`).join(', ')}}`;
  }
  const escape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value).replace(/[\u007f-\uffff]/g, escape);
}

/**
 * The key under which a service claims an event (contract b.5): of its id and data, or of the data alone where it has no id. The event
 * must hold no number that Python writes otherwise than JavaScript, such as 1.0.
 */
export function idempotencyKey(
  service: 'class-management-service' | 'batch-service' | 'essay-lifecycle-service' | 'nlp-service',
  { event_type, event_id, data }: { event_type: string; event_id?: string; data: unknown },
): string {
  const hash = createHash('sha256')
    .update(canonical(event_id === undefined ? data : { data, event_id }), 'utf8')
    .digest('hex');
  return `${claimPrefix}${service}:${event_type.replaceAll('.', '_')}:${hash}`;
}

const claim = {
  started_at: z.number(),
  processed_by: z.string(),
  event_id: z.uuid(),
  correlation_id: z.uuid(),
  source_service: z.string(),
};

/** What is kept under it while the event is at work (contract b.5). */
export const ProcessingClaim = z.strictObject({ status: z.literal('processing'), ...claim });

/** What is kept under it once the event is processed (contract b.5). */
export const CompletedClaim = z
  .strictObject({ status: z.literal('completed'), ...claim, completed_at: z.number() })
  .refine(({ started_at, completed_at }) => started_at <= completed_at, {
    path: ['completed_at'],
    message: 'is before the start',
  });
