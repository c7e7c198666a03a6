import { randomBytes } from 'node:crypto';
import { prefixOf } from '../../env/run.ts';

/** Digits of a run's id that are its time, and those that are drawn: in base 36, and as a UUID holds them. */
const time = { digits: 9, hex: 12 };
const drawn = { digits: 5, hex: 7 };

/** A marked UUID: its first and second group and eight digits around version and variant are the run's id, `7e5` is the same in all. */
const marked = /^([0-9a-f]{8}-[0-9a-f]{4})-8([0-9a-f]{3})-8([0-9a-f]{3}-[0-9a-f])7e5[0-9a-f]{8}$/;

const inHex = (text: string, digits: number): string => Number.parseInt(text, 36).toString(16).padStart(digits, '0');
const inBase36 = (text: string, digits: number): string =>
  Number.parseInt(text.replaceAll('-', ''), 16).toString(36).padStart(digits, '0');

/**
 * How the UUIDs start by which a run is known where no name can be: what it publishes and registers has such correlation ids, and they reach every
 * row, record and claim that comes of it. Version 8 leaves their digits to whoever makes them (RFC 9562). `prefix` is the run's, `test_<run>_`.
 */
export function markOf(prefix: string): string {
  const [, run = ''] = prefix.split('_');
  const [when, which] = [inHex(run.slice(0, time.digits), time.hex), inHex(run.slice(time.digits), drawn.hex)];
  const groups = [when.slice(0, 8), when.slice(8), `8${which.slice(0, 3)}`, `8${which.slice(3, 6)}`, which.slice(6)];
  return `${groups.join('-')}7e5`;
}

/** A new UUID of the run. */
export const markedId = (prefix: string): string => markOf(prefix) + randomBytes(4).toString('hex');

/** The prefix of the run that made this UUID; undefined where no run did. */
export function prefixOfMarked(id: string): string | undefined {
  const [, when, first, second] = marked.exec(id) ?? [];
  if (when === undefined || first === undefined || second === undefined) return undefined;
  return prefixOf(inBase36(when, time.digits) + inBase36(first + second, drawn.digits));
}
