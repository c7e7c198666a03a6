import type { Parts } from '../../learnlikemagic/backend.ts';
import { approvePage, submitStep, updateSubtopic, uploadPage } from './operations.ts';
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
  unlocked('steps-at-once', 'Parallel replies to a session are not kept apart.', submitStep, 'tutoring', 'submitReply'),
  unlocked('edits-at-once', 'Parallel edits of a guideline are not kept apart.', updateSubtopic, 'review', 'update'),
];

function unlocked<Part extends 'pages' | 'tutoring' | 'review'>(
  name: string,
  description: string,
  operation: string,
  part: Part,
  method: keyof Parts[Part],
): Rule {
  return rule(name, description, [operation], (applied) => {
    const during = new During();
    let running = 0;
    return {
      [part]: { [method]: (original: (...args: unknown[]) => unknown) => during.mark(original, () => true) },
      locks: {
        run: (original) => async (key, work) => {
          if (!during.now) return original(key, work);
          running += 1;
          if (running > 1) applied();
          try {
            return await work();
          } finally {
            running -= 1;
          }
        },
      },
    };
  });
}
