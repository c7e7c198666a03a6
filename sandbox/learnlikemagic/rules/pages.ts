import { imageKey, textKey, type StoredPage } from '../store/book-metadata.ts';

/** The entry of the next page: highest number + 1, or 1 (contract a.5). */
export function appendPage(bookId: string, pages: readonly StoredPage[], at: string): StoredPage {
  const number = Math.max(0, ...pages.map(({ page_num }) => page_num)) + 1;
  return { ...numbered(bookId, number), status: 'pending_review', uploaded_at: at, approved_at: undefined };
}

function numbered(bookId: string, number: number): Pick<StoredPage, 'page_num' | 'image_s3_key' | 'text_s3_key'> {
  return { page_num: number, image_s3_key: imageKey(bookId, number), text_s3_key: textKey(bookId, number) };
}

/** The list with the page approved, or null when it is already. */
export function approvePage(pages: readonly StoredPage[], number: number, at: string): StoredPage[] | null {
  if (pages.some(({ page_num, status }) => page_num === number && status === 'approved')) return null;
  return pages.map((page) => (page.page_num === number ? { ...page, status: 'approved', approved_at: at } : page));
}

/** What is left without the page: renumbered 1..N in order, each keeping its status and times (contract a.5). */
export function removePage(
  bookId: string,
  pages: readonly StoredPage[],
  number: number,
): { remaining: StoredPage[]; moves: { from: number; to: number }[]; vacated: number[] } {
  const kept = pages.filter(({ page_num }) => page_num !== number);
  const remaining = kept.map((page, index) => ({ ...page, ...numbered(bookId, index + 1) }));
  const moves = kept
    .map(({ page_num: from }, index) => ({ from, to: index + 1 }))
    .filter(({ from, to }) => from !== to);
  const vacated = pages.map(({ page_num }) => page_num).filter((used) => used > kept.length);
  return { remaining, moves, vacated };
}
