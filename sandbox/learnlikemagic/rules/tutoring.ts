/** Figures of contract d.3. */
export const startMastery = 0.5;
export const maxSteps = 10;
const completeMastery = 0.85;
const keptEvidence = 10;

export type Routing = 'Advance' | 'Remediate';

/** Advance if the score is at least 0.8 and the confidence at least 0.6 (contract d.3). */
export function route(score: number, confidence: number): Routing {
  return score >= 0.8 && confidence >= 0.6 ? 'Advance' : 'Remediate';
}

/** Moving average of the mastery, applied on the remediate path only (contract d.3); not rounded. */
export function nextMastery(mastery: number, score: number): number {
  return 0.6 * mastery + 0.4 * score;
}

/** A session is complete after ten steps or at a mastery of 0.85 (contract d.3). */
export function isComplete(stepIdx: number, mastery: number): boolean {
  return stepIdx >= maxSteps || mastery >= completeMastery;
}

/** Labels are appended on remediation; the last ten are kept (contract d.3). */
export function extendEvidence(evidence: readonly string[], labels: readonly string[]): string[] {
  return [...evidence, ...labels].slice(-keptEvidence);
}

/** The teacher's text after remediation: message, a space, and the follow-up when given (contract d.3). */
export function remediationText(message: string, followup: string | null): string {
  return followup === null || followup === '' ? message : `${message} ${followup}`;
}

/** Rounds to two places as Python does: a tie, which only an odd eighth can be, goes to the even digit. */
export function roundToHundredths(value: number): number {
  const hundredths = value * 100;
  const below = Math.floor(hundredths);
  if (Number.isInteger(value * 8) && hundredths - below === 0.5) return (below + (below % 2)) / 100;
  return Number(value.toFixed(2));
}

/** The summary's suggestions by mastery, and one more for the misconceptions seen (contract d.3). */
export function suggest(
  mastery: number,
  topic: string,
  objectives: readonly string[],
  misconceptions: readonly string[],
): string[] {
  const suggestions = suggestByMastery(mastery, topic, objectives[0]);
  if (misconceptions.length > 0) {
    suggestions.push(`Work on understanding: ${misconceptions.slice(0, 2).join(', ')}`);
  }
  return suggestions;
}

function suggestByMastery(mastery: number, topic: string, objective: string | undefined): string[] {
  if (mastery >= completeMastery) return [`Excellent work on ${topic}!`, 'You are ready for more challenging topics.'];
  if (mastery >= 0.7) {
    const focus = objective === undefined ? [] : [`Focus on: ${objective}`];
    return ['Good progress! A little more practice will make it stick.', ...focus];
  }
  return ['Keep practising, one small step at a time.', `Revisit the concepts around ${topic}`];
}
