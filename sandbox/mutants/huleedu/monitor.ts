import { randomUUID } from 'node:crypto';
import { rewrite, reread, revalue } from '../sql.ts';
import type { DatabaseDecoration } from '../rule.ts';
import { rule, type Applied, type Rule } from './rule.ts';

const where = { touches: ['monitor classManagement'] };
const due = /interval '24 hours'/;
const confirming = 'UPDATE essay_student_associations SET student_id = $2';
const confirmation = /^UPDATE essay_student_associations SET student_id = \$2/;

const sql = (name: string, description: string, decorate: (applied: Applied) => DatabaseDecoration): Rule =>
  rule(name, description, where, (applied) => ({ classManagement: decorate(applied) }));

const dueRows = 'SELECT id, essay_id, student_id, confidence_score';

/** Rows that are due are taken for rows of another score. */
const scored = (name: string, description: string, change: (score: number | null) => number | null): Rule =>
  sql(name, description, (applied) =>
    reread(applied, dueRows, (rows) => {
      const changed = rows.map((row) => ({
        ...row,
        confidence_score: change(row['confidence_score'] as number | null),
      }));
      const differs = changed.some((row, at) => row.confidence_score !== rows[at]?.['confidence_score']);
      return differs ? changed : undefined;
    }),
  );

const between =
  (low: number, high: number, other: number) =>
  (score: number | null): number | null =>
    score !== null && score >= low && score < high ? other : score;

const student = 'INSERT INTO students';

/** Faults of the monitor of time-outs (contract c). */
export const monitorRules: Rule[] = [
  sql('due-after-25-hours', 'Rows are due after 25 hours.', (applied) => rewrite(applied, due, '24 hours', '25 hours')),
  sql('due-after-23-hours', 'Rows are due after 23 hours.', (applied) => rewrite(applied, due, '24 hours', '23 hours')),
  sql('due-after-two-days', 'Rows are due after 48 hours.', (applied) => rewrite(applied, due, '24 hours', '48 hours')),
  sql('other-statuses-due', 'Rows of every status are confirmed.', (applied) =>
    rewrite(applied, due, "validation_status = 'pending_validation'", "validation_status <> ''"),
  ),
  sql('rejected-due', 'Rejected rows are confirmed.', (applied) =>
    rewrite(
      applied,
      due,
      "validation_status = 'pending_validation'",
      "validation_status IN ('pending_validation', 'rejected')",
    ),
  ),
  scored('threshold-above', 'A score of 0.7 is low.', (score) => (score === 0.7 ? 0.69 : score)),
  scored('threshold-of-0.8', 'A score below 0.8 is low.', between(0.7, 0.8, 0.69)),
  scored('threshold-of-0.6', 'A score of 0.6 is high.', between(0.6, 0.7, 0.7)),
  scored('no-score-is-high', 'A row without a score keeps its student.', (score) => score ?? 0.95),
  scored('zero-is-high', 'A score of 0 keeps its student.', (score) => (score === 0 ? 0.95 : score)),
  sql('unknown-of-all', 'All classes have one UNKNOWN student.', (applied) =>
    rewrite(applied, /first_name = 'UNKNOWN'/, 'class_id = $1 AND', '$1::uuid IS NOT NULL AND'),
  ),
  sql('unknown-not-reused', 'Each low score makes an UNKNOWN student of its own.', (applied) => ({
    database: {
      query:
        (original) =>
        (text, values = []) => {
          if (text.includes("first_name = 'UNKNOWN'")) {
            applied();
            return Promise.resolve({ rows: [], rowCount: 0 });
          }
          // The address is unique among the students of one user.
          const own = text.startsWith(student) && values[1] === 'UNKNOWN';
          return original(text, own ? values.with(4, `unknown.${randomUUID()}@huleedu.system`) : values);
        },
    },
  })),
  sql('unknown-unlinked', 'The UNKNOWN student is no member of the class.', (applied) => {
    let isUnknown = false;
    return {
      database: {
        query:
          (original) =>
          (text, values = []) => {
            if (text.startsWith(student)) isUnknown = values[1] === 'UNKNOWN';
            if (!isUnknown || !text.startsWith('INSERT INTO class_student_association')) return original(text, values);
            applied();
            return Promise.resolve({ rows: [], rowCount: 1 });
          },
      },
    };
  }),
  ...(
    [
      ['unknown-named', 'The UNKNOWN student is called Unknown.', 1, 'Unknown'],
      ['unknown-legal-name', 'The UNKNOWN student has a legal name.', 3, 'UNKNOWN STUDENT'],
      ['unknown-address', 'The UNKNOWN student has no address.', 4, null],
      ['unknown-creator', 'The UNKNOWN student is made by nobody.', 5, 'system'],
    ] as const
  ).map(([name, description, at, value]) =>
    sql(name, description, (applied) =>
      revalue(applied, student, (values) => (values[1] === 'UNKNOWN' ? values.with(at, value) : undefined)),
    ),
  ),
  sql('timeout-status', 'A row gets the status timeout_confirmed.', (applied) =>
    rewrite(applied, confirmation, "'confirmed'", "'timeout_confirmed'"),
  ),
  sql('timeout-method', 'A row gets the method auto.', (applied) =>
    rewrite(applied, confirmation, "'timeout'", "'auto'"),
  ),
  sql('timeout-by', 'A row is validated by nobody.', (applied) =>
    revalue(applied, confirming, (values) => values.with(2, null)),
  ),
  sql('timeout-time-missing', 'A row has no time of its validation.', (applied) =>
    rewrite(applied, confirmation, "clock_timestamp() AT TIME ZONE 'utc'", 'NULL'),
  ),
  sql('timeout-changes-score', 'A row that got the UNKNOWN student loses its score.', (applied) =>
    rewrite(applied, confirmation, 'student_id = $2,', 'student_id = $2, confidence_score = 0,'),
  ),
  sql('timeout-keeps-student', 'A row of a low score keeps its student.', (applied) =>
    rewrite(
      applied,
      confirmation,
      'student_id = $2',
      'student_id = CASE WHEN $2::uuid IS NULL THEN NULL ELSE student_id END',
    ),
  ),
  sql('timeout-not-stored', 'A row is confirmed in the event only.', (applied) =>
    revalue(applied, confirming, () => null),
  ),
  sql('one-batch-a-cycle', 'A cycle confirms one batch only.', (applied) =>
    reread(applied, 'SELECT DISTINCT batch_id', (rows) => (rows.length > 1 ? rows.slice(0, 1) : undefined)),
  ),
];
