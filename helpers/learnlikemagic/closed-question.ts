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
  /** As a teacher asks it. */
  question: 'What is 2 + 2?',
  right: 'The answer is 4.',
  wrong: 'The answer is 9000.',
} as const;

/** Another closed question, of numbers that no model comes upon by itself: only the guideline names them. */
export const pinnedSum = {
  guideline:
    'Always ask: what is 3817 + 4265? Ask exactly this question at every step, in digits, and no other. ' +
    'Only 8082 is right.',
  /** The question, however it is worded. */
  asked: /3[,. ]?817\b.*\b4[,. ]?265/s,
  objectives: ['Knows that 3817 + 4265 is 8082; any other number shows a misconception'],
  right: 'The answer is 8082.',
} as const;
