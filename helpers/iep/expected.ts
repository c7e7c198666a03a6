import type { Row } from '../database/database.ts';
import type { Goal, GoalDraft, Iep, IepDraft } from './operations/ieps.ts';
import type { Student, StudentDraft } from './operations/students.ts';
import type { DisabilityType, Template } from './operations/templates.ts';
import type { Tables } from './tables.ts';

/** The year of the plan's own IEPs. */
export const planYear = '2025-2026';

/** Order for two lists of one content, where the contract promises none. */
export const byId = (one: { readonly id: string }, other: { readonly id: string }): number =>
  one.id < other.id ? -1 : 1;

const without = <T extends object, K extends keyof T & string>(value: T, ...names: K[]): Omit<T, K> =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name as K))) as Omit<T, K>;

/** Codes as a creation stores them: trimmed, upper case, blank ones dropped (contract 3.1). */
const normalisedCodes = (codes: readonly string[]): string[] =>
  codes.map((code) => code.trim().toUpperCase()).filter((code) => code !== '');

/** What a student that was just created says of itself (contract 3.1); id, time and users are the service's own. */
export const studentOf = (draft: StudentDraft): Omit<Student, 'id' | 'created_at' | UserFields> => ({
  student_id: draft.student_id,
  first_name: draft.first_name,
  middle_name: draft.middle_name ?? null,
  last_name: draft.last_name,
  full_name: `${draft.first_name} ${draft.last_name}`,
  date_of_birth: draft.date_of_birth,
  grade_level: draft.grade_level,
  disability_codes: normalisedCodes(draft.disability_codes ?? []),
  school_district: draft.school_district ?? null,
  school_name: draft.school_name ?? null,
  enrollment_date: draft.enrollment_date ?? null,
  case_manager_auth_id: draft.case_manager_auth_id ?? null,
  primary_teacher_auth_id: draft.primary_teacher_auth_id ?? null,
  parent_guardian_auth_ids: draft.parent_guardian_auth_ids ?? [],
  active_iep_id: null,
  active_iep: null,
  is_active: true,
  updated_at: null,
});

type UserFields = 'case_manager_user' | 'primary_teacher_user' | 'parent_guardian_users';

/** The row of a student, as the answer says it. */
export const studentRowOf = (student: Student): Row<Tables, 'students'> =>
  without(student, 'full_name', 'active_iep', 'case_manager_user', 'primary_teacher_user', 'parent_guardian_users');

/** What an IEP that was just created says of itself (contract 4.2); id, time, goals and place in its chain are the service's. */
export const iepOf = (
  draft: IepDraft,
  userId: number,
): Omit<Iep, 'id' | 'created_at' | 'goals' | 'version' | 'parent_version_id'> => ({
  student_id: draft.student_id,
  template_id: draft.template_id ?? null,
  academic_year: draft.academic_year,
  content: draft.content ?? {},
  meeting_date: draft.meeting_date ?? null,
  effective_date: draft.effective_date ?? null,
  review_date: draft.review_date ?? null,
  status: 'draft',
  created_by_auth_id: userId,
  approved_at: null,
  approved_by_auth_id: null,
  student: null,
  created_by_user: null,
  approved_by_user: null,
});

/** The row of an IEP, as the answer says it. */
export const iepRowOf = (iep: Iep): Row<Tables, 'ieps'> =>
  without(iep, 'goals', 'student', 'created_by_user', 'approved_by_user');

/** What a goal that was just added says of itself; id and time are the service's own. */
export const goalOf = (draft: GoalDraft, iepId: string): Omit<Goal, 'id' | 'created_at'> => ({
  iep_id: iepId,
  domain: draft.domain,
  goal_text: draft.goal_text,
  target_criteria: draft.target_criteria,
  measurement_method: draft.measurement_method,
  baseline: draft.baseline ?? null,
  measurement_frequency: draft.measurement_frequency ?? null,
  target_date: draft.target_date ?? null,
  start_date: draft.start_date ?? null,
  progress_status: 'not_started',
  progress_notes: [],
  updated_at: null,
});

/** The row of a template, as the answer says it. */
export const templateRowOf = (template: Template): Row<Tables, 'iep_templates'> =>
  without(template, 'disability_type', 'created_by_user');

/** The row of a disability type, as the answer says it. */
export const disabilityTypeRowOf = (type: DisabilityType): Row<Tables, 'disability_types'> => type;

/** The day so many days after a moment (milliseconds since the epoch), `YYYY-MM-DD`. */
export const dayAfter = (moment: number, days: number): string =>
  new Date(moment + days * 86_400_000).toISOString().slice(0, 10);

type Person = Readonly<Record<string, unknown>>;

const isPeople = (key: string): boolean => /_users?$/.test(key);

/** The people that an answer names, by id. */
function peopleIn(answer: unknown): Map<string, Person> {
  const people = new Map<string, Person>();
  JSON.stringify(answer, (key, value: unknown) => {
    const named = isPeople(key) ? ([value].flat() as (Person | null)[]) : [];
    for (const person of named) if (person) people.set(String(person['id']), person);
    return value;
  });
  return people;
}

/**
 * An answer with what it tells of people as far as another answer tells it too, for comparing the two: their details are
 * the auth service's, and only id and activity are always told (contract 1.2). Lists of people come in order of their ids,
 * since none is laid down.
 */
export function withPeopleAsIn(other: unknown, answer: unknown): unknown {
  const others = peopleIn(other);
  const told = (person: Person): Person => {
    const known = others.get(String(person['id'])) ?? person;
    const isTold = ([name, value]: [string, unknown]): boolean =>
      [value, known[name]].every((each) => each !== null && each !== undefined);
    return Object.fromEntries(Object.entries(person).filter(isTold));
  };
  return JSON.parse(
    JSON.stringify(answer, (key, value: unknown) => {
      if (!isPeople(key) || value === null) return value;
      if (!Array.isArray(value)) return told(value as Person);
      const people = (value as (Person | null)[]).filter((person) => person !== null);
      return people.map(told).sort((a, b) => (String(a['id']) < String(b['id']) ? -1 : 1));
    }),
  );
}
