import type { DatabasePart } from '../mutants/mutant.ts';
import type { Activity } from '../recording/activity.ts';
import type { Table } from './tables.ts';

/** A way to break a table: what a mutant is made of. */
export interface Fault {
  readonly operator: string;
  /** Column, constraint or action, where the table alone does not tell. */
  readonly place?: string;
  readonly description: string;
  /** Entries of a table recording; a test with one of them can meet the fault. */
  readonly needs: readonly string[];
  /** An entry that a test should have twice to meet it. */
  readonly needsTwice?: string;
  /** It also shows where no trigger can count it, as to those who would have waited for a row that is not committed. */
  readonly uncounted?: true;
  readonly triggers: readonly Trigger[];
  /** SQL that is run before the triggers are installed. */
  readonly setUp?: string;
  /** SQL that is run when the fault is taken out; the schema of the mutants is still there. */
  readonly undo?: string;
}

/** A trigger that makes or counts the fault. */
export interface Trigger {
  readonly table: Pick<Table, 'sql' | 'owner'>;
  /** Such as `BEFORE INSERT OR UPDATE`. */
  readonly event: string;
  readonly level: 'ROW' | 'STATEMENT';
  /** PL/pgSQL statements. */
  readonly body: string;
  /** The body writes to the table itself, which must not start the trigger again. */
  readonly direct?: boolean;
}

/** Schema of all that a planted mutant needs: dropping it drops the functions, and with them the triggers. */
const schema = 'detection';

/** PL/pgSQL that counts a change. A sequence, because it keeps its value when the statement is rolled back. */
export const count = `PERFORM nextval('${schema}.applied');`;

/** Name of a table of the mutant's own. */
export const ownTable = (name: string): string => `${schema}.${name}`;

/** How many transactions ago the mutant was planted. */
export const ageOfMutant = `(SELECT age(xmin) FROM pg_namespace WHERE nspname = '${schema}')`;

/** Removes what a run that was killed has left. */
export async function removePlanted(database: DatabasePart): Promise<void> {
  await database.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
}

/** Plants a fault; the function returned takes it out. */
export async function plantFault(database: DatabasePart, fault: Fault): Promise<() => Promise<Activity>> {
  // Several statements in one query are one transaction: all of the fault or nothing.
  const statements = [`CREATE SCHEMA ${schema}`, `CREATE SEQUENCE ${schema}.applied`, fault.setUp ?? ''];
  await database.query([...statements, ...fault.triggers.flatMap(install)].join(';\n'));
  return async () => {
    const [row] = await database.query(
      `SELECT CASE WHEN is_called THEN last_value ELSE 0 END AS applied FROM ${schema}.applied`,
    );
    await database.query([fault.undo ?? '', `DROP SCHEMA ${schema} CASCADE`].join(';\n'));
    return { applied: Number(row?.['applied']) };
  };
}

function install({ table, event, level, body, direct }: Trigger, index: number): string[] {
  const name = `mutate_${String(index)}`;
  // The suite's own role arranges and cleans up in a true database. Cascades run as the owner, hence the session's user.
  const condition = `session_user = ${table.owner}${direct ? ' AND pg_trigger_depth() = 0' : ''}`;
  return [
    `CREATE FUNCTION ${schema}.${name}() RETURNS trigger LANGUAGE plpgsql AS $mutant$ BEGIN ${body} END $mutant$`,
    `CREATE TRIGGER detection_${name} ${event} ON ${table.sql} FOR EACH ${level}
       WHEN (${condition}) EXECUTE FUNCTION ${schema}.${name}()`,
  ];
}
