/** What to do about a refusal, by the code or the words of Kafka, of its client or of the system. */
const advice: readonly [RegExp, string][] = [
  [/^Unknown topic|UNKNOWN_TOPIC/, 'it does not exist there: was it created, is its name right?'],
  [/AUTHORIZATION_FAILED/, 'the user needs the right to it (ACL: Describe, Read, Write)'],
  [
    /SASL|AUTHENTICATION_FAILED|authentication/i,
    'are mechanism, user and password right, and does this port ask for them?',
  ],
  [/ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH/, 'is it up, and can it be reached from here?'],
  [/certificate|SSL|TLS/i, 'does this port speak TLS, with a certificate that is trusted here?'],
  [
    /timed out|ETIMEDOUT|closed|ECONNRESET|EPIPE/i,
    'is it up, does a firewall stand between, are TLS and SASL set as this port wants them?',
  ],
];

/** What failed, in the words of those who know, and what to do about it. */
export function explained(error: unknown): string {
  const words = reasons(error);
  const found = advice.find(([pattern]) => words.some((text) => pattern.test(text)));
  return words.join('; ') + (found ? `; ${found[1]}` : '');
}

/** While a new topic, or one whose broker went away, gets its leader. Nothing was done then. Source: Kafka's retriable errors. */
const moving = [
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_OR_FOLLOWER',
  'FENCED_LEADER_EPOCH',
  'COORDINATOR_LOAD_IN_PROGRESS',
  'COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR',
];

/** Whether Kafka asks to come back a little later. */
export function isMoving(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { errors = [], cause, apiId = '' } = error as Wrapped;
  return moving.includes(apiId) || [...errors, cause].some(isMoving);
}

/** The client wraps errors in errors: the innermost tell most. */
function reasons(error: unknown): string[] {
  if (!(error instanceof Error)) return [String(error)];
  const { errors = [], cause, apiId, serverErrorMessage } = error as Wrapped;
  const inner = [...errors, ...(cause === undefined ? [] : [cause])].flatMap(reasons);
  if (apiId !== undefined) return [`${apiId}: ${serverErrorMessage ?? error.message}`];
  return inner.length === 0 ? [error.message] : [...new Set(inner)];
}

interface Wrapped extends Error {
  readonly errors?: readonly unknown[];
  /** Kafka's own name for it. */
  readonly apiId?: string;
  readonly serverErrorMessage?: string | null;
}
