/**
 * A guideline that pins one closed question, so that a right and an absurd reply exist for any model.
 * Right replies must lead to `Advance`, wrong ones to `Remediate`.
 */
export const closedQuestion = {
  guideline:
    'Always ask: what is 2 + 2? Ask exactly this question at every step, and no other. Only 4 is right; ' +
    'give a right answer the full score with full confidence, and any other answer a score of 0.',
  // Grading sees these and not the guideline (contract e, P7).
  objectives: ['Knows that 2 + 2 is 4; any other number shows a misconception'],
  right: 'The answer is 4.',
  wrong: 'The answer is 9000.',
} as const;
