let last = 0;

/** Microseconds since 1970, strictly increasing within the process, so that rows and events keep their order. */
function microseconds(): number {
  const fraction = Number((process.hrtime.bigint() / 1000n) % 1000n);
  last = Math.max(Date.now() * 1000 + fraction, last + 1);
  return last;
}

/** Now as naive UTC text such as `2025-10-28T15:50:46.123456` (contract 0); a zero fraction is left out, as Python does. */
export function now(): string {
  return formatTime(microseconds());
}

/** Naive UTC text of a number of microseconds since 1970. */
export function formatTime(time: number): string {
  const seconds = Math.floor(time / 1_000_000);
  const fraction = time - seconds * 1_000_000;
  const text = new Date(seconds * 1000).toISOString().slice(0, 19);
  return fraction === 0 ? text : `${text}.${String(fraction).padStart(6, '0')}`;
}

/** PostgreSQL's text of a `timestamp` in the same form; it cuts trailing zeroes, the contract does not. */
export function timeFromDatabase(text: string): string {
  const [seconds = '', fraction] = text.replace(' ', 'T').split('.');
  return fraction === undefined ? seconds : `${seconds}.${fraction.padEnd(6, '0')}`;
}
