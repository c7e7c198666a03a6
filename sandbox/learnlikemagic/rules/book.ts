export const bookStatuses = [
  'draft',
  'uploading_pages',
  'pages_complete',
  'generating_guidelines',
  'guidelines_pending_review',
  'approved',
] as const;
export type BookStatus = (typeof bookStatuses)[number];

const transitions: Record<BookStatus, readonly BookStatus[]> = {
  draft: ['uploading_pages'],
  uploading_pages: ['pages_complete'],
  pages_complete: ['generating_guidelines'],
  generating_guidelines: ['guidelines_pending_review'],
  guidelines_pending_review: ['approved', 'pages_complete'],
  approved: [],
};

/** What is wrong with a move of the book's status, or null if it is legal (contract d.1). */
export function transitionFault(from: BookStatus, to: BookStatus): string | null {
  const valid = transitions[from];
  if (valid.includes(to)) return null;
  const listed = valid.map((status) => `'${status}'`).join(', ');
  return `Invalid status transition: ${from} -> ${to}. Valid transitions: [${listed}]`;
}

/** Only uploading looks at the status: `draft` and `uploading_pages` take pages (contract a.5). */
export function acceptsPages(status: BookStatus): boolean {
  return status === 'draft' || status === 'uploading_pages';
}

interface BookName {
  author: string | null;
  subject: string;
  grade: number;
  edition_year: number | null;
}

/** The id of a book by its metadata, before a suffix makes it unique (contract d.2). */
export function bookIdBase({ author, subject, grade, edition_year: year }: BookName, currentYear: number): string {
  const worded = (name: string): string => name.toLowerCase().replaceAll(' ', '_');
  return `${worded(author === null || author === '' ? 'unknown' : author)}_${worded(subject)}_${String(grade)}_${String(year ?? currentYear)}`;
}

/** The n-th candidate for an id: the base itself, then `_1`, `_2`, … (contract d.2). */
export function bookIdCandidate(base: string, attempt: number): string {
  return attempt === 0 ? base : `${base}_${String(attempt)}`;
}
