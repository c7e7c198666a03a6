import type { Redact } from './redaction.ts';

/** What an error body must never show to a caller. */
const inwardThings: readonly [string, RegExp][] = [
  ['a stack trace', /Traceback \(most recent call last\)|\bFile "[^"]+", line \d+|^\s*at .+:\d+:\d+\)?$/m],
  [
    'SQL',
    /\b(?:SELECT .+ FROM|INSERT INTO|UPDATE \w+ SET|DELETE FROM)\b|\[SQL:|\b(?:sqlalchemy|psycopg\d?|asyncpg)\b/i,
  ],
  [
    'an address',
    /\b\d{1,3}(?:\.\d{1,3}){3}\b|\blocalhost\b|\b[a-z][a-z\d+.-]*:\/\/|\[?::1\b|\b[\w-]+(?:\.[\w-]+)+:\d{2,5}\b/i,
  ],
];

/** Names of what a text shows of the inside of a system; empty when nothing does. `redact` knows the secrets. */
export const leaksIn = (text: string, redact: Redact): string[] => [
  ...inwardThings.filter(([, pattern]) => pattern.test(text)).map(([name]) => name),
  ...(redact(text) === text ? [] : ['a secret']),
];
