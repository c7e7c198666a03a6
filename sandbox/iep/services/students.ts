import { randomUUID } from 'node:crypto';
import type { Database } from '../database/pool.ts';
import { Refusal } from '../../fastapi/refusal.ts';
import { failing, isDuplicate } from '../errors.ts';
import type { UserInfo, Users } from '../provider/users.ts';
import { findIep } from '../repositories/ieps.ts';
import * as students from '../repositories/students.ts';
import type { NewStudent, StudentFilters, StudentRow } from '../repositories/students.ts';
import { normaliseCodes } from '../rules/codes.ts';
import { pageOf, sliceOf, type Page, type PageRequest } from '../rules/paging.ts';

export interface ActiveIep {
  id: string;
  academic_year: string;
  status: string | null;
  effective_date: string | null;
  review_date: string | null;
}

/** A student as the answers show it. */
export interface StudentView extends StudentRow {
  case_manager_user: UserInfo | null;
  primary_teacher_user: UserInfo | null;
  parent_guardian_users: UserInfo[];
  active_iep: ActiveIep | null;
}

export interface CaseloadSummary {
  total_students: number;
  active_ieps: number;
  students_by_grade: Record<string, number>;
  case_manager_auth_id: number;
  case_manager_user: UserInfo | null;
}

export type StudentDraft = Omit<NewStudent, 'id' | 'is_active'>;
/** Undefined: the field was not sent. */
export type StudentChanges = { [Field in keyof (StudentDraft & { is_active: boolean })]: unknown };

/** Contract 3. */
export interface StudentService {
  create(draft: StudentDraft): Promise<StudentView>;
  list(filters: StudentFilters, request: PageRequest): Promise<Page<StudentView>>;
  read(id: string): Promise<StudentView>;
  readBySchoolId(schoolId: string): Promise<StudentView>;
  update(id: string, changes: StudentChanges): Promise<StudentView>;
  deactivate(id: string): Promise<void>;
  search(text: string, limit: number): Promise<StudentView[]>;
  caseload(teacher: number): Promise<StudentView[]>;
  summarise(manager: number): Promise<CaseloadSummary>;
  readWithActiveIep(id: string): Promise<StudentView>;
  setActiveIep(id: string, iepId: string): Promise<void>;
  toReview(daysAhead: number): Promise<StudentView[]>;
}

interface Dependencies {
  database: Database;
  users: Users;
}

const schoolIdIndex = 'ix_students_student_id';

export function createStudentService({ database, users }: Dependencies): StudentService {
  const view = async (rows: readonly StudentRow[]): Promise<StudentView[]> => enrich(users, rows);
  const viewOne = async (row: StudentRow): Promise<StudentView> => ((await view([row])) as [StudentView])[0];
  const require = (id: string): Promise<StudentRow> => requireStudent(database, id);
  const many = (message: string, work: () => Promise<StudentRow[]>): Promise<StudentView[]> =>
    failing(message, async () => view(await work()));
  return {
    create: (draft) => failing('Failed to create student', async () => viewOne(await create(database, draft))),
    list: (filters, request) =>
      failing('Failed to retrieve students', async () => {
        const { rows, total } = await students.listStudents(database, filters, sliceOf(request));
        return pageOf(await view(rows), total, request);
      }),
    read: async (id) => viewOne(await require(id)),
    async readBySchoolId(schoolId) {
      const row = await students.findBySchoolId(database, schoolId);
      if (!row) throw new Refusal(404, `Student with school ID ${schoolId} not found`);
      return viewOne(row);
    },
    update: (id, changes) =>
      failing('Failed to update student', async () => viewOne(await update(database, id, changes))),
    async deactivate(id) {
      if (!(await students.updateStudent(database, id, { is_active: false }))) throw notFound(id);
    },
    search: (text, limit) => many('Search failed', () => students.searchStudents(database, text, limit)),
    caseload: (teacher) => many('Failed to retrieve teacher caseload', () => students.caseload(database, teacher)),
    summarise: (manager) =>
      failing('Failed to retrieve caseload summary', () => summarise({ database, users }, manager)),
    async readWithActiveIep(id) {
      const row = await require(id);
      return { ...(await viewOne(row)), active_iep: await readActiveIep(database, row) };
    },
    setActiveIep: (id, iepId) =>
      failing('Failed to update active IEP', async () => {
        if (!(await students.updateStudent(database, id, { active_iep_id: iepId }))) throw notFound(id);
      }),
    toReview: (daysAhead) =>
      many('Failed to retrieve students needing review', () => students.studentsToReview(database, daysAhead)),
  };
}

/** The student, or the 404 with its id. */
export async function requireStudent(database: Database, id: string): Promise<StudentRow> {
  const row = await students.findStudent(database, id);
  if (!row) throw notFound(id);
  return row;
}

function notFound(id: string): Refusal {
  return new Refusal(404, `Student ${id} not found`);
}

function taken(schoolId: unknown): Refusal {
  return new Refusal(400, `Student with ID ${String(schoolId)} already exists`);
}

async function create(database: Database, draft: StudentDraft): Promise<StudentRow> {
  const disability_codes = normaliseCodes(draft.disability_codes);
  return unlessTaken(draft.student_id, () =>
    students.insertStudent(database, { id: randomUUID(), ...draft, disability_codes, is_active: true }),
  );
}

async function update(database: Database, id: string, changes: StudentChanges): Promise<StudentRow> {
  const sent = Object.entries(changes).filter(([, value]) => value !== undefined);
  const row = await unlessTaken(changes.student_id, () =>
    students.updateStudent(database, id, Object.fromEntries(sent)),
  );
  if (!row) throw notFound(id);
  return row;
}

/** The index decides, so that of two at once only one gets the school id. */
async function unlessTaken<T>(schoolId: unknown, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isDuplicate(error, schoolIdIndex) ? taken(schoolId) : error;
  }
}

async function enrich(users: Users, rows: readonly StudentRow[]): Promise<StudentView[]> {
  const found = await users.resolve(
    rows.flatMap((row) => [
      row.case_manager_auth_id,
      row.primary_teacher_auth_id,
      ...(row.parent_guardian_auth_ids ?? []),
    ]),
  );
  const userOf = (id: number | null): UserInfo | null => (id === null ? null : (found.get(id) ?? null));
  return rows.map((row) => ({
    ...row,
    case_manager_user: userOf(row.case_manager_auth_id),
    primary_teacher_user: userOf(row.primary_teacher_auth_id),
    parent_guardian_users: (row.parent_guardian_auth_ids ?? []).map(userOf).filter((user) => user !== null),
    active_iep: null,
  }));
}

async function readActiveIep(database: Database, { active_iep_id }: StudentRow): Promise<ActiveIep | null> {
  const row = active_iep_id === null ? undefined : await findIep(database, active_iep_id);
  if (!row) return null;
  const { id, academic_year, status, effective_date, review_date } = row;
  return { id, academic_year, status, effective_date, review_date };
}

async function summarise({ database, users }: Dependencies, manager: number): Promise<CaseloadSummary> {
  const grades = await students.countByGrade(database, manager);
  const active_ieps = await students.countActiveIeps(database, manager);
  return {
    total_students: grades.reduce((sum, { count }) => sum + count, 0),
    active_ieps,
    students_by_grade: Object.fromEntries(grades.map(({ grade_level, count }) => [grade_level, count])),
    case_manager_auth_id: manager,
    case_manager_user: (await users.resolve([manager])).get(manager) ?? null,
  };
}
