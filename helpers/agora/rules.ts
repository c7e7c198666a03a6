import type { StateValues } from './state/values.ts';

/** How many of so many voters must say yes: majority + 1 (contract 8): 2 of 2, 2 of 3, 3 of 4, 3 of 5. */
export const majorityOf = (voters: number): number => Math.floor(voters / 2) + 1;

/** Phases that may follow one another (contract 3); with the user's topics the first step is −1 → 1. */
const following: Readonly<Record<number, readonly number[]>> = {
  [-1]: [0, 1],
  0: [1],
  1: [1, 2],
  2: [2, 3],
  3: [4],
  4: [1, 2, 5],
  5: [],
};

export const mayFollow = (from: number, to: number): boolean => (following[from] ?? []).includes(to);

/** [A, B, C] → [B, C, A]. */
export const rotated = (order: readonly string[]): string[] => [...order.slice(1), ...order.slice(0, 1)];

/** Below it a message is off-topic. */
const relevance = 0.7;
const mark = '[OFF-TOPIC] ';

/** Whether a message's prefix fits its score; a text without a score has none of both. */
export const fitsRelevance = (content: string, score: number | undefined): boolean =>
  score === undefined || score < relevance === content.startsWith(mark) || score === 0.5;

/** The topics of a queue as the program reads it (contract, R9 c): one level flattened, trimmed, without blanks. */
export const cleanedQueue = (queue: readonly unknown[]): string[] =>
  queue
    .flat()
    .filter((topic) => typeof topic === 'string')
    .map((topic) => topic.trim())
    .filter((topic) => topic !== '');

const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** A name for a file or folder, so many characters at most (contract 8). */
export function fileNameOf(name: string, longest: number): string {
  const plain = name.replaceAll(/[<>:"|?*\\/()[\]{} ]/g, '_').replaceAll(/_+/g, '_');
  const head = plain.slice(0, longest);
  const word = head.lastIndexOf('_');
  const cut = plain.length > longest && word >= longest * 0.6 ? head.slice(0, word) : head;
  const trimmed = cut.replaceAll(/^_+|_+$/g, '');
  if (trimmed === '') return 'unnamed';
  return reserved.test(trimmed) ? `${trimmed}_file` : trimmed;
}

/** The votes of a poll, those that the poll itself counts included, against its verdict: what is wrong, one line each. */
export function pollProblems(poll: NonNullable<StateValues['conclusion_vote']>): string[] {
  const { votes, yes_votes: yes, total_votes: total, passed, minority_voters: minority } = poll;
  const said = votes.filter(({ vote }) => vote === 'yes').length;
  const lost = votes.filter(({ vote }) => (vote === 'yes') !== passed).map(({ agent_id }) => agent_id);
  return [
    ...(votes.length === total ? [] : [`conclusion_vote counts ${String(total)} of ${String(votes.length)} votes`]),
    ...(said === yes ? [] : [`conclusion_vote counts ${String(yes)} of ${String(said)} yes votes`]),
    ...(passed === yes >= majorityOf(total)
      ? []
      : [`conclusion_vote is ${passed ? 'passed' : 'failed'} with ${String(yes)} of ${String(total)}`]),
    ...(lost.sort().join() === minority.toSorted().join()
      ? []
      : [`the minority is ${minority.join()}, expected ${lost.join()}`]),
  ];
}
