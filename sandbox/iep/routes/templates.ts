import { dictionary, list, model, nullable, optional, withDefault } from '../../fastapi/composites.ts';
import { anything, uuid } from '../../fastapi/formats.ts';
import { operation, type Operation } from '../../fastapi/operation.ts';
import { flag, integer, text, timestamp } from '../../fastapi/scalars.ts';
import type { Of } from '../../fastapi/shape.ts';
import type { DisabilityRow } from '../repositories/templates.ts';
import type { TemplateService, TemplateView } from '../services/templates.ts';
import { actor, maybe, pages, paging, presentPage, succeeded, success, userInfo } from './common.ts';

const object = dictionary(anything());
const rules = {
  name: text({ min: 1, max: 200 }),
  sections: object,
  grade_level: text({ max: 20 }),
  default_goals: list(object),
  disability_type_id: uuid(),
};
const creation = model('IEPTemplateCreate', {
  name: rules.name,
  sections: rules.sections,
  grade_level: maybe(rules.grade_level),
  default_goals: withDefault(rules.default_goals, []),
  disability_type_id: maybe(rules.disability_type_id),
});
const update = model('IEPTemplateUpdate', {
  name: optional(nullable(rules.name)),
  sections: optional(nullable(rules.sections)),
  grade_level: optional(nullable(rules.grade_level)),
  default_goals: optional(nullable(rules.default_goals)),
  disability_type_id: optional(nullable(rules.disability_type_id)),
  is_active: optional(nullable(flag())),
});
const disabilityInfo = model('DisabilityTypeInfo', {
  ...{ id: uuid(), code: text(), name: text(), description: nullable(text()), federal_category: nullable(text()) },
});
const template = model('IEPTemplateResponse', {
  ...{ id: uuid(), name: text(), sections: object, grade_level: nullable(text()), default_goals: list(object) },
  ...{ disability_type_id: nullable(uuid()), version: integer(), is_active: flag(), created_by_auth_id: integer() },
  ...{ created_at: timestamp(), updated_at: nullable(timestamp()) },
  ...{ disability_type: nullable(disabilityInfo), created_by_user: nullable(userInfo) },
});
const disabilityCreation = model('DisabilityTypeCreate', {
  code: text({ min: 1, max: 20 }),
  name: text({ min: 1, max: 100 }),
  description: maybe(text()),
  federal_category: maybe(text({ max: 100 })),
  state_category: maybe(text({ max: 100 })),
  accommodation_defaults: withDefault(object, {}),
});
const disability = model('DisabilityTypeResponse', {
  ...{ id: uuid(), code: text(), name: text(), description: nullable(text()), federal_category: nullable(text()) },
  ...{ state_category: nullable(text()), accommodation_defaults: object, is_active: flag(), created_at: timestamp() },
});
const templatePage = pages('IEPTemplateResponse', template);
const params = { template_id: uuid() };
const tag = 'templates';
const prefix = '/api/v1/templates';

/** Contract 5. */
export function templateRoutes(service: TemplateService): Operation[] {
  const path = `${prefix}/{template_id}`;
  return [
    ...disabilityRoutes(service, `${prefix}/disability-types`),
    operation({
      ...{ method: 'POST', path: prefix, tag, summary: 'Create Template', status: 201 },
      ...{ query: { current_user_id: actor.current_user_id }, body: creation, answer: template },
      handle: async ({ query, body }) =>
        present(await service.create({ ...body, created_by_auth_id: query.current_user_id })),
    }),
    operation({
      ...{ method: 'GET', path: prefix, tag, summary: 'List Templates', answer: templatePage },
      query: {
        ...{ disability_type_id: optional(uuid()), grade_level: optional(text()) },
        ...{ is_active: withDefault(flag(), true), ...paging },
      },
      handle: async ({ query: { page, size, ...filters } }) =>
        presentPage(await service.list(filters, { page, size }), present),
    }),
    operation({
      ...{ method: 'GET', path: `${prefix}/disability/{disability_type_id}/grade/{grade_level}`, tag },
      ...{ summary: 'Templates For', params: { disability_type_id: uuid(), grade_level: text() } },
      answer: list(template),
      handle: async ({ path: { disability_type_id, grade_level } }) =>
        (await service.listFor(disability_type_id, grade_level)).map(present),
    }),
    operation({
      ...{ method: 'GET', path, tag, summary: 'Get Template', params, answer: template },
      handle: async ({ path: { template_id } }) => present(await service.read(template_id)),
    }),
    operation({
      ...{ method: 'PUT', path, tag, summary: 'Update Template', params, body: update, answer: template },
      handle: async ({ path: { template_id }, body }) => present(await service.update(template_id, body)),
    }),
    operation({
      ...{ method: 'DELETE', path, tag, summary: 'Deactivate Template', params, answer: success },
      async handle({ path: { template_id } }) {
        await service.deactivate(template_id);
        return succeeded(`Template ${template_id} deactivated successfully`);
      },
    }),
  ];
}

function disabilityRoutes(service: TemplateService, path: string): Operation[] {
  return [
    operation({
      ...{ method: 'POST', path, tag, summary: 'Create Disability Type', status: 201 },
      ...{ body: disabilityCreation, answer: disability },
      handle: async ({ body }) => presentDisability(await service.createDisability(body)),
    }),
    operation({
      ...{ method: 'GET', path, tag, summary: 'List Disability Types', answer: list(disability) },
      query: { is_active: withDefault(flag(), true) },
      handle: async ({ query }) => (await service.listDisabilities(query.is_active)).map(presentDisability),
    }),
    operation({
      ...{ method: 'GET', path: `${path}/by-code/{code}`, tag, summary: 'Get Disability Type By Code' },
      ...{ params: { code: text() }, answer: disability },
      handle: async ({ path: { code } }) => presentDisability(await service.readDisabilityByCode(code)),
    }),
    operation({
      ...{ method: 'GET', path: `${path}/{disability_type_id}`, tag, summary: 'Get Disability Type' },
      ...{ params: { disability_type_id: uuid() }, answer: disability },
      handle: async ({ path: { disability_type_id } }) =>
        presentDisability(await service.readDisability(disability_type_id)),
    }),
  ];
}

function present(view: TemplateView): Of<typeof template> {
  const { default_goals, is_active, ...rest } = view;
  return { ...rest, default_goals: default_goals ?? [], is_active: is_active ?? false, disability_type: null };
}

function presentDisability(row: DisabilityRow): Of<typeof disability> {
  const { accommodation_defaults, is_active, ...rest } = row;
  return { ...rest, accommodation_defaults: accommodation_defaults ?? {}, is_active: is_active ?? false };
}
