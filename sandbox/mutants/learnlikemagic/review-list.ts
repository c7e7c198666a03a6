import type { BookOverview } from '../../learnlikemagic/services/review-overview.ts';
import { listReviewedBooks } from './operations.ts';
import { rule, type Rule } from './rule.ts';

/** Faults of the counts in the review list (contract a.7). */
export const reviewListRules: Rule[] = [
  counted('review-total-without-generation', 'Pages count only once guidelines were generated.', (book) =>
    book.extraction_status === 'not_started' ? { total_pages: 0 } : null,
  ),
  counted('review-total-of-generated', 'Only pages that were generated from count.', (book) =>
    book.extraction_status === 'not_started' ? null : { total_pages: book.pages_processed },
  ),
  counted('review-all-pages-processed', 'Every page counts as processed once one is.', (book) =>
    book.pages_processed > 0 ? { pages_processed: book.total_pages } : null,
  ),
  counted('review-subtopics-for-pages', 'Subtopics are counted as processed pages.', (book) => ({
    pages_processed: book.subtopics_count,
  })),
];

function counted(
  name: string,
  description: string,
  change: (book: BookOverview) => Partial<BookOverview> | null,
): Rule {
  return rule(name, description, [listReviewedBooks], (applied) => ({
    review: {
      listBooks: (original) => async (status) => {
        const books = await original(status);
        return books.map((book) => {
          const changed = { ...book, ...change(book) };
          if (JSON.stringify(changed) !== JSON.stringify(book)) applied();
          return changed;
        });
      },
    },
  }));
}
