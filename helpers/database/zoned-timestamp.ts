import { z } from 'zod';

const pattern = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(Z|[+-]\d\d(?::?\d\d)?)$/;

const offsetMinutes = (zone: string): number => {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', ''));
  return zone.startsWith('-') ? -minutes : minutes;
};

/**
 * One spelling for a time with zone, `2025-10-28T15:50:46.123456Z`: an answer ends with `Z` or `+00:00`, PostgreSQL writes
 * the zone of the session. Throws when the text is no such time.
 */
export function canonicalZonedTimestamp(text: string): string {
  const match = pattern.exec(text);
  if (!match) throw new Error(`${text} is no timestamp with zone`);
  const [, day = '', time = '', fraction = '', zone = 'Z'] = match;
  const moment = new Date(Date.parse(`${day}T${time}Z`) - offsetMinutes(zone) * 60_000);
  return `${moment.toISOString().slice(0, 19)}.${fraction.padEnd(6, '0')}Z`;
}

/** A time with zone of an answer or a row, in the one spelling, so that both compare as strings. */
export const ZonedTimestamp = z.string().regex(pattern).transform(canonicalZonedTimestamp);
