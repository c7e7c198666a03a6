import { reduces, type Rule } from './rule.ts';

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const has =
  (...keys: string[]) =>
  (update: unknown): boolean =>
    isFields(update) && keys.every((key) => key in update);
const firstHas =
  (key: string) =>
  (update: unknown): boolean =>
    Array.isArray(update) && has(key)(update[0]);

/** Reducers that are replaced, and updates that are not reduced. */
export const reducerRules: readonly Rule[] = [
  reduces('append', 'phases-replaced', 'only the last change of phase is kept', has('from_phase'), (_, update) => [
    update,
  ]),
  reduces('append', 'rounds-replaced', 'only the last round is kept', has('round_id'), (_, update) => [update]),
  reduces(
    'append',
    'summaries-replaced',
    'only the last summary of a round is kept',
    has('summary_text'),
    (_, update) => [update],
  ),
  reduces(
    'append',
    'polls-replaced',
    'only the last entry of the history of votes is kept',
    has('vote_type', 'round'),
    (_, update) => [update],
  ),
  reduces('append', 'votes-nested', 'a batch of votes is kept as one entry', firstHas('voter_id'), (votes, update) => [
    ...votes,
    update,
  ]),
  reduces('append', 'votes-ignored', 'votes are not reduced', firstHas('voter_id'), (votes) => votes),
  reduces(
    'append',
    'orders-flattened',
    'the order of a round is kept as single names',
    (update) => Array.isArray(update) && update.length > 0 && update.every((one) => typeof one === 'string'),
    (orders, update) => [...orders, ...(update as string[])],
  ),
  reduces('addPerKey', 'counts-replaced', 'counts are replaced instead of added', isFields, (counts, update) => ({
    ...counts,
    ...(update as Record<string, unknown>),
  })),
  reduces('mergeApproval', 'approvals-replaced', 'only the last approval is kept', isFields, (kept, update) => ({
    ...kept,
    ...(update as Record<string, unknown>),
  })),
  reduces('mergeCounted', 'agents-replaced', 'what is known of an agent is replaced', isFields, (kept, update) => ({
    ...kept,
    ...(update as Record<string, unknown>),
  })),
  reduces(
    'merge',
    'reports-replaced',
    'the conclusion of a topic takes the place of its report',
    (update) => isFields(update) && Object.keys(update).some((key) => key.endsWith('_conclusion')),
    (_, update) => update,
  ),
];
