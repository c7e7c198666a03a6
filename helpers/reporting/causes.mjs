/** What failures say that are not the backend's fault as far as can be seen: something on the way to it, or a store, does not answer. */
export const environmentBroken =
  /Preflight: |The environment broke|TransportError|got no answer|password authentication failed|InvalidAccessKeyId|SignatureDoesNotMatch|SlowDown|ECONN|EPIPE|ENOTFOUND|EHOSTUNREACH|EAI_AGAIN|socket hang up|Connection terminated|the database system is|terminating connection|answered (401|502|503|504), expected|(PostgreSQL|S3 bucket|Kafka|Redis) .*([Tt]ime-?out|timed out|sslmode)/;

/** What a test says that was given no more time. */
export const outOfTime = /timeout (of )?\d+ ?ms exceeded/i;

/**
 * The lines by which a failure is judged: the things of a list that its first line announces, else that line. What a backend
 * answered stands further down, and may speak of connections of its own.
 * @param {string} text
 */
function judged(text) {
  const [first = '', ...rest] = text.split('\n');
  const listed = rest.filter((line) => line.startsWith('  - ') && !line.endsWith(':'));
  return /behind:|it could not be looked for|removes it:/.test(first) && listed.length > 0 ? listed : [first];
}

/**
 * Whether a failure comes of a broken environment. Where the run has seen that break, waiting in vain is one more sign of it.
 * @param {string} text
 * @param {boolean} [sawItBreak]
 */
export const isOfEnvironment = (text, sawItBreak = false) =>
  judged(text).every((line) => environmentBroken.test(line) || (sawItBreak && outOfTime.test(line)));
