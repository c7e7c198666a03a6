import type { Grading, Step } from './operations/sessions.ts';

/** Mastery that a session starts with (contract d.3). */
export const startMastery = 0.5;

type Graded = Pick<Grading, 'score' | 'confidence'>;

/** Where a graded reply leads (contract d.3). */
export const routingOf = ({ score, confidence }: Graded): Step['routing'] =>
  score >= 0.8 && confidence >= 0.6 ? 'Advance' : 'Remediate';

/** Mastery after graded replies in their order: an advance leaves it, a remediation moves it (contract d.3). */
export const masteryAfter = (gradings: readonly Graded[]): number =>
  gradings.reduce(
    (mastery, grading) => (routingOf(grading) === 'Advance' ? mastery : 0.6 * mastery + 0.4 * grading.score),
    startMastery,
  );

/** Steps completed after graded replies: only an advance counts (contract d.3). */
export const stepsAfter = (gradings: readonly Graded[]): number =>
  gradings.filter((grading) => routingOf(grading) === 'Advance').length;

/** Labels in the order in which they were first given, each once. */
export const distinctLabels = (gradings: readonly Pick<Grading, 'labels'>[]): string[] => [
  ...new Set(gradings.flatMap(({ labels }) => labels)),
];
