import { isObject } from './json.ts';

/** Property names; `[]` stands for each item of a list, `{}` for each value of a map. */
export type Path = readonly string[];

/** A value in a JSON document, by what holds it. */
export interface Place {
  readonly holder: Record<string | number, unknown>;
  readonly key: string | number;
}

/** `a.b[].c`, `a{}.b` */
export const textOf = (path: Path): string => path.join('.').replaceAll(/\.(\[\]|\{\})/g, '$1');

function next(value: unknown, segment: string): Place[] {
  if (Array.isArray(value)) {
    const holder = value as unknown as Place['holder'];
    return segment === '[]' ? value.map((_, key) => ({ holder, key })) : [];
  }
  if (!isObject(value)) return [];
  if (segment === '{}') return Object.keys(value).map((key) => ({ holder: value, key }));
  return Object.hasOwn(value, segment) ? [{ holder: value, key: segment }] : [];
}

/** Where the values of a field are in a document, whose root is the `body` of its box. */
export function placesOf(box: { body: unknown }, path: Path): Place[] {
  let places: Place[] = [{ holder: box, key: 'body' }];
  for (const segment of path) places = places.flatMap(({ holder, key }) => next(holder[key], segment));
  return places;
}
