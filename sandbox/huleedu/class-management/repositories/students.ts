import { randomUUID } from 'node:crypto';
import type { Client } from '../../library/database.ts';

type Queryable = Pick<Client, 'query'>;

export interface Names {
  first_name: string;
  last_name: string;
  /** Null: not known. */
  legal_full_name: string | null;
}

export interface Student {
  id: string;
  first_name: string;
  last_name: string;
  email: string | null;
  class_ids: string[];
}

/** Stores a student; the address is unique among those of one user. */
export async function insertStudent(
  client: Queryable,
  { names, email, user }: { names: Names; email: string | null; user: string },
): Promise<string> {
  const id = randomUUID();
  await client.query(
    `INSERT INTO students (id, first_name, last_name, legal_full_name, email, created_by_user_id)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [id, names.first_name, names.last_name, names.legal_full_name, email, user],
  );
  return id;
}

export async function findStudent(client: Queryable, id: string): Promise<Student | undefined> {
  const { rows } = await client.query<Student>(
    `SELECT id, first_name, last_name, email,
       ARRAY(SELECT DISTINCT class_id::text FROM class_student_association WHERE student_id = id) AS class_ids
     FROM students WHERE id = $1`,
    [id],
  );
  return rows[0];
}

/** Changes what is given. */
export async function updateStudent(
  client: Queryable,
  id: string,
  { names, email }: { names: Names | null; email: string | null },
): Promise<void> {
  await client.query(
    `UPDATE students SET first_name = coalesce($2, first_name), last_name = coalesce($3, last_name),
       legal_full_name = coalesce($4, legal_full_name), email = coalesce($5, email), updated_at = now()
     WHERE id = $1`,
    [id, names?.first_name, names?.last_name, names?.legal_full_name, email],
  );
}

/** Deletes the student with the links to classes and essays. False when there is none. */
export async function deleteStudent(client: Queryable, id: string): Promise<boolean> {
  return (await client.query('DELETE FROM students WHERE id = $1', [id])).rowCount === 1;
}

/** Makes the student a member of those of the classes that exist, once of each. */
export async function joinClasses(client: Queryable, id: string, classIds: readonly string[]): Promise<void> {
  await client.query(
    `INSERT INTO class_student_association (class_id, student_id)
     SELECT id, $1 FROM classes WHERE id = ANY ($2)
       AND NOT EXISTS (SELECT FROM class_student_association WHERE class_id = classes.id AND student_id = $1)`,
    [id, classIds],
  );
}

export async function leaveClasses(client: Queryable, id: string, classIds: readonly string[]): Promise<void> {
  await client.query('DELETE FROM class_student_association WHERE student_id = $1 AND class_id = ANY ($2)', [
    ...[id, classIds],
  ]);
}

export async function studentExists(client: Queryable, id: string): Promise<boolean> {
  return (await client.query('SELECT FROM students WHERE id = $1', [id])).rowCount === 1;
}

/** The member of a class that stands for nobody known; undefined when the class has none yet. */
export async function findUnknown(client: Queryable, classId: string): Promise<string | undefined> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT id FROM students JOIN class_student_association ON student_id = id
     WHERE class_id = $1 AND first_name = 'UNKNOWN' AND last_name = 'STUDENT' LIMIT 1`,
    [classId],
  );
  return rows[0]?.id;
}
