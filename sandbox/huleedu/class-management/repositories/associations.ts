import { randomUUID } from 'node:crypto';
import type { Client } from '../../library/database.ts';

type Queryable = Pick<Client, 'query'>;

export interface Suggestion {
  essayId: string;
  studentId: string;
  batchId: string;
  classId: string;
  score: number;
  reasons: string[];
}

/** What `GET …/student-associations` shows of a row. */
export interface Shown {
  essay_id: string;
  suggested_student_id: string;
  confidence_score: number | null;
  match_reasons: string[] | null;
  created_at: string;
}

export async function isAssociated(client: Queryable, essayId: string): Promise<boolean> {
  return (await client.query('SELECT FROM essay_student_associations WHERE essay_id = $1', [essayId])).rowCount !== 0;
}

/** Stores a suggestion of NLP that waits to be confirmed (contract b.4.5). */
export async function insertSuggestion(client: Queryable, suggestion: Suggestion): Promise<void> {
  const { essayId, studentId, batchId, classId, score, reasons } = suggestion;
  await client.query(
    `INSERT INTO essay_student_associations
       (id, essay_id, student_id, batch_id, class_id, created_by_user_id, confidence_score, match_reasons, validation_status)
     VALUES ($1, $2, $3, $4, $5, 'nlp_service_phase1', $6, $7, 'pending_validation')`,
    [randomUUID(), essayId, studentId, batchId, classId, score, JSON.stringify(reasons)],
  );
}

/** All of a batch, the newest first. */
export async function associationsOf(client: Queryable, batchId: string): Promise<Shown[]> {
  const { rows } = await client.query<Shown>(
    `SELECT essay_id, student_id AS suggested_student_id, confidence_score, match_reasons, created_at
     FROM essay_student_associations WHERE batch_id = $1 ORDER BY created_at DESC, essay_id`,
    [batchId],
  );
  return rows;
}

/** The class of a batch's rows, and the course that it has; undefined for a batch without rows. */
export async function classOfBatch(
  client: Queryable,
  batchId: string,
): Promise<{ classId: string; courseCode: string } | undefined> {
  const { rows } = await client.query<{ classId: string; courseCode: string }>(
    `SELECT class_id AS "classId", course_code AS "courseCode"
     FROM essay_student_associations
     JOIN classes ON classes.id = class_id JOIN courses ON courses.id = course_id
     WHERE batch_id = $1 LIMIT 1`,
    [batchId],
  );
  return rows[0];
}

export interface Group {
  batchId: string;
  classId: string;
  courseCode: string;
}

export interface Due {
  id: string;
  essay_id: string;
  student_id: string;
  confidence_score: number | null;
}

/** Waits to be confirmed for 24 hours or longer (contract c). */
const due = `validation_status = 'pending_validation' AND essay_student_associations.created_at <= (now() AT TIME ZONE 'utc') - interval '24 hours'`;

/** Batches that have rows which are due, class by class. */
export async function dueGroups(client: Queryable): Promise<Group[]> {
  const { rows } = await client.query<Group>(
    `SELECT DISTINCT batch_id AS "batchId", class_id AS "classId", course_code AS "courseCode"
     FROM essay_student_associations
     JOIN classes ON classes.id = class_id JOIN courses ON courses.id = course_id WHERE ${due}`,
  );
  return rows;
}

/** Those of the group, kept for this transaction. */
export async function dueOf(client: Queryable, { batchId, classId }: Group): Promise<Due[]> {
  const { rows } = await client.query<Due>(
    `SELECT id, essay_id, student_id, confidence_score FROM essay_student_associations
     WHERE batch_id = $1 AND class_id = $2 AND ${due} ORDER BY created_at, essay_id FOR UPDATE SKIP LOCKED`,
    [batchId, classId],
  );
  return rows;
}

/** Confirms a row for the student because nobody did in time; the score stays. */
export async function confirmByTimeout(client: Queryable, id: string, studentId: string, by: string): Promise<void> {
  await client.query(
    `UPDATE essay_student_associations SET student_id = $2, validation_status = 'confirmed', validated_by = $3,
       validation_method = 'timeout', validated_at = clock_timestamp() AT TIME ZONE 'utc' WHERE id = $1`,
    [id, studentId, by],
  );
}
