import { replacing, type FieldOperator } from './field-operator.ts';
import type { Field } from './fields.ts';

/** The field is left out. */
export const drop: FieldOperator = {
  name: 'drop',
  says: 'is missing',
  change: ({ holder, key }) => Reflect.deleteProperty(holder, key),
};

const rename: FieldOperator = {
  name: 'rename',
  says: 'has another name',
  change({ holder, key }) {
    holder[`${String(key)}_renamed`] = holder[key];
    return Reflect.deleteProperty(holder, key);
  },
};

const nulled = replacing('null', 'is null', () => null);

function retyped(value: unknown, { kinds }: Field): unknown {
  if (value === null) return undefined;
  if (Array.isArray(value) && !kinds.has('object')) return Object.fromEntries(value.entries());
  if (typeof value !== 'string' && !kinds.has('string')) {
    return JSON.stringify(value);
  }
  if (typeof value !== 'number' && !kinds.has('number') && !kinds.has('integer')) return 1;
  return kinds.has('object') ? undefined : { value };
}

/** Changes that break the declared shape of a field. */
export function structuralOperators(field: Field): FieldOperator[] {
  const { path, kinds } = field;
  const segment = path.at(-1);
  const isElement = segment === '[]' || segment === '{}';
  const isAnything = kinds.size === 0;
  const isNullOnly = [...kinds].every((kind) => kind === 'null');
  // The body itself is only changed when it is a list or a map: another object in its place is what its fields show.
  if (segment === undefined && !field.isCollection) return [];
  return [
    ...(segment === undefined || isElement ? [] : [drop, rename]),
    ...(isAnything || kinds.has('null') ? [] : [nulled]),
    ...(isNullOnly ? [] : [replacing('retype', 'has another type', (value) => retyped(value, field))]),
  ];
}
