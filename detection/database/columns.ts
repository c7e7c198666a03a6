import { count, type Fault } from './fault.ts';
import { quoted, type Column, type Table } from './tables.ts';

type Action = 'insert' | 'update';
type Kind = 'text' | 'number' | 'boolean' | 'timestamp';

interface Operator {
  readonly name: string;
  readonly actions: readonly Action[];
  /** SQL of the wrong value, from the column's quoted name; undefined where the operator does not fit the column. */
  wrong(column: Column, name: string, isKey: boolean): string | undefined;
  readonly says: string;
}

const kinds: Readonly<Record<Kind, RegExp>> = {
  text: /^(text|character varying|character)\b/,
  number: /^(smallint|integer|bigint|numeric|real|double precision)\b/,
  boolean: /^boolean$/,
  timestamp: /^(timestamp|date)\b/,
};
const isA = ({ type }: Column, kind: Kind): boolean => kinds[kind].test(type);

const frozenDay = "'2001-02-03'";
const written: readonly Action[] = ['insert', 'update'];

const operators: readonly Operator[] = [
  {
    name: 'column-nulled',
    actions: ['insert'],
    wrong: ({ nullable }) => (nullable ? 'NULL' : undefined),
    says: 'an inserted row loses this column',
  },
  {
    name: 'column-defaulted',
    actions: ['insert'],
    wrong: (column, _, isKey) => (column.nullable || isKey ? undefined : emptyValue(column)),
    says: 'an inserted row gets an empty value, zero or false in this column',
  },
  {
    name: 'column-stale',
    actions: ['update'],
    wrong: (_, name) => `OLD.${name}`,
    says: 'an update does not reach this column',
  },
  {
    name: 'timestamp-frozen',
    actions: written,
    wrong: (column, name) =>
      isA(column, 'timestamp') ? `CASE WHEN NEW.${name} IS NOT NULL THEN ${frozenDay} END` : undefined,
    says: 'every time that is written is 3 February 2001',
  },
  {
    name: 'text-truncated',
    actions: written,
    wrong: (column, name, isKey) =>
      isA(column, 'text') && !isKey
        ? `CASE WHEN length(NEW.${name}) > 1 THEN left(NEW.${name}, -1) ELSE NEW.${name} END`
        : undefined,
    says: 'a text that is written loses its last character',
  },
  {
    name: 'number-off',
    actions: written,
    wrong: (column, name, isKey) => (isA(column, 'number') && !isKey ? `NEW.${name} + 1` : undefined),
    says: 'a number that is written is one too high',
  },
];

/** What can be wrong with one column of a written row. */
export function columnFaults(table: Table): Fault[] {
  const primary = new Set(table.uniqueIndexes.filter((index) => index.primary).flatMap(({ columns }) => columns));
  const keys = new Set([...table.uniqueIndexes, ...table.foreignKeys].flatMap(({ columns }) => columns));
  return table.columns
    .filter(({ name }) => !primary.has(name))
    .flatMap((column) =>
      operators.flatMap((operator) => {
        const wrong = operator.wrong(column, quoted(column.name), keys.has(column.name));
        return wrong === undefined ? [] : [columnFault(table, column, operator, wrong)];
      }),
    );
}

function columnFault(table: Table, column: Column, operator: Operator, wrong: string): Fault {
  const { actions } = operator;
  const name = quoted(column.name);
  // Compared as text, since not every type has an equality; an inserted row has an OLD whose columns are all null.
  const body = `
    IF NEW.${name}::text IS DISTINCT FROM OLD.${name}::text
       AND NEW.${name}::text IS DISTINCT FROM (${wrong})::${column.type}::text THEN
      NEW.${name} := (${wrong})::${column.type};
      ${count}
    END IF;
    RETURN NEW;`;
  return {
    operator: operator.name,
    place: column.name,
    description: `${table.name}.${column.name}: ${operator.says}`,
    needs: actions.map((action) => `${table.name} ${action} ${column.name}`),
    triggers: [{ table, event: `BEFORE ${actions.join(' OR ')}`, level: 'ROW', body }],
  };
}

function emptyValue(column: Column): string | undefined {
  if (isA(column, 'text')) return "''";
  if (isA(column, 'number')) return '0';
  return isA(column, 'boolean') ? 'false' : undefined;
}

/** Columns that hold text and are part of no key. */
export function plainTexts(table: Table): string[] {
  const keys = new Set([...table.uniqueIndexes, ...table.foreignKeys].flatMap(({ columns }) => columns));
  return table.columns.filter((column) => isA(column, 'text') && !keys.has(column.name)).map(({ name }) => name);
}
