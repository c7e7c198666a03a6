import { list, model, nullable, withDefault } from '../../fastapi/composites.ts';
import { anything } from '../../fastapi/formats.ts';
import { flag, integer, text, timestamp } from '../../fastapi/scalars.ts';
import type { Of, Shape } from '../../fastapi/shape.ts';
import { identity } from '../identity.ts';
import type { Page } from '../rules/paging.ts';

const metadata = model('ResponseMetadata', {
  timestamp: timestamp(),
  request_id: nullable(text()),
  version: text(),
});

/** Contract 1.2. */
export const success = model('SuccessResponse', { success: flag(), message: text(), data: anything(), metadata });

export const userInfo = model('UserInfo', {
  id: integer(),
  email: nullable(text()),
  full_name: nullable(text()),
  role: nullable(text()),
  is_active: flag(),
});

/** Query parameters of a list in pages. */
export const paging = { page: withDefault(integer({ ge: 1 }), 1), size: withDefault(integer({ ge: 1, le: 100 }), 20) };

/** Who acts, as the contract has it given: by query parameters that nobody checks. */
export const actor = { current_user_id: integer(), current_user_role: withDefault(text(), 'teacher') };

/** A field that need not be sent and may be null. */
export function maybe<T>(shape: Shape<T>): Shape<T | null> {
  return withDefault<T | null>(nullable(shape), null);
}

/** The shape of a page of such items. */
export function pages<T>(name: string, item: Shape<T>): Shape<Page<T> & Stamped> {
  const figures = { total: integer(), page: integer(), size: integer(), pages: integer() };
  const fields = { items: list(item), ...figures, has_next: flag(), has_prev: flag(), metadata };
  return model(`PaginatedResponse_${name}_`, fields);
}

interface Stamped {
  metadata: Of<typeof metadata>;
}

function stamp(): Of<typeof metadata> {
  return { timestamp: new Date().toISOString(), request_id: null, version: identity.version };
}

export function succeeded(message: string, data: unknown = null): Of<typeof success> {
  return { success: true, message, data, metadata: stamp() };
}

export function presentPage<T, R>(page: Page<T>, present: (item: T) => R): Page<R> & Stamped {
  return { ...page, items: page.items.map(present), metadata: stamp() };
}
