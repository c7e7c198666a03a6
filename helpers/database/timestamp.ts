import { z } from 'zod';

const pattern = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?$/;

/**
 * One spelling for a time without zone, `2025-10-28T15:50:46.123456`: PostgreSQL cuts trailing zeros and puts a blank,
 * Pydantic leaves out a zero fraction. Throws when the text is no such time.
 */
export function canonicalTimestamp(text: string): string {
  const match = pattern.exec(text);
  if (!match) throw new Error(`${text} is no timestamp without zone`);
  const [, day = '', time = '', fraction = ''] = match;
  return `${day}T${time}.${fraction.padEnd(6, '0')}`;
}

/** A naive UTC time of an answer or a row, in the one spelling, so that both compare as strings. */
export const Timestamp = z.string().regex(pattern).transform(canonicalTimestamp);

/** Milliseconds since the epoch of a naive UTC time. */
export const epochOf = (timestamp: string): number => Date.parse(`${canonicalTimestamp(timestamp).slice(0, 23)}Z`);

/** The naive UTC time that is this many microseconds later. */
export function laterBy(microseconds: number, timestamp: string): string {
  const canonical = canonicalTimestamp(timestamp);
  const fraction = Number(canonical.slice(-3)) + microseconds;
  const milliseconds = new Date(epochOf(canonical) + Math.floor(fraction / 1000)).toISOString().slice(0, -1);
  return `${milliseconds}${String(fraction % 1000).padStart(3, '0')}`;
}
