import { bookStatuses, type BookStatus } from './operations/books.ts';

/** Where a book may go from each status; every other move is refused (contract d.1). */
export const bookMoves: Readonly<Record<BookStatus, readonly BookStatus[]>> = {
  draft: ['uploading_pages'],
  uploading_pages: ['pages_complete'],
  pages_complete: ['generating_guidelines'],
  generating_guidelines: ['guidelines_pending_review'],
  guidelines_pending_review: ['approved', 'pages_complete'],
  approved: [],
};

/** The moves that bring a draft to a status, in order. */
export const movesTo = (status: BookStatus): readonly BookStatus[] =>
  bookStatuses.slice(1, bookStatuses.indexOf(status) + 1);

/** The statuses that a book cannot take from this one, its own among them. */
export const refusedMoves = (from: BookStatus): readonly BookStatus[] =>
  bookStatuses.filter((to) => !bookMoves[from].includes(to));

/** The `detail` of a refused move, with a list as Python prints it (contract a.4). */
export const refusedMoveDetail = (from: BookStatus, to: BookStatus): string => {
  const valid = bookMoves[from].map((status) => `'${status}'`).join(', ');
  return `Invalid status transition: ${from} -> ${to}. Valid transitions: [${valid}]`;
};
