import { replacing, type FieldOperator } from './field-operator.ts';
import type { Field } from './fields.ts';

const text =
  (change: (value: string) => string) =>
  (value: unknown): unknown =>
    typeof value === 'string' ? change(value) : undefined;

const truncated = replacing(
  'truncated',
  'loses its last character',
  text((value) => (value.length > 1 ? value.slice(0, -1) : value)),
);

const flipped = replacing('flipped', 'is the opposite', (value) => (typeof value === 'boolean' ? !value : undefined));

/** The earliest moment that the field is known to have held, or a day long ago. */
const frozen = replacing('frozen', 'is the earliest time of earlier answers, or a day in 2020', (value, earlier) => {
  if (typeof value !== 'string') return undefined;
  const [first] = earlier()
    .filter((time) => typeof time === 'string')
    .sort();
  return first ?? value.replace(/^\d{4}-\d\d-\d\d/, '2020-01-01');
});

function otherIdOf(value: unknown, earlier: () => readonly unknown[]): unknown {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const other = earlier().find((id) => typeof id === typeof value && id !== value);
  if (other !== undefined) return other;
  return typeof value === 'number' ? value + 1 : value.replace(/.$/, (last) => (last === '1' ? '2' : '1'));
}

const otherId = replacing('other-id', 'is the one of an earlier answer, or has another end', otherIdOf);

function offByOne({ minimum, maximum }: Field): FieldOperator {
  const isShare = minimum === 0 && maximum === 1;
  const step = isShare ? 0.1 : 1;
  return replacing('off-by-one', `is ${String(step)} more, or less where that is too much`, (value) => {
    if (typeof value !== 'number') return undefined;
    const other = value + step > maximum ? value - step : value + step;
    return isShare ? Number(other.toFixed(6)) : other;
  });
}

const otherValue = (legal: readonly unknown[]): FieldOperator =>
  replacing('other-value', `is another of ${legal.map((value) => JSON.stringify(value)).join(', ')}`, (value) => {
    const place = legal.indexOf(value);
    return place < 0 ? undefined : legal[(place + 1) % legal.length];
  });

const collection = (
  name: string,
  says: string,
  change: (entries: readonly unknown[]) => readonly unknown[] | undefined,
): FieldOperator =>
  replacing(name, says, (value) => {
    if (Array.isArray(value)) return change(value);
    if (typeof value !== 'object' || value === null) return undefined;
    const entries = change(Object.entries(value));
    return entries && Object.fromEntries(entries as [string, unknown][]);
  });

const emptied = collection('emptied', 'is empty', () => []);
const shortened = collection('shortened', 'loses its last entry', (all) =>
  all.length > 1 ? all.slice(0, -1) : undefined,
);
const duplicated = collection('duplicated', 'has its first item twice', (all) => [...all.slice(0, 1), ...all]);
const reversed = collection('reversed', 'is in reverse order', (all) => [...all].reverse());

/** Changes that leave the declared shape of a field alone and make it say something else. */
export function meaningOperators(field: Field): FieldOperator[] {
  const { kinds, values, isCollection } = field;
  if (values) return values.length > 1 ? [otherValue(values)] : [];
  if (field.isTimestamp) return [frozen];
  const isNumber = kinds.has('integer') || kinds.has('number');
  if (field.isIdentifier && (isNumber || kinds.has('string'))) return [otherId];
  // Of a map neither a second entry of one name nor an order is to be seen.
  const isList = isCollection && kinds.has('array');
  return [
    ...(kinds.has('string') ? [truncated] : []),
    ...(isNumber ? [offByOne(field)] : []),
    ...(kinds.has('boolean') ? [flipped] : []),
    ...(isCollection ? [emptied, shortened] : []),
    ...(isList ? [duplicated, reversed] : []),
  ];
}
