import { count, type Fault, type Trigger } from './fault.ts';
import { quoted, type ForeignKey, type Table, type UniqueIndex } from './tables.ts';

/** What can be wrong with the constraints of a table. A primary key stays: a backend that upserts by it would only crash. */
export function constraintFaults(table: Table): Fault[] {
  const unique = table.uniqueIndexes.filter(({ primary, referenced }) => !primary && !referenced);
  const cascades = table.foreignKeys.filter(({ onDelete }) => onDelete !== 'refuse');
  return [
    ...unique.map((index) => uniqueDropped(table, index)),
    ...table.foreignKeys.map((key) => foreignKeyDropped(table, key)),
    ...cascades.map((key) => cascadeRemoved(table, key)),
  ];
}

function uniqueDropped(table: Table, index: UniqueIndex): Fault {
  const { name, expressions, predicate, isConstraint, definition } = index;
  const key = expressions.join(', ');
  const violating = `
    SELECT place FROM (
      SELECT ctid AS place, row_number() OVER (PARTITION BY ${key} ORDER BY ctid) AS number
      FROM ${table.sql} WHERE ROW(${key}) IS NOT NULL AND (${predicate ?? 'true'})
    ) AS numbered WHERE number > 1`;
  const inSchema = `${quoted(table.schema)}.${quoted(name)}`;
  const created = isConstraint ? addConstraint(table, name, definition) : definition;
  return {
    operator: 'unique-dropped',
    place: name,
    description: `${table.name}: ${name} is gone, rows may have the same ${key}`,
    needs: [`${table.name} insert`, ...index.columns.map((column) => `${table.name} update ${column}`)],
    setUp: isConstraint ? dropConstraint(table, name) : `DROP INDEX ${inSchema}`,
    uncounted: true,
    triggers: [counting(table, 'INSERT OR UPDATE', violating)],
    undo: `${remove(table, violating)};\n${created}`,
  };
}

function foreignKeyDropped(table: Table, key: ForeignKey): Fault {
  const { name, definition, columns, parent, parentSql, onDelete } = key;
  const own = columns.map((column) => `c.${quoted(column)}`);
  const theirs = key.parentColumns.map((column) => `p.${quoted(column)}`);
  const orphans = `
    SELECT c.ctid AS place FROM ${table.sql} c WHERE ROW(${own.join(', ')}) IS NOT NULL
    AND NOT EXISTS (SELECT FROM ${parentSql} p WHERE (${theirs.join(', ')}) = (${own.join(', ')}))`;
  const violating = [`${table.name} insert`, `${parent} delete`];
  return {
    operator: 'foreign-key-dropped',
    place: name,
    description: `${table.name}: ${name} is gone, rows may point to no row of ${parent}`,
    needs: onDelete === 'refuse' ? violating : [`${table.name} ${onDelete}`],
    setUp: dropConstraint(table, name),
    triggers: [
      counting(table, 'INSERT OR UPDATE', orphans),
      counting({ sql: parentSql, owner: table.owner }, 'DELETE', orphans),
    ],
    undo: `${remove(table, orphans)};\n${addConstraint(table, name, definition)}`,
  };
}

function cascadeRemoved(table: Table, key: ForeignKey): Fault {
  const { name, definition, columns, parent, parentSql, onDelete } = key;
  const refusing = definition.replace(/ ON DELETE (CASCADE|SET NULL|SET DEFAULT)( \([^)]*\))?/, '');
  const [own, theirs] = [columns.map(quoted), key.parentColumns.map((column) => `OLD.${quoted(column)}`)];
  const refused = `SELECT FROM ${table.sql} WHERE (${own.join(', ')}) = (${theirs.join(', ')})`;
  return {
    operator: 'cascade-removed',
    place: name,
    description: `${table.name}: a row of ${parent} cannot be deleted while rows point to it`,
    needs: [`${table.name} ${onDelete}`],
    setUp: `${dropConstraint(table, name)};\n${addConstraint(table, name, refusing)}`,
    triggers: [
      {
        table: { sql: parentSql, owner: table.owner },
        event: 'BEFORE DELETE',
        level: 'ROW',
        body: `IF EXISTS (${refused}) THEN ${count} END IF; RETURN OLD;`,
      },
    ],
    undo: `${dropConstraint(table, name)};\n${addConstraint(table, name, definition)}`,
  };
}

const dropConstraint = ({ sql }: Table, name: string): string => `ALTER TABLE ${sql} DROP CONSTRAINT ${quoted(name)}`;

const addConstraint = ({ sql }: Table, name: string, definition: string): string =>
  `ALTER TABLE ${sql} ADD CONSTRAINT ${quoted(name)} ${definition}`;

/** The constraint can only come back when nothing violates it. */
const remove = ({ sql }: Table, violating: string): string => `DELETE FROM ${sql} WHERE ctid IN (${violating})`;

/** Counts the statements after which rows are there that the constraint would have refused. */
function counting(table: Trigger['table'], actions: string, violating: string): Trigger {
  const body = `IF EXISTS (${violating}) THEN ${count} END IF; RETURN NULL;`;
  return { table, event: `AFTER ${actions}`, level: 'STATEMENT', body };
}
