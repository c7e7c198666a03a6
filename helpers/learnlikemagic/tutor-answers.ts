import type { Grading } from './operations/sessions.ts';

/** A grading for a controllable model to give (contract e, P7). */
export const gradingAnswer = (score: number, confidence = 1, labels: readonly string[] = []): Grading => ({
  score,
  rationale: `Graded ${String(score)} with confidence ${String(confidence)}.`,
  labels: [...labels],
  confidence,
});
