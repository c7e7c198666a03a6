import { z } from 'zod';
import { operation } from '../../http/operation.ts';
import {
  AuthId,
  Day,
  ErrorDetail,
  Flag,
  Instant,
  Json,
  Limit,
  paginated,
  success,
  UserInfo,
  Uuid,
  ValidationError,
} from './common.ts';
import { IepStatus } from './iep-status.ts';

const StudentDraft = z.object({
  student_id: z.string(),
  first_name: z.string(),
  middle_name: z.string().nullable().optional(),
  last_name: z.string(),
  date_of_birth: z.string(),
  grade_level: z.string(),
  disability_codes: z.array(z.string()).optional(),
  school_district: z.string().nullable().optional(),
  school_name: z.string().nullable().optional(),
  enrollment_date: z.string().nullable().optional(),
  case_manager_auth_id: z.number().nullable().optional(),
  primary_teacher_auth_id: z.number().nullable().optional(),
  parent_guardian_auth_ids: z.array(z.number()).optional(),
});
export type StudentDraft = z.input<typeof StudentDraft>;

const StudentUpdate = StudentDraft.partial().extend({ is_active: z.boolean().optional() });
export type StudentUpdate = z.input<typeof StudentUpdate>;

const Student = z.strictObject({
  id: Uuid,
  student_id: z.string(),
  first_name: z.string(),
  middle_name: z.string().nullable(),
  last_name: z.string(),
  full_name: z.string(),
  date_of_birth: Day,
  grade_level: z.string(),
  disability_codes: z.array(z.string()),
  school_district: z.string().nullable(),
  school_name: z.string().nullable(),
  enrollment_date: Day.nullable(),
  case_manager_auth_id: AuthId.nullable(),
  primary_teacher_auth_id: AuthId.nullable(),
  parent_guardian_auth_ids: z.array(AuthId),
  active_iep_id: Uuid.nullable(),
  is_active: z.boolean(),
  created_at: Instant,
  updated_at: Instant.nullable(),
  case_manager_user: UserInfo.nullable(),
  primary_teacher_user: UserInfo.nullable(),
  parent_guardian_users: z.array(UserInfo),
  active_iep: z
    .strictObject({
      id: Uuid,
      academic_year: z.string(),
      status: IepStatus,
      effective_date: Day.nullable(),
      review_date: Day.nullable(),
    })
    .nullable(),
});
export type Student = z.output<typeof Student>;

const CaseloadSummary = z.strictObject({
  total_students: z.int().min(0),
  active_ieps: z.int().min(0),
  students_by_grade: z.record(z.string(), z.int().min(1)),
  case_manager_auth_id: AuthId,
  case_manager_user: UserInfo.nullable(),
});

// Apart from names and grade it is demonstration data, of which the contract names some keys only.
const Profile = z.looseObject({
  student: Json,
  goals: z.unknown(),
  iep: z.unknown(),
  activities: z.unknown(),
  progressMetrics: z.unknown(),
  lastUpdated: z.unknown(),
});

const students = '/api/v1/students';

/** Contract 3.2. */
export const studentOperations = {
  createStudent: operation({
    method: 'POST',
    path: students,
    writes: true,
    creates: 'student',
    body: StudentDraft,
    responses: { 201: Student, 400: ErrorDetail, 422: ValidationError, 500: ErrorDetail },
  }),
  listStudents: operation({
    method: 'GET',
    path: students,
    writes: false,
    query: z.object({
      grade_level: z.string().optional(),
      disability_code: z.string().optional(),
      case_manager_auth_id: z.number().optional(),
      is_active: Flag.optional(),
      page: z.number().optional(),
      size: Limit.optional(),
    }),
    responses: { 200: paginated(Student), 422: ValidationError, 500: ErrorDetail },
  }),
  searchStudents: operation({
    method: 'GET',
    path: `${students}/search`,
    writes: false,
    query: z.object({ q: z.string(), limit: Limit.optional() }),
    responses: { 200: z.array(Student), 422: ValidationError, 500: ErrorDetail },
  }),
  listReviewNeeded: operation({
    method: 'GET',
    path: `${students}/review-needed`,
    writes: false,
    query: z.object({ days_ahead: z.number().optional() }),
    responses: { 200: z.array(Student), 422: ValidationError, 500: ErrorDetail },
  }),
  getStudent: operation({
    method: 'GET',
    path: `${students}/{student_id}`,
    writes: false,
    query: z.object({ include_ieps: Flag.optional() }),
    responses: { 200: Student, 404: ErrorDetail, 422: ValidationError, 500: ErrorDetail },
  }),
  getStudentBySchoolId: operation({
    method: 'GET',
    path: `${students}/by-student-id/{student_id}`,
    writes: false,
    responses: { 200: Student, 404: ErrorDetail, 500: ErrorDetail },
  }),
  updateStudent: operation({
    method: 'PUT',
    path: `${students}/{student_id}`,
    writes: true,
    body: StudentUpdate,
    responses: { 200: Student, 400: ErrorDetail, 404: ErrorDetail, 422: ValidationError, 500: ErrorDetail },
  }),
  deactivateStudent: operation({
    method: 'DELETE',
    path: `${students}/{student_id}`,
    writes: true,
    responses: { 200: success(z.null()), 404: ErrorDetail, 422: ValidationError, 500: ErrorDetail },
  }),
  getCaseload: operation({
    method: 'GET',
    path: `${students}/teacher/{teacher_auth_id}/caseload`,
    writes: false,
    responses: { 200: z.array(Student), 422: ValidationError, 500: ErrorDetail },
  }),
  getCaseloadSummary: operation({
    method: 'GET',
    path: `${students}/teacher/{teacher_auth_id}/caseload-summary`,
    writes: false,
    responses: { 200: CaseloadSummary, 422: ValidationError, 500: ErrorDetail },
  }),
  getActiveIep: operation({
    method: 'GET',
    path: `${students}/{student_id}/active-iep`,
    writes: false,
    responses: { 200: Student, 404: ErrorDetail, 422: ValidationError, 500: ErrorDetail },
  }),
  setActiveIep: operation({
    method: 'PUT',
    path: `${students}/{student_id}/active-iep/{iep_id}`,
    writes: true,
    responses: {
      200: success(z.strictObject({ student_id: Uuid, active_iep_id: Uuid })),
      404: ErrorDetail,
      422: ValidationError,
      500: ErrorDetail,
    },
  }),
  getProfile: operation({
    method: 'GET',
    path: `${students}/{student_id}/profile`,
    writes: false,
    responses: { 200: Profile, 404: ErrorDetail, 422: ValidationError, 500: ErrorDetail },
  }),
};
