import { dictionary, list, model, nullable, withDefault } from '../../fastapi/composites.ts';
import { anything, choice, date, matching, uuid } from '../../fastapi/formats.ts';
import { integer, text, timestamp } from '../../fastapi/scalars.ts';
import type { Of } from '../../fastapi/shape.ts';
import type { GoalRow } from '../repositories/goals.ts';
import { iepStatuses, progressStatuses, type IepStatus } from '../rules/status.ts';
import type { IepView } from '../services/ieps.ts';
import { maybe, userInfo } from './common.ts';

export const academicYear = matching('^\\d{4}-\\d{4}$', /^\p{Nd}{4}-\p{Nd}{4}$/u);
export const iepStatus = choice(...iepStatuses);
export const progressStatus = choice(...progressStatuses);
export const content = dictionary(anything());

const goalFields = {
  domain: text({ max: 100 }),
  goal_text: text({ min: 10 }),
  baseline: maybe(text()),
  target_criteria: text(),
  measurement_method: text(),
  measurement_frequency: maybe(text()),
  target_date: maybe(date()),
  start_date: maybe(date()),
};
export const goalCreation = model('IEPGoalCreate', goalFields);

const creationFields = {
  student_id: uuid(),
  academic_year: academicYear,
  content: withDefault(content, {}),
  meeting_date: maybe(date()),
  effective_date: maybe(date()),
  review_date: maybe(date()),
  goals: withDefault(list(goalCreation), []),
};
export const creation = model('IEPCreate', { ...creationFields, template_id: maybe(uuid()) });
export const ragCreation = model('IEPCreateWithRAG', { ...creationFields, template_id: uuid() });

const progressNote = model('ProgressNote', { date: text(), note: text(), status: text() });
export const goal = model('IEPGoalResponse', {
  ...goalFields,
  ...{ id: uuid(), iep_id: uuid(), progress_status: progressStatus, progress_notes: list(progressNote) },
  ...{ created_at: timestamp(), updated_at: nullable(timestamp()) },
});

export const iep = model('IEPResponse', {
  ...{ id: uuid(), student_id: uuid(), template_id: nullable(uuid()), parent_version_id: nullable(uuid()) },
  ...{ academic_year: text(), content, meeting_date: nullable(date()), effective_date: nullable(date()) },
  ...{ review_date: nullable(date()), status: iepStatus, version: integer({ ge: 1 }) },
  ...{ created_by_auth_id: integer(), created_at: timestamp(), approved_at: nullable(timestamp()) },
  ...{ approved_by_auth_id: nullable(integer()), goals: list(goal), student: nullable(anything()) },
  ...{ created_by_user: nullable(userInfo), approved_by_user: nullable(userInfo) },
});
export const versionHistory = model('IEPVersionHistory', {
  ...{ id: uuid(), version: integer(), status: text(), created_by_auth_id: integer() },
  ...{ created_at: timestamp(), created_by_user: nullable(userInfo) },
});

export function presentGoal(row: GoalRow): Of<typeof goal> {
  return { ...row, progress_notes: row.progress_notes ?? [] };
}

/** A deleted IEP is shown with the status that the database has, though the enumeration does not list it. */
export function presentIep(view: IepView): Of<typeof iep> {
  return { ...view, status: view.status as IepStatus, goals: view.goals.map(presentGoal), student: null };
}
