import { z } from 'zod';
import { textOf, type Path } from './path.ts';

export type Kind = 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object' | 'null';

/** What is declared of one field of a JSON body. */
export interface Field {
  readonly path: Path;
  /** JSON types that it may have; empty when anything is allowed. */
  readonly kinds: ReadonlySet<Kind>;
  /** The only legal values beside null, if they are laid down. */
  readonly values: readonly unknown[] | undefined;
  readonly minimum: number;
  readonly maximum: number;
  readonly isTimestamp: boolean;
  readonly isIdentifier: boolean;
  /** A list or a map (an object with free keys) of things with a declared type that may be there. */
  readonly isCollection: boolean;
}

type Schema = z.core.JSONSchema.JSONSchema;

/** The alternatives of a schema, none of which is itself a choice. */
function alternatives(schema: Schema): Schema[] {
  const nested = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])] as Schema[];
  return nested.length > 0 ? nested.flatMap(alternatives) : [schema];
}

const isDeclared = (schema: unknown): schema is Schema =>
  typeof schema === 'object' && schema !== null && Object.keys(schema).length > 0;

const childrenOf = ({ properties = {}, items, additionalProperties }: Schema): [string, Schema][] => [
  ...(Object.entries(properties) as [string, Schema][]),
  ...(isDeclared(items) ? [['[]', items] as [string, Schema]] : []),
  ...(isDeclared(additionalProperties) ? [['{}', additionalProperties] as [string, Schema]] : []),
];

type Found = Map<string, { path: Path; schemas: Schema[] }>;

function collect(schema: Schema, path: Path, found: Found): Found {
  const key = JSON.stringify(path);
  const place = found.get(key) ?? { path, schemas: [] };
  found.set(key, place);
  for (const alternative of alternatives(schema)) {
    place.schemas.push(alternative);
    for (const [segment, child] of childrenOf(alternative)) collect(child, [...path, segment], found);
  }
  return found;
}

const valuesOf = (schema: Schema): readonly unknown[] | undefined =>
  schema.enum ?? ('const' in schema ? [schema.const] : undefined);

function kindsOf(schema: Schema): Kind[] {
  if (schema.type !== undefined) return [schema.type].flat();
  return (valuesOf(schema) ?? []).map((value) => (value === null ? 'null' : typeof value) as Kind);
}

const isTimestamp = ({ format, pattern }: Schema): boolean =>
  format === 'date-time' ||
  (pattern !== undefined && new RegExp(pattern).test('2020-01-01T00:00:00') && !new RegExp(pattern).test('text'));

function fieldOf(path: Path, schemas: readonly Schema[]): Field {
  const present = schemas.filter(({ type }) => type !== 'null');
  const values = present.map(valuesOf);
  const number = present.find(({ type }) => type === 'number' || type === 'integer');
  return {
    path,
    // One alternative that allows anything makes the others void.
    kinds: new Set(schemas.some((schema) => kindsOf(schema).length === 0) ? [] : schemas.flatMap(kindsOf)),
    values:
      present.length > 0 && values.every((legal) => legal !== undefined)
        ? [...new Set(values.flat())].filter((value) => value !== null)
        : undefined,
    minimum: number?.minimum ?? -Infinity,
    maximum: number?.maximum ?? Infinity,
    isTimestamp: present.some(isTimestamp),
    isIdentifier: /(^|_)id$/.test(path.at(-1) ?? '') || present.some(({ format }) => format === 'uuid'),
    isCollection: present.some(
      (schema) => (isDeclared(schema.items) || isDeclared(schema.additionalProperties)) && schema.maxItems !== 0,
    ),
  };
}

/** Every field of the JSON that fits a schema, the body itself first; alternatives are laid one over the other. */
export function fieldsOf(schema: z.ZodType): Field[] {
  // What goes over the wire is what the schema takes in. A registry of its own keeps named schemas in their places.
  const options = { unrepresentable: 'any', io: 'input', metadata: z.registry<{ id?: string }>() } as const;
  const found = collect(z.toJSONSchema(schema, options), [], new Map());
  return [...found.values()].map(({ path, schemas }) => fieldOf(path, schemas));
}

/** `a.b[].c` */
export const nameOf = ({ path }: Field): string => textOf(path);

/** The field as a description names it. */
export function inWords({ path }: Field): string {
  if (path.length === 0) return 'the body';
  return path.includes('[]') || path.includes('{}') ? `each ${textOf(path)}` : textOf(path);
}
