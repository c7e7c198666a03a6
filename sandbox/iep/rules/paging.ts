export interface PageRequest {
  page: number;
  size: number;
}

export interface Page<T> {
  items: T[];
  total: number;
  page: number;
  size: number;
  pages: number;
  has_next: boolean;
  has_prev: boolean;
}

/** The figures of a page (contract 1.2): no rows at all make one page. */
export function pageOf<T>(items: T[], total: number, { page, size }: PageRequest): Page<T> {
  const pages = Math.max(1, Math.ceil(total / size));
  return { items, total, page, size, pages, has_next: page < pages, has_prev: page > 1 };
}

/** The rows of a page in SQL's terms; beyond 2^53 there is nothing either. */
export function sliceOf({ page, size }: PageRequest): { limit: number; offset: number } {
  return { limit: size, offset: Math.min((page - 1) * size, Number.MAX_SAFE_INTEGER) };
}
