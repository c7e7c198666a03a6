import { debatePurposes } from './debate.ts';

export const purposes = [
  'ocr',
  'summary',
  'boundary',
  'facts',
  'description',
  'question',
  'grading',
  'remediation',
  'plan-section',
  'plan-goals',
  ...debatePurposes,
] as const;

/** What the backends ask a model for: P1 … P8 of one contract (section e), the two requests for an individual plan of another (section 9), those of a discussion. */
export type Purpose = (typeof purposes)[number];

/** The content of the message, an HTTP error of the provider, or a connection that breaks. */
export type Answer = { content: string | null } | { status: number } | { reset: true };

export interface Rule {
  purpose: Purpose;
  /** Looked for, white space collapsed, in the texts of a request; for OCR in the text recognised in the image. */
  match: string;
  answer: Answer;
  /** How often the rule applies; without it until it is removed. */
  times?: number;
  /** Milliseconds before the answer, unless the rule is removed earlier. */
  delayMs?: number;
}

const longestDelay = 120_000;

/** A rule out of JSON; throws an Error whose message is one line that says what is wrong. */
export function validateRule(value: unknown): Rule {
  const fields = record(value, 'a rule must be a JSON object');
  refuseOthers(fields, ['purpose', 'match', 'answer', 'times', 'delayMs'], 'a rule');
  const purpose = purposes.find((name) => name === fields['purpose']);
  if (purpose === undefined) throw new Error(`"purpose" must be one of ${purposes.join(', ')}`);
  const match = fields['match'];
  // A blank text is in every request: such a rule would hit other tests.
  if (typeof match !== 'string' || match.trim() === '') throw new Error('"match" must be a text that is not blank');
  const times = whole(fields, 'times', 1, Number.MAX_SAFE_INTEGER);
  const delayMs = whole(fields, 'delayMs', 0, longestDelay);
  return {
    purpose,
    match,
    answer: validateAnswer(fields['answer']),
    ...(times === undefined ? {} : { times }),
    ...(delayMs === undefined ? {} : { delayMs }),
  };
}

function validateAnswer(value: unknown): Answer {
  const forms = '"answer" must be {"content": text or null}, {"status": 400 to 599} or {"reset": true}';
  const answer = record(value, forms);
  const [name, ...others] = Object.keys(answer);
  if (name === undefined || others.length > 0) throw new Error(forms);
  const { content, status, reset } = answer;
  if (name === 'content' && (typeof content === 'string' || content === null)) return { content };
  if (name === 'status' && Number.isInteger(status) && Number(status) >= 400 && Number(status) <= 599) {
    return { status: Number(status) };
  }
  if (name === 'reset' && reset === true) return { reset };
  throw new Error(forms);
}

function record(value: unknown, message: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(message);
  return { ...value };
}

function refuseOthers(fields: Record<string, unknown>, known: string[], what: string): void {
  const unknown = Object.keys(fields).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`${what} has no field "${unknown}"; it has ${known.join(', ')}`);
}

function whole(fields: Record<string, unknown>, name: string, least: number, most: number): number | undefined {
  const value = fields[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
    throw new Error(`"${name}" must be a whole number from ${String(least)} to ${String(most)}`);
  }
  return value;
}
