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
  success,
  UserInfo,
  Uuid,
  ValidationError,
} from './common.ts';
import { GoalStatus, IepStatus, StoredIepStatus } from './iep-status.ts';

const GoalDraft = z.object({
  domain: z.string(),
  goal_text: z.string(),
  target_criteria: z.string(),
  measurement_method: z.string(),
  baseline: z.string().nullable().optional(),
  measurement_frequency: z.string().nullable().optional(),
  target_date: z.string().nullable().optional(),
  start_date: z.string().nullable().optional(),
});
export type GoalDraft = z.input<typeof GoalDraft>;

export const IepDraft = z.object({
  student_id: z.string(),
  academic_year: z.string(),
  content: Json.optional(),
  meeting_date: z.string().nullable().optional(),
  effective_date: z.string().nullable().optional(),
  review_date: z.string().nullable().optional(),
  template_id: z.string().nullable().optional(),
  goals: z.array(GoalDraft).optional(),
});
export type IepDraft = z.input<typeof IepDraft>;

const IepUpdate = z.object({
  academic_year: z.string().optional(),
  content: Json.optional(),
  meeting_date: z.string().nullable().optional(),
  effective_date: z.string().nullable().optional(),
  review_date: z.string().nullable().optional(),
  status: IepStatus.optional(),
});
export type IepUpdate = z.input<typeof IepUpdate>;

export const ProgressNote = z.strictObject({ date: z.string(), note: z.string(), status: z.string() });

export const Goal = z.strictObject({
  id: Uuid,
  iep_id: Uuid,
  domain: z.string(),
  goal_text: z.string(),
  target_criteria: z.string(),
  measurement_method: z.string(),
  baseline: z.string().nullable(),
  measurement_frequency: z.string().nullable(),
  target_date: Day.nullable(),
  start_date: Day.nullable(),
  progress_status: GoalStatus,
  progress_notes: z.array(ProgressNote),
  created_at: Instant,
  updated_at: Instant.nullable(),
});
export type Goal = z.output<typeof Goal>;

export const Iep = z.strictObject({
  id: Uuid,
  student_id: Uuid,
  template_id: Uuid.nullable(),
  parent_version_id: Uuid.nullable(),
  academic_year: z.string(),
  content: Json,
  meeting_date: Day.nullable(),
  effective_date: Day.nullable(),
  review_date: Day.nullable(),
  status: IepStatus,
  version: z.int().min(1),
  created_by_auth_id: AuthId,
  created_at: Instant,
  // No endpoint of this release sets them; what a deployment holds already may have them.
  approved_at: Instant.nullable(),
  approved_by_auth_id: AuthId.nullable(),
  goals: z.array(Goal),
  // The contract names these three and leaves the shape of the student open.
  student: Json.nullable(),
  created_by_user: UserInfo.nullable(),
  approved_by_user: UserInfo.nullable(),
});
export type Iep = z.output<typeof Iep>;

const VersionEntry = z.strictObject({
  id: Uuid,
  version: z.int().min(1),
  status: StoredIepStatus,
  created_by_auth_id: AuthId,
  created_at: Instant,
  created_by_user: UserInfo.nullable(),
});

const ieps = '/api/v1/ieps';
export const Actor = z.object({ current_user_id: z.number(), current_user_role: z.string().optional() });

/** Contract 4.3. */
export const iepOperations = {
  createIep: operation({
    method: 'POST',
    path: ieps,
    writes: true,
    query: Actor,
    body: IepDraft,
    responses: { 201: Iep, 400: ErrorDetail, 422: ValidationError, 500: ErrorDetail },
  }),
  listPendingApproval: operation({
    method: 'GET',
    path: `${ieps}/pending-approval`,
    writes: false,
    query: z.object({ limit: Limit.optional() }),
    responses: { 200: z.array(Iep), 422: ValidationError, 500: ErrorDetail },
  }),
  listIepsOfStudent: operation({
    method: 'GET',
    path: `${ieps}/student/{student_id}`,
    writes: false,
    query: z.object({
      academic_year: z.string().optional(),
      status: z.string().optional(),
      limit: Limit.optional(),
    }),
    responses: { 200: z.array(Iep), 404: ErrorDetail, 422: ValidationError, 500: ErrorDetail },
  }),
  getIep: operation({
    method: 'GET',
    path: `${ieps}/{iep_id}`,
    writes: false,
    query: z.object({ include_goals: Flag.optional() }),
    responses: { 200: Iep, 404: ErrorDetail, 422: ValidationError, 500: ErrorDetail },
  }),
  listVersions: operation({
    method: 'GET',
    path: `${ieps}/{iep_id}/versions`,
    writes: false,
    responses: { 200: z.array(VersionEntry), 404: ErrorDetail, 422: ValidationError, 500: ErrorDetail },
  }),
  updateIep: operation({
    method: 'PUT',
    path: `${ieps}/{iep_id}`,
    writes: true,
    body: IepUpdate,
    responses: { 200: Iep, 400: ErrorDetail, 404: ErrorDetail, 422: ValidationError, 500: ErrorDetail },
  }),
  deleteIep: operation({
    method: 'DELETE',
    path: `${ieps}/{iep_id}`,
    writes: true,
    responses: { 200: success(z.null()), 404: ErrorDetail, 422: ValidationError, 500: ErrorDetail },
  }),
  submitIep: operation({
    method: 'POST',
    path: `${ieps}/{iep_id}/submit`,
    writes: true,
    query: Actor,
    body: z.object({ comments: z.string().nullable().optional() }),
    responses: {
      200: success(z.strictObject({ comments: z.string().nullable() })),
      400: ErrorDetail,
      404: ErrorDetail,
      422: ValidationError,
      500: ErrorDetail,
    },
  }),
  addGoal: operation({
    method: 'POST',
    path: `${ieps}/{iep_id}/goals`,
    writes: true,
    body: GoalDraft,
    responses: { 201: Goal, 400: ErrorDetail, 404: ErrorDetail, 422: ValidationError, 500: ErrorDetail },
  }),
  listGoals: operation({
    method: 'GET',
    path: `${ieps}/{iep_id}/goals`,
    writes: false,
    responses: { 200: z.array(Goal), 404: ErrorDetail, 422: ValidationError, 500: ErrorDetail },
  }),
  updateGoalProgress: operation({
    method: 'PUT',
    path: `${ieps}/{iep_id}/goals/{goal_id}/progress`,
    writes: true,
    body: z.object({ progress_status: GoalStatus, progress_note: z.string().nullable().optional() }),
    responses: {
      200: success(z.strictObject({ goal_id: Uuid, new_status: GoalStatus })),
      404: ErrorDetail,
      422: ValidationError,
      500: ErrorDetail,
    },
  }),
};
