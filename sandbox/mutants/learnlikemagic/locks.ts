import { setTimeout } from 'node:timers/promises';
import type { Parts } from '../../learnlikemagic/backend.ts';
import { approvePage, deletePage, submitStep, updateBookStatus, updateSubtopic, uploadPage } from './operations.ts';
import { During, rule, type Rule } from './rule.ts';

/** Faults of what must be done one at a time: it is looked first and done later, with others in between. */
export const lockRules: Rule[] = [
  unlocked('uploads-at-once', 'Parallel uploads to a book are not kept apart.', uploadPage, 'pages', 'upload'),
  unlocked(
    'page-approvals-at-once',
    'Parallel approvals of pages are not kept apart.',
    approvePage,
    'pages',
    'approve',
  ),
  unlocked('page-deletions-at-once', 'Parallel deletions of pages are not kept apart.', deletePage, 'pages', 'remove'),
  rule('status-moves-at-once', 'Parallel moves of a status are not kept apart.', [updateBookStatus], (applied) => {
    const during = new During<string>();
    const running = new Map<string, number>();
    return {
      books: {
        updateStatus: (original) =>
          during.mark(
            async (bookId: string, status) => {
              const others = running.get(bookId) ?? 0;
              running.set(bookId, others + 1);
              if (others > 0) applied();
              try {
                return await original(bookId, status);
              } finally {
                running.set(bookId, (running.get(bookId) ?? 0) - 1);
              }
            },
            (bookId) => bookId,
          ),
      },
      database: {
        query: (original) => async (text, values) => {
          if (during.now === undefined) return original(text, values);
          if (text.startsWith('UPDATE books')) await setTimeout(betweenLookAndAct);
          return original(text.replace(/ FOR UPDATE$/, ''), values);
        },
      },
    };
  }),
  unlocked('steps-at-once', 'Parallel replies to a session are not kept apart.', submitStep, 'tutoring', 'submitReply'),
  unlocked('edits-at-once', 'Parallel edits of a guideline are not kept apart.', updateSubtopic, 'review', 'update'),
];

/**
 * Milliseconds that a call waits before it stores an object: long enough for another to look before this one has acted.
 * A step stores none; it waits for the model.
 */
const betweenLookAndAct = 200;

function unlocked<Part extends 'pages' | 'tutoring' | 'review'>(
  name: string,
  description: string,
  operation: string,
  part: Part,
  method: keyof Parts[Part],
): Rule {
  return rule(name, description, [operation], (applied) => {
    const during = new During();
    const running = new Map<string, number>();
    return {
      [part]: { [method]: (original: (...args: unknown[]) => unknown) => during.mark(original, () => true) },
      locks: {
        run: (original) => async (key, work) => {
          if (!during.now) return original(key, work);
          const others = running.get(key) ?? 0;
          running.set(key, others + 1);
          if (others > 0) applied();
          try {
            return await work();
          } finally {
            running.set(key, (running.get(key) ?? 0) - 1);
          }
        },
      },
      store: {
        put:
          (original) =>
          async (...object) => {
            if (during.now) await setTimeout(betweenLookAndAct);
            return original(...object);
          },
      },
    };
  });
}
