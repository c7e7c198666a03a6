import { z } from 'zod';
import { ZonedTimestamp } from '../../database/zoned-timestamp.ts';

export const Uuid = z.uuid();
export const Day = z.iso.date();
export const Instant = ZonedTimestamp;
export const Json = z.record(z.string(), z.unknown());
/** An auth-service id, stored as a PostgreSQL integer. */
export const AuthId = z.int();

/** Body of an error that a handler raises (contract 1.1). */
export const ErrorDetail = z.strictObject({ detail: z.string() });

// Loose: what an entry holds beside, such as the context of a rule or a link to its documentation, is the framework's.
const FailingField = z.looseObject({
  type: z.string(),
  loc: z.array(z.union([z.string(), z.number()])).min(1),
  msg: z.string(),
  input: z.unknown(),
});

/** Body of a 422: one entry for each failing field (contract 1.1). */
export const ValidationError = z.strictObject({ detail: z.array(FailingField).min(1) });

/** What the service says of an answer itself (contract 1.2). */
export const ResponseMetadata = z.strictObject({
  timestamp: Instant,
  request_id: z.string().nullable(),
  version: z.literal('1.0.0'),
});

/** Body of an exception that escaped its handler (contract 1.1). */
export const ErrorEnvelope = z.strictObject({
  error: z.literal(true),
  message: z.string(),
  details: z
    .array(z.strictObject({ field: z.string().nullable(), message: z.string(), code: z.string().nullable() }))
    .nullable(),
  metadata: ResponseMetadata,
});

/** A change that was made, with what it made (contract 1.2). */
export const success = <Data extends z.ZodType>(
  data: Data,
): z.ZodObject<
  { success: z.ZodLiteral<true>; message: z.ZodString; data: Data; metadata: typeof ResponseMetadata },
  z.core.$strict
> => z.strictObject({ success: z.literal(true), message: z.string(), data, metadata: ResponseMetadata });

interface Page<Item> {
  readonly items: Item[];
  readonly total: number;
  readonly page: number;
  readonly size: number;
  readonly pages: number;
  readonly has_next: boolean;
  readonly has_prev: boolean;
  readonly metadata: z.output<typeof ResponseMetadata>;
}

/** One page of a list; its numbers must fit each other (contract 1.2). */
export const paginated = <Item extends z.ZodType>(item: Item): z.ZodType<Page<z.output<Item>>> =>
  z
    .strictObject({
      items: z.array(item),
      total: z.int().min(0),
      page: z.int().min(1),
      size: z.int().min(1).max(100),
      pages: z.int().min(1),
      has_next: z.boolean(),
      has_prev: z.boolean(),
      metadata: ResponseMetadata,
    })
    .refine(({ total, size, pages }) => pages === Math.max(1, Math.ceil(total / size)), {
      path: ['pages'],
      message: 'is not total / size, rounded up',
    })
    .refine(({ page, pages, has_next }) => has_next === page < pages, {
      path: ['has_next'],
      message: 'does not say whether page is before the last',
    })
    .refine(({ page, has_prev }) => has_prev === page > 1, {
      path: ['has_prev'],
      message: 'does not say whether page is after the first',
    })
    .refine(({ items, size }) => items.length <= size, { path: ['items'], message: 'holds more than size' });

/** A user as the auth service knows it; null where it cannot be resolved (contract 1.2). */
export const UserInfo = z.strictObject({
  id: AuthId,
  email: z.string().nullable().optional(),
  full_name: z.string().nullable().optional(),
  role: z.string().nullable().optional(),
  is_active: z.boolean(),
});

/** A flag in a query string. */
export const Flag = z.enum(['true', 'false']);
/** A length of a list, or a page's size. */
export const Limit = z.number();
