import { Refusal } from '../../fastapi/refusal.ts';
import {
  deleteBook,
  deleteGuidelines,
  deletePage,
  generateGuidelines,
  getCurriculum,
  listBooks,
  submitStep,
  syncToDatabase,
  uploadPage,
} from './operations.ts';
import { During, rule, type Rule } from './rule.ts';

export const nulText = 'ValueError: A string literal cannot contain NUL (0x00) characters.';

/** Faults of what is asked for wrongly, or found in a state that no rule describes (contract 0). */
export const refusalRules: Rule[] = [
  rule('negative-limit-crashes', 'A negative limit is answered 500 in plain text.', [listBooks], (applied) => ({
    books: {
      list: (original) => (filters, page) => {
        if (page.limit >= 0) return original(filters, page);
        applied();
        return Promise.reject(new Error('LIMIT must not be negative'));
      },
    },
  })),
  rule('negative-offset-crashes', 'A negative offset is answered 500 in plain text.', [listBooks], (applied) => ({
    books: {
      list: (original) => (filters, page) => {
        if (page.offset >= 0) return original(filters, page);
        applied();
        return Promise.reject(new Error('OFFSET must not be negative'));
      },
    },
  })),
  rule(
    'filter-shows-driver',
    'A NUL in a filter is answered 500 with the words of the driver.',
    [listBooks],
    (applied) => ({
      books: {
        list: (original) => (filters, page) => {
          if (!hasNul(Object.values(filters))) return original(filters, page);
          applied();
          return Promise.reject(new Refusal(500, `Failed to list books: ${nulText}`));
        },
      },
    }),
  ),
  rule(
    'curriculum-shows-driver',
    'A NUL in a query is answered 500 with the words of the driver.',
    [getCurriculum],
    (applied) => ({
      curriculum: {
        discover: (original) => (query) => {
          if (!hasNul(Object.values(query))) return original(query);
          applied();
          return Promise.reject(new Refusal(500, `Error fetching curriculum: ${nulText}`));
        },
      },
    }),
  ),
  rule(
    'reply-shows-driver',
    'A NUL in a reply is answered 500 with the words of the driver.',
    [submitStep],
    (applied) => ({
      tutoring: {
        submitReply: (original) => (sessionId, reply) => {
          if (!hasNul([reply])) return original(sessionId, reply);
          applied();
          return Promise.reject(new Refusal(500, `Error processing step: ${nulText}`));
        },
      },
    }),
  ),
  rule(
    'image-shows-memory',
    'The refusal of an invalid image shows an address in memory.',
    [uploadPage],
    (applied) => ({
      pages: {
        upload: (original) => (bookId, image) =>
          original(bookId, image).catch((error: unknown) => {
            if (!(error instanceof Refusal) || !error.message.startsWith('Invalid image file')) throw error;
            applied();
            const shown = 'cannot identify image file <_io.BytesIO object at 0x7f3a5c1d2e30>';
            throw new Refusal(400, `Invalid image file: ${shown}`);
          }),
      },
    }),
  ),
  rule('start-page-null-fails', 'A start page of null is answered 500.', [generateGuidelines], (applied) => ({
    guidelines: {
      generate: (original) => (bookId, range, autoSync) => {
        if (range.start_page !== null) return original(bookId, range, autoSync);
        applied();
        const words = "'<' not supported between instances of 'NoneType' and 'int'";
        return Promise.reject(new Refusal(500, `Failed to generate guidelines: ${words}`));
      },
    },
  })),
  rule('sync-of-none-fails', 'The sync of a book without guidelines is answered 500.', [syncToDatabase], (applied) => {
    const during = new During<{ found: number }>();
    return {
      review: {
        sync: (original) =>
          during.mark(
            async (bookId: string, status: string) => {
              const count = await original(bookId, status);
              if (during.now?.found !== 0) return count;
              applied();
              throw new Refusal(500, "Failed to sync guidelines: 'NoneType' object has no attribute 'topics'");
            },
            () => ({ found: 0 }),
          ),
      },
      guidelineStore: {
        readIndex: (original) => async (bookId) => {
          const index = await original(bookId);
          if (index && during.now) during.now.found += 1;
          return index;
        },
      },
    };
  }),
  ...unknownDeleted(),
];

const hasNul = (values: readonly unknown[]): boolean =>
  values.some((value) => typeof value === 'string' && value.includes('\0'));

/** What is not there is answered as removed. */
function unknownDeleted(): Rule[] {
  const removed =
    <Args extends unknown[]>(original: (...args: Args) => Promise<void>, applied: () => void) =>
    (...args: Args): Promise<void> =>
      original(...args).catch((error: unknown) => {
        if (!(error instanceof Refusal) || !error.message.includes('not found')) throw error;
        applied();
      });
  return [
    rule('unknown-book-deleted', 'An unknown book is answered as deleted.', [deleteBook], (applied) => ({
      books: { remove: (original) => removed(original, applied) },
    })),
    rule('unknown-page-deleted', 'An unknown page is answered as deleted.', [deletePage], (applied) => ({
      pages: { remove: (original) => removed(original, applied) },
    })),
    rule(
      'unknown-guidelines-deleted',
      'Guidelines of an unknown book are answered as deleted.',
      [deleteGuidelines],
      (applied) => ({
        guidelines: { rejectAll: (original) => removed(original, applied) },
      }),
    ),
  ];
}
