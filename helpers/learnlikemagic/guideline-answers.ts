import type { Assessment } from './operations/guidelines.ts';

/** A subtopic as a model names it; the key is the slug of the title (contract d.6). */
export interface SubtopicName {
  readonly key: string;
  readonly title: string;
}

/** A subtopic whose title and key are new. */
export function newSubtopic(newName: () => string, name: string): SubtopicName {
  const title = `${newName()} ${name}`;
  return { title, key: title.toLowerCase().replaceAll(/[_ ]/g, '-') };
}

/** What the model answers about where a page belongs (contract e, P3). */
export interface BoundaryAnswer {
  readonly decision: 'continue' | 'new';
  readonly continue_score: number;
  readonly new_score: number;
  readonly continue_subtopic_key: string | null;
  readonly new_subtopic_key: string | null;
  readonly new_subtopic_title: string | null;
  readonly reasoning: string;
}

/** What the model finds on a page (contract e, P4). */
export interface FactsAnswer {
  readonly objectives_add: readonly string[];
  readonly examples_add: readonly string[];
  readonly misconceptions_add: readonly string[];
  readonly assessments_add: readonly Assessment[];
}

/** A page that begins a subtopic, with full marks for it unless other scores are given. */
export const begins = (subtopic: SubtopicName, overrides: Partial<BoundaryAnswer> = {}): BoundaryAnswer => ({
  decision: 'new',
  continue_score: 0.1,
  new_score: 0.9,
  continue_subtopic_key: null,
  new_subtopic_key: subtopic.key,
  new_subtopic_title: subtopic.title,
  reasoning: 'The page has a heading of its own.',
  ...overrides,
});

/** A page that continues a subtopic, with full marks for it unless other scores are given. */
export const continues = (subtopic: SubtopicName, overrides: Partial<BoundaryAnswer> = {}): BoundaryAnswer => ({
  decision: 'continue',
  continue_score: 0.9,
  new_score: 0.1,
  continue_subtopic_key: subtopic.key,
  new_subtopic_key: null,
  new_subtopic_title: null,
  reasoning: 'The page goes on with the same matter.',
  ...overrides,
});

/** The least that the quality gate lets pass (contract d.9): two objectives and one of each other kind. */
export const findsEnough = (overrides: Partial<FactsAnswer> = {}): FactsAnswer => ({
  objectives_add: ['Names the parts of a fraction', 'Compares two fractions'],
  examples_add: ['5/8 is more than 3/8'],
  misconceptions_add: ['A larger denominator makes a larger fraction'],
  assessments_add: [{ level: 'basic', prompt: 'Which is more, 1/2 or 1/3?', answer: '1/2' }],
  ...overrides,
});

/** A teaching description without a fault (contract d.8), long enough for the quality gate (d.9). */
export const goodDescription = [
  'Explain to the students what the parts of a fraction mean.',
  'Show how two fractions are compared on a number line.',
  'Let the students practice with examples of their own.',
].join('\n');
