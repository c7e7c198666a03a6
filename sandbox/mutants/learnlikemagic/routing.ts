import { submitStep } from './operations.ts';
import type { Grading } from '../../learnlikemagic/provider/tutor.ts';
import { rule, type Rule } from './rule.ts';

type Figures = Pick<Grading, 'score' | 'confidence'>;

const passed: Figures = { score: 1, confidence: 1 };

/** Faults of the way that a graded reply takes (contract d.3). */
export const routingRules: Rule[] = [
  routing('advance-above-0.8-only', 'A score of exactly 0.8 is remediated.', ({ score }) =>
    score === 0.8 ? { confidence: 0 } : null,
  ),
  routing('advance-from-0.7', 'A score from 0.7 advances.', ({ score, confidence }) =>
    score >= 0.7 && score < 0.8 && confidence >= 0.6 ? passed : null,
  ),
  routing('advance-above-confidence-0.6-only', 'A confidence of exactly 0.6 is remediated.', ({ confidence }) =>
    confidence === 0.6 ? { confidence: 0 } : null,
  ),
  routing('advance-without-confidence', 'The confidence plays no part.', ({ score, confidence }) =>
    score >= 0.8 && confidence < 0.6 ? passed : null,
  ),
  routing('routing-reversed', 'Right replies are remediated, wrong ones advance.', ({ score, confidence }) =>
    score >= 0.8 && confidence >= 0.6 ? { confidence: 0 } : passed,
  ),
];

/** The grading is routed by other figures, and stored and answered with its own. */
function routing(name: string, description: string, change: (grading: Grading) => Partial<Figures> | null): Rule {
  return rule(name, description, [submitStep], (applied) => ({
    tutor: {
      grade: (original) => async (request) => {
        const grading = await original(request);
        const changed = change(grading);
        if (!changed) return grading;
        applied();
        return { ...grading, ...changed, toJSON: () => grading };
      },
    },
    tutoring: {
      submitReply: (original) => async (sessionId, reply) => {
        const answer = await original(sessionId, reply);
        return { ...answer, last_grading: JSON.parse(JSON.stringify(answer.last_grading)) as Grading };
      },
    },
  }));
}
