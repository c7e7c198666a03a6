import type { Applied, DatabaseDecoration, Query } from './rule.ts';

/** Statements of the kind go out with another text in the place of a fragment; `$1` in it is PostgreSQL's, not a group's. */
export function rewrite(
  applied: Applied,
  kind: RegExp,
  fragment: string | RegExp,
  replacement: string,
): DatabaseDecoration {
  return queries((original) => (text, values) => {
    const changed = kind.test(text) ? text.replace(fragment, () => replacement) : text;
    if (changed !== text) applied();
    return original(changed, values);
  });
}

/** Statements that begin with the text go out with other values; undefined leaves them, null keeps the statement back. */
export function revalue(
  applied: Applied,
  begin: string,
  change: (values: unknown[]) => unknown[] | null | undefined,
): DatabaseDecoration {
  return queries((original) => (text, values = []) => {
    const changed = text.startsWith(begin) ? change([...values]) : undefined;
    if (changed === undefined) return original(text, values);
    applied();
    return changed === null ? Promise.resolve({ rows: [], rowCount: 1 }) : original(text, changed);
  });
}

/** Statements that begin with the text answer other rows. */
export function reread(
  applied: Applied,
  begin: string,
  change: (rows: Record<string, unknown>[]) => Record<string, unknown>[] | undefined,
): DatabaseDecoration {
  return queries((original) => async (text, values) => {
    const result = await original(text, values);
    const rows = text.startsWith(begin) ? change(result.rows) : undefined;
    if (!rows) return result;
    applied();
    return { ...result, rows };
  });
}

function queries(query: (original: Query) => Query): DatabaseDecoration {
  return { database: { query } };
}
