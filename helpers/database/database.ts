import type { Pool } from 'pg';
import type { z } from 'zod';
import type { Redact } from '../http/redaction.ts';
import { openPool, readWith, withClient, writeWith, type ConnectionOptions, type Statement } from './connection.ts';
import { databaseErrorOf } from './database-error.ts';
import { Question } from './question.ts';

/** Tables of a system: name → schema of a row, whose keys are the columns to read. */
export type Tables = Readonly<Record<string, z.ZodObject>>;

export type TableName<T extends Tables> = keyof T & string;
export type Row<T extends Tables, N extends TableName<T>> = z.output<T[N]>;
export type Where<T extends Tables, N extends TableName<T>> = Partial<
  Record<keyof z.input<T[N]> & string, string | number>
>;

export interface DatabaseOptions extends ConnectionOptions {
  readonly redact: Redact;
  /** Throws where nothing may be written; `what` says what is about to be. */
  readonly mayWrite?: (what: string) => void;
}

/** Signs of a statement that an error shows. */
const shownStatement = 80;

const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A lazily connected handle with typed reads of a system's tables. Throws DatabaseErrors. */
export class Database<T extends Tables> {
  private pool: Promise<Pool> | undefined;

  constructor(
    private readonly tables: T,
    private readonly options: DatabaseOptions,
  ) {}

  /** The rows that have all these column values, in the order of `orderBy` (no promise without it). */
  async rows<N extends TableName<T>>(
    table: N,
    where: Where<T, N>,
    orderBy: readonly (keyof z.input<T[N]> & string)[] = [],
  ): Promise<Row<T, N>[]> {
    const schema = this.schemaOf(table);
    const columns = Object.keys(schema.shape).map(quoteName).join(', ');
    const { text, values } = condition(where);
    const order = orderBy.length > 0 ? ` ORDER BY ${orderBy.map(quoteName).join(', ')}` : '';
    const rows = await this.query(`SELECT ${columns} FROM ${quoteName(table)} WHERE ${text}${order}`, values);
    return rows.map((row) => {
      const result = schema.safeParse(row);
      if (!result.success) {
        throw new Error(`a row of ${table} with ${JSON.stringify(where)} breaks its schema:\n${result.error.message}`);
      }
      return result.data;
    });
  }

  /** The one row that has these column values. Throws when there is none or more than one. */
  async row<N extends TableName<T>>(table: N, where: Where<T, N>): Promise<Row<T, N>> {
    const rows = await this.rows(table, where);
    const [row] = rows;
    if (rows.length !== 1 || row === undefined) {
      throw new Error(`${table} holds ${String(rows.length)} rows with ${JSON.stringify(where)}, expected one`);
    }
    return row;
  }

  /** How many rows have these column values. */
  async count<N extends TableName<T>>(table: N, where: Where<T, N>): Promise<number> {
    const { text, values } = condition(where);
    const [row] = await this.query<{ count: number }>(`SELECT count(*) FROM ${quoteName(table)} WHERE ${text}`, values);
    return row?.count ?? 0;
  }

  /** Inserts one row; columns that are not given keep the database's default. */
  async insert<N extends TableName<T>>(table: N, row: Partial<z.input<T[N]>>): Promise<void> {
    const columns = Object.keys(row);
    const places = columns.map((_, index) => `$${String(index + 1)}`).join(', ');
    const names = columns.map(quoteName).join(', ');
    await this.execute(`INSERT INTO ${quoteName(table)} (${names}) VALUES (${places})`, Object.values(row));
  }

  /** Removes the rows that have all these column values. */
  async remove<N extends TableName<T>>(table: N, where: Where<T, N>): Promise<void> {
    const { text, values } = condition(where);
    await this.execute(`DELETE FROM ${quoteName(table)} WHERE ${text}`, values);
  }

  /** Asks a question that the system declares. */
  async ask<R extends object>(question: Question<R>, values: readonly unknown[] = []): Promise<R[]> {
    // What only looks like one would be a free statement.
    if (!(question instanceof Question)) throw new Error('refused: a question is declared in helpers/');
    return this.query<R>(question.text, values);
  }

  /** Runs one parameterised statement that reads, and returns its rows; the server refuses one that writes. */
  query<R extends object>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    return this.lent(text, (client) => readWith<R>(client, { text, values }));
  }

  /** Runs one parameterised statement that writes. */
  async execute(text: string, values: readonly unknown[] = []): Promise<void> {
    await this.transaction([{ text, values }]);
  }

  /** Runs the statements in one transaction: all of them or none. */
  async transaction(statements: readonly Statement[]): Promise<void> {
    const doing = statements.map(({ text }) => text).join('; ');
    this.options.mayWrite?.(shortened(doing));
    await this.lent(doing, (client) => writeWith(client, statements));
  }

  /** Closes the connections, if any were opened. */
  async close(): Promise<void> {
    const pool = this.pool;
    this.pool = undefined;
    await (await pool)?.end();
  }

  private schemaOf<N extends TableName<T>>(table: N): T[N] {
    return this.tables[table];
  }

  private async lent<R>(doing: string, body: Parameters<typeof withClient<R>>[1]): Promise<R> {
    try {
      return await withClient(await (this.pool ??= openPool(this.options)), body);
    } catch (error) {
      throw databaseErrorOf(error, `PostgreSQL ${this.place()}, ${shortened(doing)}`, this.options.redact);
    }
  }

  private place(): string {
    const { host, pathname } = new URL(this.options.url);
    return host + pathname;
  }
}

/** What a statement does, in so many signs as a line of a report can spare. */
function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > shownStatement ? `${line.slice(0, shownStatement)}…` : line;
}

function condition(where: Readonly<Record<string, unknown>>): { text: string; values: unknown[] } {
  const names = Object.keys(where);
  if (names.length === 0) throw new Error('A read needs at least one column value: the table may hold data of others');
  const text = names.map((name, index) => `${quoteName(name)} = $${String(index + 1)}`).join(' AND ');
  return { text, values: Object.values(where) };
}
