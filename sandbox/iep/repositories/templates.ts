import type { Queryable } from '../database/pool.ts';
import { conditions, insertRow, updateRow } from './columns.ts';

export interface TemplateRow {
  id: string;
  name: string;
  disability_type_id: string | null;
  grade_level: string | null;
  sections: Record<string, unknown>;
  default_goals: Record<string, unknown>[] | null;
  version: number;
  is_active: boolean | null;
  created_by_auth_id: number;
  created_at: string;
  updated_at: string | null;
}

export type NewTemplate = Omit<TemplateRow, 'created_at' | 'updated_at'>;

export interface TemplateFilters {
  disability_type_id: string | undefined;
  grade_level: string | undefined;
  is_active: boolean;
}

export interface DisabilityRow {
  id: string;
  code: string;
  name: string;
  description: string | null;
  accommodation_defaults: Record<string, unknown> | null;
  federal_category: string | null;
  state_category: string | null;
  is_active: boolean | null;
  created_at: string;
}

export type NewDisability = Omit<DisabilityRow, 'created_at'>;

export function insertTemplate(database: Queryable, row: NewTemplate): Promise<TemplateRow> {
  return insertRow(database, 'iep_templates', row);
}

export function updateTemplate(
  database: Queryable,
  id: string,
  values: Partial<TemplateRow>,
): Promise<TemplateRow | undefined> {
  return updateRow(database, 'iep_templates', id, values);
}

export async function findTemplate(database: Queryable, id: string): Promise<TemplateRow | undefined> {
  const { rows } = await database.query<TemplateRow>('SELECT * FROM iep_templates WHERE id = $1', [id]);
  return rows[0];
}

function filtered({ disability_type_id, grade_level, is_active }: TemplateFilters): ReturnType<typeof conditions> {
  return conditions([
    ['disability_type_id = $', disability_type_id],
    ['grade_level = $', grade_level],
    ['is_active = $', is_active],
  ]);
}

/** One page, and how many there are in all. */
export async function listTemplates(
  database: Queryable,
  filters: TemplateFilters,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ rows: TemplateRow[]; total: number }> {
  const { where, values } = filtered(filters);
  const count = await database.query<{ total: number }>(
    `SELECT count(*)::int AS total FROM iep_templates ${where}`,
    values,
  );
  const { rows } = await database.query<TemplateRow>(
    `SELECT * FROM iep_templates ${where} ORDER BY name, id LIMIT ${String(limit)} OFFSET ${String(offset)}`,
    values,
  );
  return { rows, total: count.rows[0]?.total ?? 0 };
}

/** All that match, by name. */
export async function allTemplates(database: Queryable, filters: TemplateFilters): Promise<TemplateRow[]> {
  const { where, values } = filtered(filters);
  const { rows } = await database.query<TemplateRow>(`SELECT * FROM iep_templates ${where} ORDER BY name, id`, values);
  return rows;
}

export function insertDisability(database: Queryable, row: NewDisability): Promise<DisabilityRow> {
  return insertRow(database, 'disability_types', row);
}

export async function listDisabilities(database: Queryable, active: boolean): Promise<DisabilityRow[]> {
  const { rows } = await database.query<DisabilityRow>(
    'SELECT * FROM disability_types WHERE is_active = $1 ORDER BY name, id',
    [active],
  );
  return rows;
}

export async function findDisability(
  database: Queryable,
  column: 'id' | 'code',
  value: string,
): Promise<DisabilityRow | undefined> {
  const { rows } = await database.query<DisabilityRow>(`SELECT * FROM disability_types WHERE ${column} = $1`, [value]);
  return rows[0];
}
