import { createBook, getSession, submitStep, updateSubtopic } from './operations.ts';
import { rule, type Applied, type Decoration, type Rule } from './rule.ts';

type Mangle = (text: string) => string;

const manglings: Record<string, { description: string; mangle: Mangle }> = {
  decomposed: { description: 'is stored in another Unicode form', mangle: (text) => text.normalize('NFD') },
  'read-as-latin-1': {
    description: 'is read in the wrong encoding',
    mangle: (text) => Buffer.from(text).toString('latin1'),
  },
  'cut-to-the-basic-plane': {
    description: 'loses its emoji',
    mangle: (text) => text.replaceAll(/[\u{10000}-\u{10ffff}]/gu, ''),
  },
  trimmed: { description: 'loses the white space around it', mangle: (text) => text.trim() },
  'case-folded': { description: 'loses its capital letters', mangle: (text) => text.toLowerCase() },
};

interface Target {
  name: string;
  subject: string;
  operations: string[];
  kinds: (keyof typeof manglings)[];
  /** `mangle` is to be called with each such text that comes in. */
  decorate: (mangle: Mangle) => Decoration;
}

const targets: Target[] = [
  {
    ...{ name: 'title', subject: "A book's title", operations: [createBook], kinds: Object.keys(manglings) },
    decorate: (mangle) => ({
      books: { create: (original) => (draft) => original({ ...draft, title: mangle(draft.title) }) },
    }),
  },
  {
    ...{ name: 'reply', subject: "A student's reply", operations: [submitStep, getSession] },
    kinds: ['read-as-latin-1', 'trimmed'],
    decorate: (mangle) => ({
      tutoring: { submitReply: (original) => (sessionId, reply) => original(sessionId, mangle(reply)) },
    }),
  },
  {
    ...{ name: 'edit', subject: 'An edited teaching description', operations: [updateSubtopic] },
    kinds: ['cut-to-the-basic-plane'],
    decorate: (mangle) => ({
      review: {
        update: (original) => (bookId, topicKey, subtopicKey, changes) => {
          const { teaching_description: text } = changes;
          return original(bookId, topicKey, subtopicKey, {
            ...changes,
            teaching_description: typeof text === 'string' ? mangle(text) : text,
          });
        },
      },
    }),
  },
];

/** Faults of texts: each must be stored and answered as it came. */
export const textRules: Rule[] = targets.flatMap(({ name, subject, operations, kinds, decorate }) =>
  Object.entries(manglings)
    .filter(([kind]) => kinds.includes(kind))
    .map(([kind, { description, mangle }]) =>
      rule(`${name}-${kind}`, `${subject} ${description}.`, operations, (applied) =>
        decorate(counted(mangle, applied)),
      ),
    ),
);

function counted(mangle: Mangle, applied: Applied): Mangle {
  return (text) => {
    const mangled = mangle(text);
    if (mangled !== text) applied();
    return mangled;
  };
}
