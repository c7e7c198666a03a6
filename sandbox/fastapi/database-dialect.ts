import type { Draw } from '../model/draw.ts';
import { writeJson, type JsonStyle } from './json-style.ts';

/** What is sent in place of a statement and of the values that it binds. */
export type Rewrite = (text: string, values: readonly unknown[]) => [text: string, values: readonly unknown[]];

type Method = (...args: unknown[]) => unknown;

/** A pool, or one of its clients, whose statements are rewritten. */
export function rewriting<Part extends object>(part: Part, rewrite: Rewrite): Part {
  return new Proxy(part, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property);
      if (typeof value !== 'function') return value;
      const method = value.bind(target) as Method;
      if (property === 'connect') return async () => rewriting((await method()) as object, rewrite);
      if (property !== 'query') return method;
      return (text: string, values?: readonly unknown[]) =>
        values === undefined ? method(rewrite(text, [])[0]) : method(...rewrite(text, values));
    },
  });
}

/** How drivers and libraries spell JSON in a column. */
const columnStyles: [JsonStyle, ...JsonStyle[]] = [
  {},
  { comma: ', ', colon: ': ', ascii: true },
  { indent: 1, fractions: 'padded' },
];

/** A text of JSON, spelled in another way; any other value as it is. */
export function respelled(value: unknown, draw: Draw): unknown {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value;
  try {
    return writeJson(JSON.parse(value), { ...draw.pick(columnStyles), order: draw });
  } catch {
    return value;
  }
}
