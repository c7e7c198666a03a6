import type { Database } from '../database/database.ts';
import { changeSchema } from '../database/schema-change.ts';
import type { Tables } from './tables.ts';

/** What the database raises for an insert, with the text by which the service classes it (contract 7.1). */
export interface Raised {
  readonly sqlstate: string;
  readonly text: string;
}

const versionConflict = 'duplicate key value violates unique constraint "uq_student_year_version"';

/** Errors that are retried, and errors that are not, by what they are (contract 7.1, technique B). */
export const raised = {
  retried: {
    'a version conflict': { sqlstate: '23505', text: versionConflict },
    'a deadlock': { sqlstate: '40P01', text: 'deadlock detected' },
    'a lock time-out': { sqlstate: '55P03', text: 'canceling statement due to lock timeout' },
    'a lock that could not be obtained': { sqlstate: '55P03', text: 'could not obtain lock on row in relation "ieps"' },
  },
  final: {
    'a serialization failure': {
      sqlstate: '40001',
      text: 'could not serialize access due to concurrent update',
    },
    'a foreign-key violation': {
      sqlstate: '23503',
      text: 'insert or update on table "ieps" violates foreign key "ieps_student_id_fkey"',
    },
    'a value that is too long': { sqlstate: '22001', text: 'value too long for type character varying(9)' },
  },
} as const satisfies Record<string, Record<string, Raised>>;

/** More attempts than any creation may make. */
const observed = 16;

/** A trigger that refuses inserts of one student's IEPs, and knows when each was tried. */
export interface RefusingTrigger {
  /** When each insert was tried, by the database's clock, in seconds; refused ones too. */
  attempts(): Promise<number[]>;
}

/**
 * Plants a trigger that raises for the first `times` inserts of a student's IEPs (technique B). Attempts are counted and
 * timed in sequences, which keep their values when the attempt is rolled back. Everything planted bears `name`, which
 * carries the run's prefix; `removePlanted` takes it away. Needs the rights of `@database-fault`.
 */
export async function plantRefusal(
  database: Database<Tables>,
  name: string,
  refusal: Raised & { readonly studentId: string; readonly times: number },
): Promise<RefusingTrigger> {
  const { sqlstate, studentId, text, times } = refusal;
  const moments = Array.from({ length: observed }, (_, index) => `${name}_${String(index + 1)}`);
  // The server quotes what the definitions hold: a definition takes no parameters.
  const [definition] = await database.query<{ routine: string; trigger: string }>(
    `SELECT format('CREATE FUNCTION %1$I() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS %2$L',
         $1::text, format('DECLARE attempt bigint := nextval(%1$L);
           BEGIN
             PERFORM setval((%2$L || least(attempt, %3$s))::regclass, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint);
             IF attempt <= %4$s THEN RAISE EXCEPTION USING ERRCODE = %5$L, MESSAGE = %6$L; END IF;
             RETURN NEW;
           END', $1::text, $1::text || '_', $2::int, $3::int, $4::text, $5::text)) AS routine,
       format('CREATE TRIGGER %1$I BEFORE INSERT ON ieps FOR EACH ROW WHEN (NEW.student_id = %2$L::uuid) EXECUTE FUNCTION %1$I()',
         $1::text, $6::text) AS trigger`,
    [name, observed, times, sqlstate, text, studentId],
  );
  const sequences = await database.query<{ text: string }>(
    `SELECT format('CREATE SEQUENCE %I', name) AS text FROM unnest($1::text[]) AS name`,
    [[name, ...moments]],
  );
  const { routine = '', trigger = '' } = definition ?? {};
  await changeSchema(database, [...sequences.map((sequence) => sequence.text), routine, trigger]);
  return {
    async attempts() {
      // A sequence that was never used has no value yet.
      const rows = await database.query<{ moment: number }>(
        `SELECT last_value AS moment FROM pg_sequences
         WHERE sequencename = ANY($1) AND last_value IS NOT NULL ORDER BY last_value`,
        [moments],
      );
      return rows.map(({ moment }) => moment / 1_000_000);
    },
  };
}

/** Seconds between the attempts of each creation, given the moments of creations that made so many attempts each. */
export const waitsBetween = (moments: readonly number[], attempts: number): number[][] =>
  Array.from({ length: Math.floor(moments.length / attempts) }, (_, creation) => {
    const own = moments.slice(creation * attempts, (creation + 1) * attempts);
    return own.slice(1).map((moment, index) => moment - (own[index] ?? moment));
  });

/** Statements that take away what was planted under a name, or under any name of a run when it ends with `_`. */
export async function removalOfPlanted(database: Database<Tables>, name: string): Promise<string[]> {
  const pattern = name.endsWith('_') ? name : `${name}_`;
  const rows = await database.query<{ text: string }>(
    // Only the owner of the table may drop a trigger; the owner of its function may drop that with all that hangs on it.
    `SELECT format('DROP FUNCTION %s CASCADE', oid::regprocedure) AS text FROM pg_proc
       WHERE proname = $1 OR starts_with(proname, $2)
     UNION ALL SELECT format('DROP SEQUENCE %s', oid::regclass) FROM pg_class
       WHERE relkind = 'S' AND (relname = $1 OR starts_with(relname, $2))`,
    [name, pattern],
  );
  return rows.map(({ text }) => text);
}
