import { z } from 'zod';
import { operation } from '../../http/operation.ts';
import {
  AuthId,
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

const TemplateDraft = z.object({
  name: z.string(),
  sections: Json,
  grade_level: z.string().nullable().optional(),
  default_goals: z.array(Json).optional(),
  disability_type_id: z.string().nullable().optional(),
});
export type TemplateDraft = z.input<typeof TemplateDraft>;

const Template = z.strictObject({
  id: Uuid,
  name: z.string(),
  sections: Json,
  grade_level: z.string().nullable(),
  default_goals: z.array(Json),
  disability_type_id: Uuid.nullable(),
  version: z.int().min(1),
  is_active: z.boolean(),
  created_by_auth_id: AuthId,
  created_at: Instant,
  updated_at: Instant.nullable(),
  disability_type: z
    .strictObject({
      id: Uuid,
      code: z.string(),
      name: z.string(),
      description: z.string().nullable(),
      federal_category: z.string().nullable(),
    })
    .nullable(),
  created_by_user: UserInfo.nullable(),
});
export type Template = z.output<typeof Template>;

const DisabilityTypeDraft = z.object({
  code: z.string(),
  name: z.string(),
  description: z.string().nullable().optional(),
  federal_category: z.string().nullable().optional(),
  state_category: z.string().nullable().optional(),
  accommodation_defaults: Json.optional(),
});
export type DisabilityTypeDraft = z.input<typeof DisabilityTypeDraft>;

const DisabilityType = z.strictObject({
  id: Uuid,
  code: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  federal_category: z.string().nullable(),
  state_category: z.string().nullable(),
  accommodation_defaults: Json,
  is_active: z.boolean(),
  created_at: Instant,
});
export type DisabilityType = z.output<typeof DisabilityType>;

const templates = '/api/v1/templates';
const types = `${templates}/disability-types`;

/** Contract 5. */
export const templateOperations = {
  createTemplate: operation({
    method: 'POST',
    path: templates,
    writes: true,
    creates: 'template',
    query: z.object({ current_user_id: z.number() }),
    body: TemplateDraft,
    responses: { 201: Template, 422: ValidationError, 500: ErrorDetail },
  }),
  listTemplates: operation({
    method: 'GET',
    path: templates,
    writes: false,
    query: z.object({
      disability_type_id: z.string().optional(),
      grade_level: z.string().optional(),
      is_active: Flag.optional(),
      page: z.number().optional(),
      size: Limit.optional(),
    }),
    responses: { 200: paginated(Template), 422: ValidationError, 500: ErrorDetail },
  }),
  createDisabilityType: operation({
    method: 'POST',
    path: types,
    writes: true,
    creates: 'disability-type',
    body: DisabilityTypeDraft,
    responses: { 201: DisabilityType, 400: ErrorDetail, 422: ValidationError, 500: ErrorDetail },
  }),
  listDisabilityTypes: operation({
    method: 'GET',
    path: types,
    writes: false,
    query: z.object({ is_active: Flag.optional() }),
    responses: { 200: z.array(DisabilityType), 422: ValidationError, 500: ErrorDetail },
  }),
  getDisabilityTypeByCode: operation({
    method: 'GET',
    path: `${types}/by-code/{code}`,
    writes: false,
    responses: { 200: DisabilityType, 404: ErrorDetail, 500: ErrorDetail },
  }),
  getDisabilityType: operation({
    method: 'GET',
    path: `${types}/{id}`,
    writes: false,
    responses: { 200: DisabilityType, 404: ErrorDetail, 422: ValidationError, 500: ErrorDetail },
  }),
  listTemplatesFor: operation({
    method: 'GET',
    path: `${templates}/disability/{disability_type_id}/grade/{grade_level}`,
    writes: false,
    responses: { 200: z.array(Template), 404: ErrorDetail, 422: ValidationError, 500: ErrorDetail },
  }),
  getTemplate: operation({
    method: 'GET',
    path: `${templates}/{template_id}`,
    writes: false,
    responses: { 200: Template, 404: ErrorDetail, 422: ValidationError, 500: ErrorDetail },
  }),
  updateTemplate: operation({
    method: 'PUT',
    path: `${templates}/{template_id}`,
    writes: true,
    body: TemplateDraft.partial().extend({ is_active: z.boolean().optional() }),
    responses: { 200: Template, 404: ErrorDetail, 422: ValidationError, 500: ErrorDetail },
  }),
  deactivateTemplate: operation({
    method: 'DELETE',
    path: `${templates}/{template_id}`,
    writes: true,
    responses: { 200: success(z.null()), 404: ErrorDetail, 422: ValidationError, 500: ErrorDetail },
  }),
};
