import { z } from 'zod';
import { AuthId, Day, Instant, Json, Uuid } from './operations/common.ts';
import { GoalStatus, StoredIepStatus } from './operations/iep-status.ts';
import { ProgressNote } from './operations/ieps.ts';

const text = z.string();
const nullableText = z.string().nullable();

/** The contract's tables (section 8): the keys are the columns that the suite reads. */
export const tables = {
  students: z.strictObject({
    id: Uuid,
    student_id: text,
    first_name: text,
    middle_name: nullableText,
    last_name: text,
    date_of_birth: Day,
    grade_level: text,
    disability_codes: z.array(text),
    case_manager_auth_id: AuthId.nullable(),
    primary_teacher_auth_id: AuthId.nullable(),
    parent_guardian_auth_ids: z.array(AuthId).nullable(),
    school_district: nullableText,
    school_name: nullableText,
    enrollment_date: Day.nullable(),
    active_iep_id: Uuid.nullable(),
    is_active: z.boolean().nullable(),
    created_at: Instant,
    updated_at: Instant.nullable(),
  }),
  ieps: z.strictObject({
    id: Uuid,
    student_id: Uuid,
    template_id: Uuid.nullable(),
    academic_year: text,
    status: StoredIepStatus.nullable(),
    content: Json,
    meeting_date: Day.nullable(),
    effective_date: Day.nullable(),
    review_date: Day.nullable(),
    version: z.int().nullable(),
    parent_version_id: Uuid.nullable(),
    created_by_auth_id: AuthId,
    created_at: Instant,
    approved_at: Instant.nullable(),
    approved_by_auth_id: AuthId.nullable(),
  }),
  iep_goals: z.strictObject({
    id: Uuid,
    iep_id: Uuid,
    domain: text,
    goal_text: text,
    target_criteria: text,
    measurement_method: text,
    baseline: nullableText,
    measurement_frequency: nullableText,
    target_date: Day.nullable(),
    start_date: Day.nullable(),
    progress_status: GoalStatus.nullable(),
    progress_notes: z.array(ProgressNote).nullable(),
    created_at: Instant,
    updated_at: Instant.nullable(),
  }),
  iep_templates: z.strictObject({
    id: Uuid,
    name: text,
    disability_type_id: Uuid.nullable(),
    grade_level: nullableText,
    sections: Json,
    default_goals: z.array(Json).nullable(),
    version: z.int().nullable(),
    is_active: z.boolean().nullable(),
    created_by_auth_id: AuthId,
    created_at: Instant,
    updated_at: Instant.nullable(),
  }),
  disability_types: z.strictObject({
    id: Uuid,
    code: text,
    name: text,
    description: nullableText,
    // A seeded row may hold none; the API shows an empty object then (contract 5).
    accommodation_defaults: Json.nullable(),
    federal_category: nullableText,
    state_category: nullableText,
    is_active: z.boolean().nullable(),
    created_at: Instant,
  }),
};

export type Tables = typeof tables;
