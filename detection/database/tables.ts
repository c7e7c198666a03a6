import type { DatabasePart } from '../mutants/mutant.ts';

export interface Column {
  readonly name: string;
  /** As SQL writes it, such as `character varying(255)`. */
  readonly type: string;
  readonly nullable: boolean;
  /** The database numbers it by itself. */
  readonly numbered: boolean;
}

/** A unique index, the primary key's among them. */
export interface UniqueIndex {
  readonly name: string;
  readonly primary: boolean;
  /** A foreign key leans on it. */
  readonly referenced: boolean;
  readonly isConstraint: boolean;
  /** What `ADD CONSTRAINT` takes; of an index that is no constraint: the statement that creates it. */
  readonly definition: string;
  readonly columns: readonly string[];
  /** What must be unique, as SQL expressions. */
  readonly expressions: readonly string[];
  /** Which rows it holds for, as an SQL expression. */
  readonly predicate: string | null;
}

export interface ForeignKey {
  readonly name: string;
  readonly definition: string;
  readonly columns: readonly string[];
  readonly parent: string;
  /** The parent's quoted name, with its schema. */
  readonly parentSql: string;
  readonly parentColumns: readonly string[];
  /** What a deleted parent does to the child's row. */
  readonly onDelete: 'refuse' | 'delete' | 'update';
}

/** A table as the database's own catalogue describes it. */
export interface Table {
  readonly name: string;
  readonly schema: string;
  /** Quoted name, with its schema. */
  readonly sql: string;
  /** Its owner as an SQL literal: faults meet nobody else's statements. */
  readonly owner: string;
  readonly columns: readonly Column[];
  readonly uniqueIndexes: readonly UniqueIndex[];
  readonly foreignKeys: readonly ForeignKey[];
}

/** Quotes a name for SQL. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

const namesOf = (relation: string, numbers: string): string =>
  `ARRAY(SELECT a.attname::text FROM unnest(${numbers}) WITH ORDINALITY AS key (number, place)
         JOIN pg_attribute a ON a.attrelid = ${relation} AND a.attnum = key.number ORDER BY place)`;

const tablesQuery = `
  SELECT c.oid, c.relname AS name, n.nspname AS schema, format('%I.%I', n.nspname, c.relname) AS sql,
         quote_literal(session_user) AS owner
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relkind = 'r' AND pg_get_userbyid(c.relowner) = session_user ORDER BY c.relname`;

const columnsQuery = `
  SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS nullable,
         a.attidentity <> '' OR COALESCE(pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval(%', false) AS numbered
  FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum`;

const uniqueIndexesQuery = `
  SELECT x.relname AS name, i.indisprimary AS primary, k.oid IS NOT NULL AS "isConstraint",
         EXISTS (SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.conindid = i.indexrelid) AS referenced,
         COALESCE(pg_get_constraintdef(k.oid), pg_get_indexdef(i.indexrelid)) AS definition,
         ${namesOf('i.indrelid', '(i.indkey::int2[])[0:i.indnkeyatts - 1]')} AS columns,
         ARRAY(SELECT pg_get_indexdef(i.indexrelid, n, true) FROM generate_series(1, i.indnkeyatts) n) AS expressions,
         pg_get_expr(i.indpred, i.indrelid) AS predicate
  FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
       LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.conrelid = i.indrelid AND k.contype IN ('p', 'u')
  WHERE i.indrelid = $1 AND i.indisunique ORDER BY x.relname`;

const foreignKeysQuery = `
  SELECT k.conname AS name, pg_get_constraintdef(k.oid) AS definition, p.relname AS parent,
         format('%I.%I', n.nspname, p.relname) AS "parentSql",
         ${namesOf('k.conrelid', 'k.conkey')} AS columns, ${namesOf('k.confrelid', 'k.confkey')} AS "parentColumns",
         CASE WHEN k.confdeltype = 'c' THEN 'delete' WHEN k.confdeltype IN ('n', 'd') THEN 'update'
              ELSE 'refuse' END AS "onDelete"
  FROM pg_constraint k JOIN pg_class p ON p.oid = k.confrelid JOIN pg_namespace n ON n.oid = p.relnamespace
  WHERE k.conrelid = $1 AND k.contype = 'f' ORDER BY k.conname`;

/** The tables of a schema that the connected role owns. Throws when there is none. */
export async function readTables(database: DatabasePart, schema: string): Promise<Table[]> {
  const rows = (await database.query(tablesQuery, [schema])) as unknown as (Table & { oid: number })[];
  if (rows.length === 0) {
    throw new Error(`the connected role owns no table of schema ${schema}: connect as the role that owns the tables`);
  }
  const tables: Table[] = [];
  for (const { oid, ...row } of rows) {
    const ask = async <T>(sql: string): Promise<T[]> => (await database.query(sql, [oid])) as T[];
    tables.push({
      ...row,
      columns: await ask<Column>(columnsQuery),
      uniqueIndexes: await ask<UniqueIndex>(uniqueIndexesQuery),
      foreignKeys: await ask<ForeignKey>(foreignKeysQuery),
    });
  }
  return tables;
}
