import { respelled, type Rewrite } from '../fastapi/database-dialect.ts';
import type { OpenMatters } from '../fastapi/dialect.ts';
import { shuffled, withTiesShuffled } from '../fastapi/json-style.ts';
import { isRecord } from '../fastapi/shape.ts';
import type { Draw } from '../model/draw.ts';
import { restated } from './dialect-members.ts';

/** Lists without any order (contract 3.2, 4.3, 4.4, 5). */
const unordered = [
  /^\/api\/v1\/students\/(?:search|review-needed|teacher\/[^/]+\/caseload)$/,
  /^\/api\/v1\/ieps\/[^/]+\/goals$/,
  /^\/api\/v1\/ieps\/advanced\/similar-ieps\//,
  /^\/api\/v1\/templates\/disability\//,
];

/** Lists in an order, and what they go by: those that are alike in it have none among them. */
const ordered = [
  { path: /^\/api\/v1\/ieps\/(?:pending-approval|student\/[^/]+)$/, members: ['created_at'] },
  { path: /^\/api\/v1\/students$/, members: ['last_name', 'first_name'] },
  { path: /^\/api\/v1\/templates(?:\/disability-types)?$/, members: ['name'] },
];

/** Answers of which the contract names some members and leaves the others open (2, 3.2, 6). */
const open =
  /^\/$|\/profile$|^\/api\/v1\/observability\/health\/detailed$|^\/monitoring\/(?!conflicts\/recent$|cleanup$)/;
/** Objects in them that are open as well. */
const openParts = ['metrics_collector', 'health_monitor', 'endpoints', 'dependencies', 'system_metrics'];

/** Lists in them, and in the recent conflicts, that have no order. */
const openLists = ['conflicts', 'slowest_operations', 'features'];

/** What the contract of this service leaves open: orders, time stamps, members, texts of libraries, unresolved users. */
export const openMatters: OpenMatters = {
  repeated: ['x-request-id'],
  vary(path, body, draw) {
    const told = restated(reordered(path, body, draw), draw);
    if (!open.test(path) || !isRecord(told)) return told;
    // A refusal, which is drawn as a whole, though it may hold such an object.
    if ('detail' in told) return isRecord(told['detail']) ? { detail: extended(told['detail'], draw) } : told;
    return extended(told, draw);
  },
  varyIssue: (issue, draw) => ({
    ...(draw.chance(0.5) || issue['type'] === 'json_invalid' ? issue : withoutContext(issue)),
    ...otherRule(issue, draw),
    ...(draw.chance(0.3) && { severity: 'error' }),
  }),
};

function reordered(path: string, body: unknown, draw: Draw): unknown {
  const ranked = ordered.find((each) => each.path.test(path));
  const rankOf = (item: unknown): string =>
    JSON.stringify(isRecord(item) ? ranked?.members.map((member) => item[member]) : item);
  if (Array.isArray(body)) {
    if (unordered.some((each) => each.test(path))) return shuffled(body as unknown[], draw);
    return ranked ? withTiesShuffled(body as unknown[], rankOf, draw) : (body as unknown[]);
  }
  if (!isRecord(body)) return body;
  const changed = Object.entries(body).map(([name, value]) => {
    if (!Array.isArray(value)) return [name, value] as const;
    if (name === 'items' && ranked) return [name, withTiesShuffled(value as unknown[], rankOf, draw)] as const;
    return [name, openLists.includes(name) ? shuffled(value as unknown[], draw) : value] as const;
  });
  return Object.fromEntries(changed);
}

function extended(body: Record<string, unknown>, draw: Draw): Record<string, unknown> {
  const parts = openParts.flatMap((name) => {
    const part = body[name];
    return isRecord(part) ? [[name, extended(part, draw)] as const] : [];
  });
  const more = draw.chance(0.5) && { note_of_another_build: draw.pick<unknown>([null, 1, 'text', { nested: true }]) };
  return { ...body, ...Object.fromEntries(parts), ...more };
}

const withoutContext = (issue: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(issue).filter(([name]) => name !== 'ctx'));

/** Names that versions of the library have for one rule; only that of malformed JSON is laid down (contract 1.1). */
const rules: readonly [string, ...string[]][] = [
  ['date_from_datetime_parsing', 'date_parsing', 'date_from_datetime_inexact'],
  ['model_attributes_type', 'model_type', 'dict_type'],
  ['uuid_parsing', 'uuid_type'],
];

function otherRule({ type, loc }: Record<string, unknown>, draw: Draw): Record<string, unknown> {
  // Where a parser gives up is its own affair.
  if (type === 'json_invalid') return { loc: [(loc as unknown[])[0], draw.whole(0, 9)] };
  const names = rules.find((each) => each.includes(String(type)));
  return names ? { type: draw.pick(names) } : {};
}

const jsonColumns = new Set([
  ...['disability_codes', 'parent_guardian_auth_ids', 'content', 'progress_notes'],
  ...['sections', 'default_goals', 'accommodation_defaults'],
]);

/** Spells JSON in its columns in another way, and cuts the time of a change, whose precision is not laid down. */
export const rewriteStatements =
  (draw: Draw): Rewrite =>
  (text, values) => {
    const columns = columnsOf(text);
    const precision = draw.pick(['microseconds', 'milliseconds', 'second']);
    return [
      text.replace('updated_at = now()', `updated_at = date_trunc('${precision}', now())`),
      values.map((value, index) => (jsonColumns.has(columns[index] ?? '') ? respelled(value, draw) : value)),
    ];
  };

/** The column that each bound value is written into. */
function columnsOf(text: string): string[] {
  const inserted = /^INSERT INTO \w+ \(([^)]*)\)/.exec(text)?.[1];
  if (inserted !== undefined) return inserted.split(', ');
  const columns: string[] = [];
  for (const [, column = '', place] of text.matchAll(/(\w+) = \$(\d+)/g)) columns[Number(place) - 1] = column;
  return columns;
}
