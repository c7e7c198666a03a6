import type { Grading, Step } from './operations/sessions.ts';

/** Mastery that a session starts with (contract d.3). */
export const startMastery = 0.5;

type Graded = Pick<Grading, 'score' | 'confidence'>;

/** Where a graded reply leads (contract d.3). */
export const routingOf = ({ score, confidence }: Graded): Step['routing'] =>
  score >= 0.8 && confidence >= 0.6 ? 'Advance' : 'Remediate';

/** The same as the node of its event, which holds it as `routing` as well (contract a.3). */
export const nodeOf = (grading: Graded): 'advance' | 'remediate' =>
  routingOf(grading) === 'Advance' ? 'advance' : 'remediate';

/** Mastery after graded replies in their order: an advance leaves it, a remediation moves it (contract d.3). */
export const masteryAfter = (gradings: readonly Graded[]): number =>
  gradings.reduce(
    (mastery, grading) => (routingOf(grading) === 'Advance' ? mastery : 0.6 * mastery + 0.4 * grading.score),
    startMastery,
  );

/** Steps completed after graded replies: only an advance counts (contract d.3). */
export const stepsAfter = (gradings: readonly Graded[]): number =>
  gradings.filter((grading) => routingOf(grading) === 'Advance').length;

/** Whether a session is complete (contract d.3). */
export const isCompleteAt = (steps: number, mastery: number): boolean => steps >= 10 || mastery >= 0.85;

/** The evidence after graded replies: the last ten labels of those that were remediated (contract d.3). */
export const evidenceAfter = (gradings: readonly Grading[]): string[] =>
  gradings
    .filter((grading) => routingOf(grading) === 'Remediate')
    .flatMap(({ labels }) => labels)
    .slice(-10);

/** The events of graded replies that follow `before`, oldest first (contract a.3). */
export const eventsOf = (
  gradings: readonly Grading[],
  before: readonly Grading[] = [],
): { node: string; step_idx: number; payload: object }[] =>
  gradings.flatMap((grading, index) => {
    const step_idx = stepsAfter([...before, ...gradings.slice(0, index + 1)]);
    const node = nodeOf(grading);
    return [
      { node: 'check', step_idx, payload: { grading } },
      { node, step_idx, payload: { routing: node } },
    ];
  });

/** Labels in the order in which they were first given, each once. */
export const distinctLabels = (gradings: readonly Pick<Grading, 'labels'>[]): string[] => [
  ...new Set(gradings.flatMap(({ labels }) => labels)),
];

/** The values of two places that a mastery may be rounded to: both neighbours of a tie (contract a.3 names no side). */
export const roundingsOf = (mastery: number): number[] => {
  const below = Math.floor(mastery * 100);
  return [below, below + 1].map((count) => count / 100).filter((each) => Math.abs(each - mastery) <= 0.005 + 1e-9);
};
