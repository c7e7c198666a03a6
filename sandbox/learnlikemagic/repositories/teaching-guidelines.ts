import type { Queryable } from '../database/pool.ts';

export interface CurriculumFilter {
  country: string;
  board: string;
  grade: number;
}

/** Any integer may be asked for, hence the cast: the column's type would refuse a large one. */
const matching = 'country = $1 AND board = $2 AND grade = $3::numeric';

/** Distinct subjects, ascending. */
export async function listSubjects(database: Queryable, filter: CurriculumFilter): Promise<string[]> {
  const { rows } = await database.query<{ subject: string }>(
    `SELECT DISTINCT subject FROM teaching_guidelines WHERE ${matching} ORDER BY subject`,
    [filter.country, filter.board, filter.grade],
  );
  return rows.map(({ subject }) => subject);
}

/** Distinct topics of a subject, ascending. */
export async function listTopics(database: Queryable, filter: CurriculumFilter, subject: string): Promise<string[]> {
  const { rows } = await database.query<{ topic: string }>(
    `SELECT DISTINCT topic FROM teaching_guidelines WHERE ${matching} AND subject = $4 ORDER BY topic`,
    [filter.country, filter.board, filter.grade, subject],
  );
  return rows.map(({ topic }) => topic);
}

/** One entry a row, duplicates kept, by subtopic ascending. */
export async function listSubtopics(
  database: Queryable,
  filter: CurriculumFilter,
  subject: string,
  topic: string,
): Promise<{ subtopic: string; guideline_id: string }[]> {
  const { rows } = await database.query<{ subtopic: string; guideline_id: string }>(
    `SELECT subtopic, id AS guideline_id FROM teaching_guidelines
     WHERE ${matching} AND subject = $4 AND topic = $5 ORDER BY subtopic, id`,
    [filter.country, filter.board, filter.grade, subject, topic],
  );
  return rows;
}

export interface TeachingGuideline {
  guideline: string;
  metadata_json: string | null;
}

/** The text that a session is taught by, or null. */
export async function findTeachingGuideline(database: Queryable, id: string): Promise<TeachingGuideline | null> {
  const { rows } = await database.query<TeachingGuideline>(
    'SELECT guideline, metadata_json FROM teaching_guidelines WHERE id = $1',
    [id],
  );
  return rows[0] ?? null;
}
