import type { Queryable } from '../database/pool.ts';
import { writeJson } from '../../fastapi/json-style.ts';
import { conditions, insertRow, updateRow } from './columns.ts';

export interface StudentRow {
  id: string;
  student_id: string;
  first_name: string;
  last_name: string;
  middle_name: string | null;
  date_of_birth: string;
  grade_level: string;
  disability_codes: string[];
  case_manager_auth_id: number | null;
  primary_teacher_auth_id: number | null;
  parent_guardian_auth_ids: number[] | null;
  school_district: string | null;
  school_name: string | null;
  enrollment_date: string | null;
  active_iep_id: string | null;
  is_active: boolean | null;
  created_at: string;
  updated_at: string | null;
}

export type NewStudent = Omit<StudentRow, 'active_iep_id' | 'created_at' | 'updated_at'>;

export interface StudentFilters {
  grade_level: string | undefined;
  disability_code: string | undefined;
  case_manager_auth_id: number | undefined;
  is_active: boolean;
}

const byName = 'ORDER BY last_name, first_name, id';

export function insertStudent(database: Queryable, row: NewStudent): Promise<StudentRow> {
  return insertRow(database, 'students', row);
}

export function updateStudent(
  database: Queryable,
  id: string,
  values: Partial<StudentRow>,
): Promise<StudentRow | undefined> {
  return updateRow(database, 'students', id, values);
}

export async function findStudent(database: Queryable, id: string): Promise<StudentRow | undefined> {
  const { rows } = await database.query<StudentRow>('SELECT * FROM students WHERE id = $1', [id]);
  return rows[0];
}

export async function findBySchoolId(database: Queryable, schoolId: string): Promise<StudentRow | undefined> {
  const { rows } = await database.query<StudentRow>('SELECT * FROM students WHERE student_id = $1', [schoolId]);
  return rows[0];
}

/** A text as JSON, with characters beyond ASCII as they are and escaped. */
const spellings = (text: string): string[] => [writeJson(text, {}), writeJson(text, { ascii: true })];

/** One page, and how many there are in all. */
export async function listStudents(
  database: Queryable,
  { grade_level, disability_code, case_manager_auth_id, is_active }: StudentFilters,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ rows: StudentRow[]; total: number }> {
  // Compared as JSON, since a code may hold what is no text of the database.
  const hasCode =
    "json_typeof(disability_codes) = 'array' AND EXISTS (SELECT FROM json_array_elements(disability_codes) code WHERE code::text = ANY($))";
  const { where, values } = conditions([
    ['grade_level = $', grade_level],
    [hasCode, disability_code === undefined ? undefined : spellings(disability_code)],
    ['case_manager_auth_id = $', case_manager_auth_id],
    ['is_active = $', is_active],
  ]);
  const count = await database.query<{ total: number }>(`SELECT count(*)::int AS total FROM students ${where}`, values);
  const { rows } = await database.query<StudentRow>(
    `SELECT * FROM students ${where} ${byName} LIMIT ${String(limit)} OFFSET ${String(offset)}`,
    values,
  );
  return { rows, total: count.rows[0]?.total ?? 0 };
}

/** Active students whose names or school id contain the text; case does not count. */
export async function searchStudents(database: Queryable, text: string, limit: number): Promise<StudentRow[]> {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  const columns = ['first_name', 'last_name', "first_name || ' ' || last_name", 'student_id'];
  const { rows } = await database.query<StudentRow>(
    `SELECT * FROM students WHERE is_active AND (${columns.map((column) => `${column} ILIKE $1`).join(' OR ')})
     ${byName} LIMIT $2`,
    [pattern, limit],
  );
  return rows;
}

export async function caseload(database: Queryable, teacher: number): Promise<StudentRow[]> {
  const { rows } = await database.query<StudentRow>(
    `SELECT * FROM students
     WHERE is_active AND (case_manager_auth_id = $1 OR primary_teacher_auth_id = $1) ${byName}`,
    [teacher],
  );
  return rows;
}

/** How many active students of a case manager are in each grade. */
export async function countByGrade(
  database: Queryable,
  manager: number,
): Promise<{ grade_level: string; count: number }[]> {
  const { rows } = await database.query<{ grade_level: string; count: number }>(
    `SELECT grade_level, count(*)::int AS count FROM students
     WHERE is_active AND case_manager_auth_id = $1 GROUP BY grade_level ORDER BY grade_level`,
    [manager],
  );
  return rows;
}

/** IEPs with status `active` of a case manager's active students. */
export async function countActiveIeps(database: Queryable, manager: number): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM ieps JOIN students ON students.id = ieps.student_id
     WHERE students.is_active AND students.case_manager_auth_id = $1 AND ieps.status = 'active'`,
    [manager],
  );
  return rows[0]?.count ?? 0;
}

/** Active students whose active IEP has status `active` and is to be reviewed between today and that many days later. */
export async function studentsToReview(database: Queryable, daysAhead: number): Promise<StudentRow[]> {
  const { rows } = await database.query<StudentRow>(
    `SELECT students.* FROM students JOIN ieps ON ieps.id = students.active_iep_id
     WHERE students.is_active AND ieps.status = 'active'
       AND ieps.review_date BETWEEN current_date AND current_date + $1::int
     ${byName.replace('id', 'students.id')}`,
    [daysAhead],
  );
  return rows;
}
