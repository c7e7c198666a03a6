import { Question } from '../database/question.ts';
import type { Reads } from '../database/reads.ts';
import type { Tables } from './tables.ts';

/** School district of students whose chain a test breaks on purpose; the audit of a whole run leaves them out. */
export const unchained = 'Chain broken by its test';

/** Whose chains are audited: all students of a run but the unchained, or single ones by UUID. */
export type Audited = { readonly prefix: string } | { readonly studentIds: readonly string[] };

const valueOf = (audited: Audited): string | readonly string[] =>
  'prefix' in audited ? audited.prefix : audited.studentIds;

/** A query `audited` of their IEPs, for `$1` the value of the above. */
function auditedRows(audited: Audited): string {
  const condition =
    'prefix' in audited
      ? `starts_with(students.student_id, $1) AND students.school_district IS DISTINCT FROM '${unchained}'`
      : 'students.id::text = ANY($1)';
  return `WITH audited AS (SELECT ieps.* FROM ieps JOIN students ON students.id = ieps.student_id WHERE ${condition})`;
}

/**
 * What breaks the rules of a version chain (contract 7; technique E), one line each; empty is the proof. Per student and
 * year: versions exactly 1..N, one row without a parent and that is version 1, each other row a child of the one before.
 */
export async function chainFaults(database: Reads<Tables>, audited: Audited): Promise<string[]> {
  const rows = await database.ask(
    new Question<{ line: string }>(`${auditedRows(audited)}
     SELECT format('%s %s: versions %s, expected 1 to %s', student_id, academic_year,
         string_agg(coalesce(version::text, 'NULL'), ' ' ORDER BY version), count(*)) AS line
       FROM audited GROUP BY student_id, academic_year
       HAVING NOT (count(*) = max(version) AND count(*) = count(DISTINCT version) AND min(version) = 1)
     UNION ALL SELECT format('%s %s: %s rows without a parent', student_id, academic_year,
         count(*) FILTER (WHERE parent_version_id IS NULL))
       FROM audited GROUP BY student_id, academic_year HAVING count(*) FILTER (WHERE parent_version_id IS NULL) <> 1
     UNION ALL SELECT format('%s %s: version 1 has a parent', student_id, academic_year)
       FROM audited WHERE version = 1 AND parent_version_id IS NOT NULL
     UNION ALL SELECT format('%s %s: parent of version %s is version %s of %s %s', child.student_id,
         child.academic_year, child.version, parent.version, parent.student_id, parent.academic_year)
       FROM audited child JOIN ieps parent ON parent.id = child.parent_version_id
       WHERE (parent.version, parent.student_id, parent.academic_year)
         IS DISTINCT FROM (child.version - 1, child.student_id, child.academic_year)`),
    [valueOf(audited)],
  );
  return rows.map(({ line }) => line);
}

/** What an audit sees, one line a pair: student by UUID, year and number of rows. An audit of nothing is no proof. */
export async function auditedChains(database: Reads<Tables>, audited: Audited): Promise<string[]> {
  const rows = await database.ask(
    new Question<{
      line: string;
    }>(`${auditedRows(audited)} SELECT format('%s %s: %s', student_id, academic_year, count(*)) AS line
     FROM audited GROUP BY student_id, academic_year`),
    [valueOf(audited)],
  );
  return rows.map(({ line }) => line);
}
