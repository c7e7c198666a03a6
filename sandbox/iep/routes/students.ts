import { list, model, nullable, optional, withDefault, dictionary } from '../../fastapi/composites.ts';
import { date, uuid, anything } from '../../fastapi/formats.ts';
import { operation, type Operation } from '../../fastapi/operation.ts';
import { flag, integer, text, timestamp } from '../../fastapi/scalars.ts';
import type { Of } from '../../fastapi/shape.ts';
import { failing } from '../errors.ts';
import { profileOf } from '../services/profile.ts';
import type { StudentService, StudentView } from '../services/students.ts';
import { maybe, pages, paging, presentPage, succeeded, success, userInfo } from './common.ts';

const rules = {
  student_id: text({ min: 1, max: 50 }),
  first_name: text({ min: 1, max: 100 }),
  last_name: text({ min: 1, max: 100 }),
  middle_name: text({ max: 100 }),
  date_of_birth: date(),
  grade_level: text({ max: 20 }),
  disability_codes: list(text()),
  school_district: text({ max: 200 }),
  school_name: text({ max: 200 }),
  enrollment_date: date(),
  case_manager_auth_id: integer(),
  primary_teacher_auth_id: integer(),
  parent_guardian_auth_ids: list(integer()),
};

const creation = model('StudentCreate', {
  ...rules,
  middle_name: maybe(rules.middle_name),
  disability_codes: withDefault(rules.disability_codes, []),
  school_district: maybe(rules.school_district),
  school_name: maybe(rules.school_name),
  enrollment_date: maybe(rules.enrollment_date),
  case_manager_auth_id: maybe(rules.case_manager_auth_id),
  primary_teacher_auth_id: maybe(rules.primary_teacher_auth_id),
  parent_guardian_auth_ids: withDefault(rules.parent_guardian_auth_ids, []),
});

const update = model('StudentUpdate', {
  student_id: optional(nullable(rules.student_id)),
  first_name: optional(nullable(rules.first_name)),
  last_name: optional(nullable(rules.last_name)),
  middle_name: optional(nullable(rules.middle_name)),
  date_of_birth: optional(nullable(rules.date_of_birth)),
  grade_level: optional(nullable(rules.grade_level)),
  disability_codes: optional(nullable(rules.disability_codes)),
  school_district: optional(nullable(rules.school_district)),
  school_name: optional(nullable(rules.school_name)),
  enrollment_date: optional(nullable(rules.enrollment_date)),
  case_manager_auth_id: optional(nullable(rules.case_manager_auth_id)),
  primary_teacher_auth_id: optional(nullable(rules.primary_teacher_auth_id)),
  parent_guardian_auth_ids: optional(nullable(rules.parent_guardian_auth_ids)),
  is_active: optional(nullable(flag())),
});

const activeIep = model('ActiveIEPInfo', {
  id: uuid(),
  academic_year: text(),
  status: nullable(text()),
  effective_date: nullable(date()),
  review_date: nullable(date()),
});
const student = model('StudentResponse', {
  ...{ id: uuid(), student_id: text(), first_name: text(), last_name: text(), middle_name: nullable(text()) },
  ...{ full_name: text(), date_of_birth: date(), grade_level: text(), disability_codes: list(text()) },
  ...{ school_district: nullable(text()), school_name: nullable(text()), enrollment_date: nullable(date()) },
  ...{ case_manager_auth_id: nullable(integer()), primary_teacher_auth_id: nullable(integer()) },
  ...{ parent_guardian_auth_ids: list(integer()), active_iep_id: nullable(uuid()), is_active: flag() },
  ...{ created_at: timestamp(), updated_at: nullable(timestamp()) },
  ...{ case_manager_user: nullable(userInfo), primary_teacher_user: nullable(userInfo) },
  ...{ parent_guardian_users: list(userInfo), active_iep: nullable(activeIep) },
});
const summary = model('CaseloadSummary', {
  ...{ total_students: integer(), active_ieps: integer(), students_by_grade: dictionary(integer()) },
  ...{ case_manager_auth_id: integer(), case_manager_user: nullable(userInfo) },
});
const studentPage = pages('StudentResponse', student);
const students = list(student);
const params = { student_id: uuid() };
const teacher = { teacher_auth_id: integer() };

/** Contract 3. */
export function studentRoutes(service: StudentService): Operation[] {
  const tag = 'students';
  const prefix = '/api/v1/students';
  return [
    operation({
      ...{ method: 'POST', path: prefix, tag, summary: 'Create Student', status: 201 },
      ...{ body: creation, answer: student },
      handle: async ({ body }) => present(await service.create(body)),
    }),
    operation({
      ...{ method: 'GET', path: prefix, tag, summary: 'List Students', answer: studentPage },
      query: {
        ...{ grade_level: optional(text()), disability_code: optional(text()) },
        ...{ case_manager_auth_id: optional(integer()), is_active: withDefault(flag(), true), ...paging },
      },
      handle: async ({ query: { page, size, ...filters } }) =>
        presentPage(await service.list(filters, { page, size }), present),
    }),
    operation({
      ...{ method: 'GET', path: `${prefix}/search`, tag, summary: 'Search Students', answer: students },
      query: { q: text({ min: 1 }), limit: withDefault(integer({ ge: 1, le: 100 }), 50) },
      handle: async ({ query }) => (await service.search(query.q, query.limit)).map(present),
    }),
    operation({
      ...{ method: 'GET', path: `${prefix}/review-needed`, tag, summary: 'Students Needing Review', answer: students },
      query: { days_ahead: withDefault(integer({ ge: 1, le: 365 }), 30) },
      handle: async ({ query }) => (await service.toReview(query.days_ahead)).map(present),
    }),
    operation({
      ...{ method: 'GET', path: `${prefix}/by-student-id/{student_id}`, tag, summary: 'Get Student By School Id' },
      ...{ params: { student_id: text() }, answer: student },
      handle: async ({ path }) => present(await service.readBySchoolId(path.student_id)),
    }),
    operation({
      ...{ method: 'GET', path: `${prefix}/teacher/{teacher_auth_id}/caseload`, tag, summary: 'Teacher Caseload' },
      ...{ params: teacher, answer: students },
      handle: async ({ path }) => (await service.caseload(path.teacher_auth_id)).map(present),
    }),
    operation({
      ...{ method: 'GET', path: `${prefix}/teacher/{teacher_auth_id}/caseload-summary`, tag },
      ...{ summary: 'Caseload Summary', params: teacher, answer: summary },
      handle: ({ path }) => service.summarise(path.teacher_auth_id),
    }),
    ...singleRoutes(service, tag, `${prefix}/{student_id}`),
  ];
}

function singleRoutes(service: StudentService, tag: string, path: string): Operation[] {
  return [
    operation({
      ...{ method: 'GET', path, tag, summary: 'Get Student', params, answer: student },
      query: { include_ieps: withDefault(flag(), false) },
      handle: async ({ path: { student_id } }) => present(await service.read(student_id)),
    }),
    operation({
      ...{ method: 'PUT', path, tag, summary: 'Update Student', params, body: update, answer: student },
      handle: async ({ path: { student_id }, body }) => present(await service.update(student_id, body)),
    }),
    operation({
      ...{ method: 'DELETE', path, tag, summary: 'Deactivate Student', params, answer: success },
      async handle({ path: { student_id } }) {
        await service.deactivate(student_id);
        return succeeded(`Student ${student_id} deactivated successfully`);
      },
    }),
    operation({
      ...{ method: 'GET', path: `${path}/active-iep`, tag, summary: 'Get Active Iep', params, answer: student },
      handle: async ({ path: { student_id } }) => present(await service.readWithActiveIep(student_id)),
    }),
    operation({
      ...{ method: 'PUT', path: `${path}/active-iep/{iep_id}`, tag, summary: 'Set Active Iep' },
      ...{ params: { ...params, iep_id: uuid() }, answer: success },
      async handle({ path: { student_id, iep_id } }) {
        await service.setActiveIep(student_id, iep_id);
        return succeeded('Active IEP updated successfully', { student_id, active_iep_id: iep_id });
      },
    }),
    operation({
      ...{ method: 'GET', path: `${path}/profile`, tag, summary: 'Student Profile', params, answer: anything() },
      handle: ({ path: { student_id } }) =>
        failing('Failed to fetch student profile', async () => profileOf(await service.read(student_id))),
    }),
  ];
}

function present(row: StudentView): Of<typeof student> {
  const { first_name, last_name, parent_guardian_auth_ids, is_active } = row;
  return {
    ...row,
    full_name: `${first_name} ${last_name}`,
    parent_guardian_auth_ids: parent_guardian_auth_ids ?? [],
    is_active: is_active ?? false,
  };
}
