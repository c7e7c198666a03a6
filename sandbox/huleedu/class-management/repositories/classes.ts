import { randomUUID } from 'node:crypto';
import type { Client } from '../../library/database.ts';

type Queryable = Pick<Client, 'query'>;

export interface Class {
  id: string;
  name: string;
  course_code: string;
}

export interface RosterEntry {
  student_id: string;
  first_name: string;
  last_name: string;
  full_legal_name: string;
  email: string | null;
}

/** The id of a course; undefined when the table does not have it. */
export async function findCourse(client: Queryable, code: string): Promise<string | undefined> {
  const { rows } = await client.query<{ id: string }>('SELECT id FROM courses WHERE course_code::text = $1', [code]);
  return rows[0]?.id;
}

export async function insertClass(
  client: Queryable,
  { name, courseId, user }: { name: string; courseId: string; user: string },
): Promise<string> {
  const id = randomUUID();
  await client.query('INSERT INTO classes (id, name, created_by_user_id, course_id) VALUES ($1, $2, $3, $4)', [
    ...[id, name, user, courseId],
  ]);
  return id;
}

export async function findClass(client: Queryable, id: string): Promise<Class | undefined> {
  const { rows } = await client.query<Class>(
    `SELECT classes.id, classes.name, course_code FROM classes JOIN courses ON courses.id = course_id
     WHERE classes.id = $1`,
    [id],
  );
  return rows[0];
}

/** Changes what is given. False when there is no such class. */
export async function updateClass(
  client: Queryable,
  id: string,
  { name = null, courseId = null }: { name?: string | null; courseId?: string | null },
): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE classes SET name = coalesce($2, name), course_id = coalesce($3, course_id), updated_at = now()
     WHERE id = $1`,
    [id, name, courseId],
  );
  return rowCount === 1;
}

/** Deletes the class with its links to students and essays. False when there is none. */
export async function deleteClass(client: Queryable, id: string): Promise<boolean> {
  return (await client.query('DELETE FROM classes WHERE id = $1', [id])).rowCount === 1;
}

/** Who made the class. */
export async function ownerOf(client: Queryable, id: string): Promise<string | undefined> {
  const { rows } = await client.query<{ owner: string }>(
    'SELECT created_by_user_id AS owner FROM classes WHERE id = $1',
    [id],
  );
  return rows[0]?.owner;
}

/** The students of a class by their names. */
export async function rosterOf(client: Queryable, id: string): Promise<RosterEntry[]> {
  const { rows } = await client.query<RosterEntry>(
    `SELECT DISTINCT id AS student_id, first_name, last_name, first_name || ' ' || last_name AS full_legal_name, email
     FROM students JOIN class_student_association ON student_id = id
     WHERE class_id = $1 ORDER BY last_name, first_name, student_id`,
    [id],
  );
  return rows;
}
