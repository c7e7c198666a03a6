import { Refusal } from '../../fastapi/refusal.ts';
import type { Services } from '../../learnlikemagic/backend.ts';
import {
  approvePage,
  createSession,
  deletePage,
  getBook,
  getPage,
  getSession,
  getSummary,
  listGuidelines,
  submitStep,
  updateSubtopic,
} from './operations.ts';
import { nulText } from './refusals.ts';
import { During, rule, type Applied, type Decoration, type Rule } from './rule.ts';

const noneText = "'NoneType' object is not subscriptable";

/** Operations that look for something by a text of the request: their failure's beginning, and the method that does it. */
const lookUps = [
  ['book-look-up-shows-driver', getBook, 'Failed to get book', 'books', 'read'],
  ['state-look-up-shows-driver', getSession, 'Error getting session', 'tutoring', 'readState'],
  ['summary-look-up-shows-driver', getSummary, 'Error getting summary', 'tutoring', 'summarise'],
  ['list-look-up-shows-driver', listGuidelines, 'Failed to get guidelines', 'guidelines', 'list'],
  ['guideline-look-up-shows-driver', createSession, 'Error creating session', 'tutoring', 'createSession'],
] as const;

/** Operations on what is stored, where it may be unreadable. */
const readings = [
  ['unreadable-page-list-shown-by-read', getPage, 'Failed to get page', 'pages', 'read'],
  ['unreadable-page-list-shown-by-approval', approvePage, 'Failed to approve page', 'pages', 'approve'],
  ['unreadable-page-list-shown-by-deletion', deletePage, 'Failed to delete page', 'pages', 'remove'],
  ['unreadable-detail-shown', getBook, 'Failed to get book', 'books', 'read'],
  ['unreadable-state-shown-by-step', submitStep, 'Error processing step', 'tutoring', 'submitReply'],
  ['unreadable-state-shown-by-summary', getSummary, 'Error getting summary', 'tutoring', 'summarise'],
  ['unreadable-state-shown-by-read', getSession, 'Error getting session', 'tutoring', 'readState'],
] as const;

/** Faults that show the inside of the program, or lose what it cannot read (contract 0). */
export const insideRules: Rule[] = [
  ...lookUps.map(([name, operation, beginning, part, method]) =>
    rule(name, 'A NUL in what is looked for is answered 500 with the words of the driver.', [operation], (applied) =>
      instead(part, method, {
        before: (args) => (JSON.stringify(args).includes(String.raw`\u0000`) ? `${beginning}: ${nulText}` : undefined),
        applied,
      }),
    ),
  ),
  // Only a session that is known has a state to be changed: the id is what is looked for.
  rule('step-look-up-shows-driver', 'A NUL in the id of a session shows the driver.', [submitStep], (applied) =>
    instead('tutoring', 'submitReply', {
      before: ([id]) => (String(id).includes('\0') ? `Error processing step: ${nulText}` : undefined),
      applied,
    }),
  ),
  ...readings.map(([name, operation, beginning, part, method]) =>
    rule(name, 'What cannot be read is answered 500 with the words of the interpreter.', [operation], (applied) =>
      instead(part, method, {
        // Whatever is no refusal for a reason of the caller's.
        after: (error) => (error instanceof Refusal && error.status < 500 ? undefined : `${beginning}: ${noneText}`),
        applied,
      }),
    ),
  ),
  rule('preference-null-fails', 'A preference of null is answered 500.', [createSession], (applied) =>
    instead('tutoring', 'createSession', {
      before: ([student]) =>
        (student as { prefs: { style: string | null } | null }).prefs?.style === null
          ? `Error creating session: ${noneText}`
          : undefined,
      applied,
    }),
  ),
  rule('description-null-fails', 'A teaching description of null is answered 500.', [updateSubtopic], (applied) =>
    instead('review', 'update', {
      before: (args) =>
        (args.at(-1) as { teaching_description?: string | null }).teaching_description === null
          ? `Failed to save updated guideline: ${noneText}`
          : undefined,
      applied,
    }),
  ),
  rule('unreadable-state-begun-anew', 'A step begins a state anew that it cannot read.', [submitStep], (applied) => {
    const during = new During();
    return {
      tutoring: { submitReply: (original) => during.mark(original, () => true) },
      database: {
        query: (original) => async (text, values) => {
          const result = await original(text, values);
          const [row] = result.rows;
          if (!during.now || !row || !text.includes('state_json, mastery') || isState(row['state_json'])) return result;
          applied();
          return { ...result, rows: [{ ...row, state_json: JSON.stringify(newState(row)) }] };
        },
      },
    };
  }),
];

interface Showing {
  /** The detail to answer at once with a 500. */
  before?: (args: unknown[]) => string | undefined;
  /** The detail to answer instead of a failure. */
  after?: (error: unknown) => string | undefined;
  applied: Applied;
}

/** A method of a service that answers 500 with such a detail. */
function instead(part: keyof Services, method: string, { before, after, applied }: Showing): Decoration {
  const refuse = (detail: string): never => {
    applied();
    throw new Refusal(500, detail);
  };
  const decorate =
    (original: (...args: unknown[]) => Promise<unknown>) =>
    async (...args: unknown[]): Promise<unknown> => {
      const early = before?.(args);
      if (early !== undefined) refuse(early);
      return original(...args).catch((error: unknown) => {
        const late = after?.(error);
        if (late !== undefined) refuse(late);
        throw error;
      });
    };
  return { [part]: { [method]: decorate } };
}

function isState(json: unknown): boolean {
  try {
    const state: unknown = JSON.parse(String(json));
    return typeof state === 'object' && state !== null && 'history' in state && Array.isArray(state.history);
  } catch {
    return false;
  }
}

const newState = (row: Readonly<Record<string, unknown>>): object => ({
  ...{ session_id: row['id'], student: JSON.parse(String(row['student_json'])) as unknown },
  ...{ goal: JSON.parse(String(row['goal_json'])) as unknown, step_idx: 0, history: [], evidence: [] },
  ...{ mastery_score: 0.5, last_grading: null, next_action: 'present' },
});
