import type { StoredPage } from '../store/book-metadata.ts';

export interface PageRange {
  start_page: number | null;
  end_page: number | null;
}

/** Pages beyond the book are reported one by one; more than this many nobody needs to read. */
const reportedBeyond = 1_000;

/**
 * The page numbers of a run (contract a.6): from the first one to `end_page`, where null and 0 mean the last page. A range that holds no
 * page of the book is empty; otherwise its missing pages are run as well, and reported as errors.
 */
export function pagesOf({ start_page, end_page }: PageRange, pages: readonly StoredPage[]): number[] {
  const start = Math.max(1, start_page ?? 1);
  const wanted = end_page === null || end_page === 0 ? pages.length : end_page;
  const end = Math.min(wanted, pages.length + reportedBeyond);
  if (!pages.some(({ page_num }) => page_num >= start && page_num <= end)) return [];
  return Array.from({ length: end - start + 1 }, (_, offset) => start + offset);
}
