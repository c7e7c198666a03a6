import { Question } from '../database/question.ts';

interface Asking {
  ask<R extends object>(question: Question<R>, values?: readonly unknown[]): Promise<R[]>;
}

/** Whether there are such rows, each dated by a day around now: only class management's zone is laid down. */
const dated = (table: string, column: string, condition: string): string =>
  `SELECT '${table}.${column}' AS what, count(*) > 0 AND count(*) = count(${column})
     AND bool_and(abs(extract(epoch FROM ${column}::timestamp - now() AT TIME ZONE 'utc')) < 86400) AS is_now
   FROM ${table} WHERE ${condition}`;

const written = (table: string, condition: string): string[] =>
  ['created_at', 'updated_at'].map((column) => dated(table, column, condition));

/** What is said of a teacher, or of a batch. */
const told = 'position($1 in event_data::text) > 0';
const noted = dated('event_outbox', 'created_at', told);
const assigned = 'internal_essay_id IN (SELECT essay_id FROM essay_states WHERE batch_id = $1)';

/** Rows by what they hang on, and what was sent of it. */
const rowsOf = {
  teacher: [...['classes', 'students'].flatMap((table) => written(table, 'created_by_user_id = $1')), noted],
  batch: [...written('batches', 'id = $1'), ...written('batch_essays', 'batch_id = $1'), noted],
  essays: [...written('essay_states', 'batch_id = $1'), dated('slot_assignments', 'assigned_at', assigned), noted],
  sent: [dated('event_outbox', 'published_at', told)],
};

/** Columns of rows of a teacher, a batch or its essays that are missing, or not dated by now: `table.column`, one each. */
export async function misdated(database: Asking, kind: keyof typeof rowsOf, id: string): Promise<string[]> {
  const question = new Question<{ what: string; is_now: boolean | null }>(rowsOf[kind].join(' UNION ALL '));
  const rows = await database.ask(question, [id]);
  return rows.filter(({ is_now }) => is_now !== true).map(({ what }) => what);
}
