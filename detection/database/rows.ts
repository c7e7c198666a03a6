import { plainTexts } from './columns.ts';
import { ageOfMutant, count, ownTable, type Fault } from './fault.ts';
import { quoted, type Column, type Table } from './tables.ts';

/** What can be wrong with a whole row. */
export function rowFaults(table: Table): Fault[] {
  const doubled = insertDoubled(table);
  const touched = neighbourUpdated(table);
  return [
    insertSwallowed(table),
    ...(doubled ? [doubled] : []),
    updateSwallowed(table),
    deleteSwallowed(table),
    ...(touched ? [touched] : []),
    neighbourDeleted(table),
  ];
}

function insertSwallowed(table: Table): Fault {
  return {
    operator: 'insert-swallowed',
    description: `${table.name}: an insert succeeds and stores no row`,
    needs: [`${table.name} insert`],
    triggers: [
      {
        table,
        event: 'AFTER INSERT',
        level: 'ROW',
        body: `DELETE FROM ${table.sql} WHERE ctid = NEW.ctid; ${count} RETURN NULL;`,
      },
    ],
  };
}

/** Only where every unique key has a column that can get another value. */
function insertDoubled(table: Table): Fault | undefined {
  const foreign = new Set(table.foreignKeys.flatMap(({ columns }) => columns));
  const renewed = new Map(
    table.columns
      .filter(({ name }) => !foreign.has(name))
      .flatMap((column) => {
        const value = newValue(column);
        return value === undefined ? [] : [[column.name, value] as const];
      }),
  );
  const key = table.uniqueIndexes.find(({ primary }) => primary)?.columns;
  const fits = table.uniqueIndexes.every(({ columns }) => columns.some((name) => renewed.has(name)));
  if (!key || !fits) return undefined;
  const unique = new Set(table.uniqueIndexes.flatMap(({ columns }) => columns));
  const value = ({ name }: Column): string => (unique.has(name) && renewed.get(name)) || `NEW.${quoted(name)}`;
  const columns = table.columns.filter((column) => value(column) !== 'DEFAULT');
  const keyText = `ROW(${key.map(quoted).join(', ')})::text`;
  const body = `
    WITH copy AS (
      INSERT INTO ${table.sql} (${columns.map(({ name }) => quoted(name)).join(', ')})
      VALUES (${columns.map(value).join(', ')}) RETURNING ${keyText} AS key
    ) INSERT INTO ${ownTable('doubled')} SELECT key FROM copy;
    ${count} RETURN NULL;`;
  return {
    operator: 'insert-doubled',
    description: `${table.name}: an insert stores its row twice, the second time under another key`,
    needs: [`${table.name} insert`],
    setUp: `CREATE TABLE ${ownTable('doubled')} (key text)`,
    triggers: [{ table, event: 'AFTER INSERT', level: 'ROW', direct: true, body }],
    undo: `DELETE FROM ${table.sql} WHERE ${keyText} IN (SELECT key FROM ${ownTable('doubled')})`,
  };
}

function newValue({ type, numbered }: Column): string | undefined {
  if (numbered) return 'DEFAULT';
  return /^(text|character varying|uuid)$/.test(type) ? 'gen_random_uuid()' : undefined;
}

/** The update is taken back after it: the statement has its count and its `RETURNING`, the store has the old row. */
function updateSwallowed(table: Table): Fault {
  const primary = new Set(table.uniqueIndexes.filter((index) => index.primary).flatMap(({ columns }) => columns));
  const names = table.columns.map(({ name }) => name).filter((name) => !primary.has(name));
  const old = names.map((name) => `${quoted(name)} = OLD.${quoted(name)}`);
  const body = `
    IF OLD::text IS DISTINCT FROM NEW::text THEN
      UPDATE ${table.sql} SET ${old.join(', ')} WHERE ctid = NEW.ctid;
      ${count}
    END IF;
    RETURN NULL;`;
  return {
    operator: 'update-swallowed',
    description: `${table.name}: an update succeeds and changes nothing`,
    needs: names.map((name) => `${table.name} update ${name}`),
    triggers: [{ table, event: 'AFTER UPDATE', level: 'ROW', direct: true, body }],
  };
}

function deleteSwallowed(table: Table): Fault {
  return {
    operator: 'delete-swallowed',
    description: `${table.name}: a delete removes no row`,
    needs: [`${table.name} delete`],
    triggers: [{ table, event: 'BEFORE DELETE', level: 'ROW', body: `${count} RETURN NULL;` }],
  };
}

function neighbourUpdated(table: Table): Fault | undefined {
  const texts = plainTexts(table);
  if (texts.length === 0) return undefined;
  const isNew = (name: string): string => `NEW.${name} IS DISTINCT FROM OLD.${name}`;
  const set = texts.map(quoted).map((name) => `${name} = CASE WHEN ${isNew(name)} THEN NEW.${name} ELSE t.${name} END`);
  const differs = texts.map(quoted).map((name) => `(${isNew(name)} AND n.${name} IS DISTINCT FROM NEW.${name})`);
  const other = neighbour(table, 'NEW', `n.ctid <> NEW.ctid AND (${differs.join(' OR ')})`);
  const body = `
    UPDATE ${table.sql} t SET ${set.join(', ')} WHERE ctid = (${other});
    IF FOUND THEN ${count} END IF;
    RETURN NULL;`;
  return {
    operator: 'neighbour-touched',
    place: 'update',
    description: `${table.name}: an update writes its texts into the row beside as well`,
    needs: texts.map((name) => `${table.name} update ${name}`),
    needsTwice: `${table.name} insert`,
    triggers: [{ table, event: 'AFTER UPDATE', level: 'ROW', direct: true, body }],
  };
}

function neighbourDeleted(table: Table): Fault {
  const body = `
    DELETE FROM ${table.sql} WHERE ctid = (${neighbour(table, 'OLD', 'true')});
    IF FOUND THEN ${count} END IF;
    RETURN NULL;`;
  return {
    operator: 'neighbour-touched',
    place: 'delete',
    description: `${table.name}: a delete removes the row beside as well`,
    needs: [`${table.name} delete`],
    needsTwice: `${table.name} insert`,
    triggers: [{ table, event: 'AFTER DELETE', level: 'ROW', direct: true, body }],
  };
}

/**
 * Query for another row: of the same parent if there is one, else the one written last. Only rows that were written
 * after the mutant was planted: a test may own them, and the data that were there before stay whole.
 */
function neighbour(table: Table, row: 'OLD' | 'NEW', condition: string): string {
  const parents = table.foreignKeys.flatMap(({ columns }) => columns).map(quoted);
  const sameParent = parents.map((name) => `n.${name} IS NOT DISTINCT FROM ${row}.${name} DESC`);
  return `
    SELECT n.ctid FROM ${table.sql} n WHERE age(n.xmin) < ${ageOfMutant} AND ${condition}
    ORDER BY ${[...sameParent, 'age(n.xmin)', 'n.ctid DESC'].join(', ')} LIMIT 1`;
}
