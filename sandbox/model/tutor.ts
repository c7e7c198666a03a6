/** What the user message of P6 or P8 tells. */
export interface Lesson {
  topic: string;
  grade: string;
  step: number;
  /** The question that the guideline or the topic pins, word for word. */
  pinned: string | undefined;
  labels: string[];
}

export function readLesson(input: Record<string, unknown>): Lesson {
  const { topic, grade, step_idx: step, teaching_guideline: guideline, labels } = input;
  const text = typeof guideline === 'string' ? guideline : JSON.stringify(guideline ?? '');
  const title = typeof topic === 'string' ? topic : 'this topic';
  return {
    topic: title,
    grade: typeof grade === 'number' ? String(grade) : '',
    step: typeof step === 'number' ? step : 0,
    pinned: pinnedQuestion(text) ?? pinnedQuestion(title),
    labels: Array.isArray(labels) ? labels.filter((label) => typeof label === 'string') : [],
  };
}

/** "always ask: what is 2 + 2? Only 4 is right" pins "what is 2 + 2?"; a point ends the search unless it is a decimal one. */
function pinnedQuestion(text: string): string | undefined {
  const asked =
    /\bask\b(?:\s+(?:the\s+)?(?:students?|them|learners?|child(?:ren)?))?\s*[:,]?\s*["'“]?((?:[^?.!\n]|\.(?=\d))+\?)/i;
  return asked.exec(text)?.[1]?.trim();
}
