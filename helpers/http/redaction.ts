const hidden = '[redacted]';

/** Shorter values would blank ordinary words; the patterns below still cover them where they are used. */
const shortestExactSecret = 6;

const patterns: readonly [RegExp, string][] = [
  // Header lines and JSON or object notation of headers.
  [
    /((?:proxy-)?authorization|set-cookie|cookie|x-api-key|x-amz-security-token)(["']?\s*[:=]\s*["']?)[^\n"']+/gi,
    `$1$2${hidden}`,
  ],
  // Signed URLs, SigV4 and SigV2.
  [
    /((?:X-Amz-Signature|X-Amz-Credential|X-Amz-Security-Token|Signature|AWSAccessKeyId)(?:=|%3D))[^&\s"'<>\\]+/gi,
    `$1${hidden}`,
  ],
  // Passwords in connection strings.
  [/([a-z][a-z0-9+.-]*:\/\/[^\s:/@"']*):[^\s@/"']+@/gi, `$1:${hidden}@`],
  [/\b(Bearer|Basic) [\w.~+/=-]{16,}/g, `$1 ${hidden}`],
];

export type Redact = (text: string) => string;

/**
 * A function that blanks secrets in a text: authorization and cookies, both forms of signed URLs, passwords in
 * connection strings, and every exact value given.
 */
export function createRedaction(secrets: readonly string[]): Redact {
  const exact = [...new Set(secrets)].filter((secret) => secret.length >= shortestExactSecret);
  // The longest first, so that a secret that contains another leaves no tail.
  exact.sort((left, right) => right.length - left.length);
  return (text) => {
    const withoutValues = exact.reduce((rest, secret) => rest.replaceAll(secret, hidden), text);
    return patterns.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), withoutValues);
  };
}
