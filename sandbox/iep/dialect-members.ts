import { shuffled } from '../fastapi/json-style.ts';
import { isRecord } from '../fastapi/shape.ts';
import type { Draw } from '../model/draw.ts';

/** What a client or the generator wrote: it comes back as it is. So do notes, whose times are texts. */
const given = new Set([
  ...['content', 'sections', 'default_goals', 'accommodation_defaults', 'generated_content', 'data'],
  ...['progress_notes', 'input', 'ctx'],
]);

/** Times of rows keep every digit that is not zero; the service's own are as fine as a build makes them. */
const rowTimes = new Set(['created_at', 'updated_at', 'approved_at']);
const ownTimes = new Set(['timestamp', 'lastUpdated']);

/** The text of a driver as drivers and their wrappers show it. */
const drivers: [(text: string) => string, ...((text: string) => string)[]] = [
  (text) => text,
  (text) => `(psycopg.errors.UniqueViolation) ${text}`,
  (text) =>
    `(sqlalchemy.dialects.postgresql.asyncpg.IntegrityError) ${text}\n[SQL: INSERT INTO students (id) VALUES ($1)]`,
];

/** The value with every member that the contract leaves open told in another way. */
export function restated(value: unknown, draw: Draw): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => restated(item, draw));
  if (!isRecord(value)) return value;
  const integrity = value['code'] === 'integrity_error';
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      integrity && name === 'message' ? draw.pick(drivers)(String(item)) : member(name, item, draw),
    ]),
  );
}

function member(name: string, value: unknown, draw: Draw): unknown {
  if (given.has(name)) return value;
  if (typeof value === 'string') return text(name, value, draw);
  if (name === 'request_id' && value === null) return draw.pick([null, 'of-this-request']);
  if (name.endsWith('_user') && isRecord(value)) return user(value, draw);
  const told = restated(value, draw);
  return Array.isArray(told) && (name === 'goals' || name === 'parent_guardian_users')
    ? shuffled(told as unknown[], draw)
    : told;
}

function text(name: string, value: string, draw: Draw): string {
  if (rowTimes.has(name)) return otherZone(draw.chance(0.5) ? value.replace(/(\.\d*?)0+(?=Z)/, '$1') : value, draw);
  if (ownTimes.has(name)) {
    return otherZone(value.replace(/\.\d+/, draw.pick(['', '$&', '$&007'])), draw);
  }
  if (name === 'environment') return draw.pick([value, 'staging', 'production']);
  return name === 'error_message' ? draw.pick(drivers)(value) : value;
}

const otherZone = (time: string, draw: Draw): string => time.replace(/\.?Z$/, draw.pick(['Z', '+00:00']));

/** Only the id and whether it is active are always there (contract 1.2). */
function user(value: Record<string, unknown>, draw: Draw): unknown {
  const told = Object.entries(value).flatMap(([name, item]) => {
    const [same, none] = [[[name, item]] as const, [[name, null]] as const];
    return name === 'id' || name === 'is_active'
      ? same
      : draw.pick<readonly (readonly [string, unknown])[]>([same, none, []]);
  });
  return Object.fromEntries(told);
}
