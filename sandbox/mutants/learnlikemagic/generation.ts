import { Refusal } from '../../fastapi/refusal.ts';
import { decide } from '../../learnlikemagic/rules/boundary.ts';
import type { GenerationReport } from '../../learnlikemagic/services/guidelines.ts';
import { generateGuidelines } from './operations.ts';
import { rule, type Rule } from './rule.ts';

const here = [generateGuidelines];

/** Faults of a run of generation, of its boundaries and of its report (contract a.6, d.5). */
export const generationRules: Rule[] = [
  rule(
    'generation-without-approval',
    'A book without approved pages counts as one without a range.',
    here,
    (applied) => ({
      guidelines: {
        generate: (original) => (bookId, range, autoSync) =>
          original(bookId, range, autoSync).catch((error: unknown) => {
            if (!(error instanceof Refusal) || error.status !== 400) throw error;
            applied();
            return emptyReport(bookId);
          }),
      },
    }),
  ),
  rule('start-page-ignored', 'Every run begins with page 1.', here, (applied) => ({
    guidelines: {
      generate: (original) => (bookId, range, autoSync) => {
        if ((range.start_page ?? 1) > 1) applied();
        return original(bookId, { ...range, start_page: 1 }, autoSync);
      },
    },
  })),
  rule('end-page-ignored', 'Every run goes to the last page.', here, (applied) => ({
    guidelines: {
      generate: (original) => (bookId, range, autoSync) => {
        if ((range.end_page ?? 0) > 0) applied();
        return original(bookId, { ...range, end_page: null }, autoSync);
      },
    },
  })),
  rule('automatic-sync-ignored', 'Finished subtopics are not written to the database.', here, (applied) => ({
    guidelines: {
      generate: (original) => (bookId, range, autoSync) => {
        if (autoSync) applied();
        return original(bookId, range, false);
      },
    },
  })),
  rule('automatic-sync-unasked', 'Finished subtopics are written to the database unasked.', here, (applied) => ({
    guidelines: {
      generate: (original) => (bookId, range, autoSync) => {
        if (!autoSync) applied();
        return original(bookId, range, true);
      },
    },
  })),
  rule('boundary-by-word', 'The word decides on a boundary, not the scores.', here, (applied) => ({
    editor: {
      findBoundary: (original) => async (context) => {
        const reply = await original(context);
        if (decide(reply).kind === reply.decision) return reply;
        applied();
        const [continue_score, new_score] = reply.decision === 'continue' ? [1, 0] : [0, 1];
        return { ...reply, continue_score, new_score };
      },
    },
  })),
  rule('key-separators-dropped', 'The words of a key are joined without dashes.', here, (applied) => ({
    editor: {
      findBoundary: (original) => async (context) => {
        const reply = await original(context);
        const joined = reply.new_subtopic_key?.replaceAll(/(?<=\S)[\s_]+(?=\S)/g, '') ?? null;
        if (joined !== reply.new_subtopic_key) applied();
        return { ...reply, new_subtopic_key: joined };
      },
    },
  })),
  rule('page-errors-hidden', 'Failed pages are not reported.', here, (applied) => ({
    guidelines: {
      generate: (original) => async (bookId, range, autoSync) => {
        const report = await original(bookId, range, autoSync);
        if (report.errors.length > 0) applied();
        return { ...report, errors: [] };
      },
    },
  })),
];

function emptyReport(book_id: string): GenerationReport {
  return {
    ...{ book_id, status: 'completed', pages_processed: 0, subtopics_created: 0, subtopics_finalized: 0 },
    ...{ errors: [], warnings: [] },
  };
}
