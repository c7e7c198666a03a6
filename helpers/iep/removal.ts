import { z } from 'zod';
import { runIdPattern } from '../../env/run.ts';
import type { IepSettings } from '../../env/systems/iep.ts';
import type { SystemSettings } from '../../env/systems/index.ts';
import type { Kind, NaturalKey, Remover, Root, SystemRemoval } from '../cleanup/removal.ts';
import { Database } from '../database/database.ts';
import { removeRows } from '../database/row-removal.ts';
import { changeSchema } from '../database/schema-change.ts';
import type { Redact } from '../http/redaction.ts';
import { removalOfPlanted } from './refusing-trigger.ts';
import { tables, type Tables } from './tables.ts';

const keyed = (name: string): Kind => ({
  keyOf: ({ body }) => {
    const value = z.object({ [name]: z.string().min(1) }).safeParse(body).data?.[name];
    return value === undefined ? undefined : { [name]: value };
  },
  idOf: (body) => z.object({ id: z.string() }).safeParse(body).data?.id,
});

const kinds = {
  student: keyed('student_id'),
  template: keyed('name'),
  'disability-type': keyed('name'),
  // A trigger with its function and sequences, which the suite plants itself; its name is the id.
  trigger: { keyOf: () => undefined, idOf: () => undefined },
} as const satisfies Record<string, Kind>;

/** Tables of the roots, with the column that carries the run's prefix. */
const rootTables = {
  student: {
    table: 'students',
    column: 'student_id',
    own: `(starts_with(student_id, $2) OR starts_with(last_name, $2))`,
  },
  template: { table: 'iep_templates', column: 'name', own: 'starts_with(name, $2)' },
  'disability-type': { table: 'disability_types', column: 'name', own: 'starts_with(name, $2)' },
} as const;

const isRootKind = (kind: string): kind is keyof typeof rootTables => Object.hasOwn(rootTables, kind);

/** What hangs on a root and goes before it, in the contract's order (section 8): $1 its id, $2 the run's prefix. */
const removalOf = (kind: keyof typeof rootTables): string[] => {
  const { table, own } = rootTables[kind];
  const roots = `SELECT id FROM ${table} WHERE id = $1 AND ${own}`;
  const last = `DELETE FROM ${table} WHERE id IN (${roots})`;
  if (kind === 'student') {
    const ieps = `SELECT id FROM ieps WHERE student_id IN (${roots})`;
    return [
      // The other half of the cycle; a pointer to one of these IEPs may be another student's.
      `UPDATE students SET active_iep_id = NULL WHERE active_iep_id IN (${ieps})`,
      `UPDATE students SET active_iep_id = NULL WHERE id IN (${roots})`,
      `DELETE FROM iep_goals WHERE iep_id IN (${ieps})`,
      `UPDATE ieps SET parent_version_id = NULL WHERE parent_version_id IN (${ieps})`,
      `DELETE FROM ieps WHERE student_id IN (${roots})`,
      last,
    ];
  }
  if (kind === 'template') return [`UPDATE ieps SET template_id = NULL WHERE template_id IN (${roots})`, last];
  return [`UPDATE iep_templates SET disability_type_id = NULL WHERE disability_type_id IN (${roots})`, last];
};

class IepRemover implements Remover {
  constructor(
    private readonly database: Database<Tables>,
    private readonly prefix: string,
  ) {}

  async resolve(kind: string, key: NaturalKey): Promise<string[]> {
    if (!isRootKind(kind)) return [];
    const { table, column, own } = rootTables[kind];
    return this.ids(`SELECT id FROM ${table} WHERE ${column} = $1 AND ${own}`, [key[column] ?? null, this.prefix]);
  }

  async remove(kind: string, id: string): Promise<void> {
    if (kind === 'trigger') return this.removePlanted(id);
    if (!isRootKind(kind)) throw new Error(`helpers/iep/removal.ts knows no kind ${kind}`);
    const { table, own } = rootTables[kind];
    const values = [id, this.prefix];
    if ((await this.ids(`SELECT id FROM ${table} WHERE id = $1 AND NOT ${own}`, values)).length > 0) {
      throw new Error(`the ${kind} does not belong to this run (${this.prefix}…): nothing was deleted`);
    }
    const statements = removalOf(kind).map((text) => ({ text, values }));
    await removeRows(this.database, statements);
  }

  async leftovers(): Promise<string[]> {
    const rows = await this.database.query<{ line: string }>(
      `SELECT 'student ' || id AS line FROM students WHERE starts_with(student_id, $1) OR starts_with(last_name, $1)
       UNION ALL SELECT 'iep ' || ieps.id FROM ieps JOIN students ON students.id = ieps.student_id
         WHERE starts_with(students.student_id, $1)
       UNION ALL SELECT 'template ' || id FROM iep_templates WHERE starts_with(name, $1)
       UNION ALL SELECT 'disability type ' || id FROM disability_types WHERE starts_with(name, $1)
       UNION ALL SELECT 'trigger ' || tgname FROM pg_trigger WHERE starts_with(tgname, $1)
       UNION ALL SELECT 'function ' || proname FROM pg_proc WHERE starts_with(proname, $1)
       UNION ALL SELECT 'sequence ' || relname FROM pg_class WHERE relkind = 'S' AND starts_with(relname, $1)`,
      [this.prefix],
    );
    return rows.map(({ line }) => line);
  }

  async roots(): Promise<Root[]> {
    const planted = await removalOfPlanted(this.database, this.prefix);
    // Students first: their IEPs use templates, which use disability types.
    const rows = await this.database.query<Root>(
      `SELECT kind, id FROM (
         SELECT 1 AS place, 'student' AS kind, id::text FROM students
           WHERE starts_with(student_id, $1) OR starts_with(last_name, $1)
         UNION SELECT 2, 'template', id::text FROM iep_templates WHERE starts_with(name, $1)
         UNION SELECT 3, 'disability-type', id::text FROM disability_types WHERE starts_with(name, $1)) roots
       ORDER BY place`,
      [this.prefix],
    );
    return [...(planted.length > 0 ? [{ kind: 'trigger', id: this.prefix }] : []), ...rows];
  }

  async close(): Promise<void> {
    await this.database.close();
  }

  private async removePlanted(name: string): Promise<void> {
    if (!name.startsWith(this.prefix)) {
      throw new Error(`the trigger does not belong to this run (${this.prefix}…): nothing was dropped`);
    }
    const statements = await removalOfPlanted(this.database, name);
    if (statements.length > 0) await changeSchema(this.database, statements);
  }

  private async ids(text: string, values: readonly unknown[]): Promise<string[]> {
    return (await this.database.query<{ id: string }>(text, values)).map(({ id }) => id);
  }
}

function databaseOf({ iep }: SystemSettings, redact: Redact, applicationName: string): Database<Tables> {
  if (!iep) throw new Error('The ledger names iep, which this environment does not host');
  const { databaseUrl }: IepSettings = iep;
  return new Database(tables, { url: databaseUrl, applicationName, redact });
}

/** Clean-up of the IEP service, in the contract's order (section 8): pointers, goals, IEPs, students; then what they use. */
export const removal: SystemRemoval = {
  kinds,
  open: (settings, { prefix, redact }) => new IepRemover(databaseOf(settings, redact, `${prefix}cleanup`), prefix),
  async findRuns(settings, redact) {
    const database = databaseOf(settings, redact, 'test_sweep');
    const pattern = `^(test_${runIdPattern}_)`;
    try {
      const rows = await database.query<{ run: string }>(
        `SELECT DISTINCT substring(name FROM $1) AS run FROM (
           SELECT student_id AS name FROM students UNION ALL SELECT last_name FROM students
           UNION ALL SELECT name FROM iep_templates UNION ALL SELECT name FROM disability_types
           UNION ALL SELECT proname::text FROM pg_proc
           UNION ALL SELECT relname::text FROM pg_class WHERE relkind = 'S') names
         WHERE name ~ $1 ORDER BY run`,
        [pattern],
      );
      return rows.map(({ run }) => run);
    } finally {
      await database.close();
    }
  },
};
