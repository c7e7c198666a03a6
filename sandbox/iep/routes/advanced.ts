import { dictionary, list, model, nullable, optional, withDefault } from '../../fastapi/composites.ts';
import { anything, uuid } from '../../fastapi/formats.ts';
import { operation, type Operation } from '../../fastapi/operation.ts';
import { flag, float, integer, text } from '../../fastapi/scalars.ts';
import { failing } from '../errors.ts';
import type { AdvancedService } from '../services/advanced.ts';
import type { IepService } from '../services/ieps.ts';
import { actor } from './common.ts';
import { iep, presentIep, ragCreation } from './iep-shapes.ts';

const object = dictionary(anything());
const section = model('IEPGenerateSection', { section_name: text(), additional_context: withDefault(object, {}) });
const generated = model('GeneratedSection', { section_name: text(), generated_content: object, iep_id: uuid() });
const submitted = model('WorkflowSubmission', { iep_id: uuid(), workflow: nullable(object), message: text() });
const similarIep = model('SimilarIEP', { id: text(), content: text(), metadata: object, score: float() });
const params = { iep_id: uuid() };

/** Contract 4.4. */
export function advancedRoutes(service: AdvancedService, ieps: IepService): Operation[] {
  const tag = 'ieps-advanced';
  const prefix = '/api/v1/ieps/advanced';
  const path = `${prefix}/{iep_id}`;
  return [
    operation({
      ...{ method: 'POST', path: `${prefix}/create-with-rag`, tag, summary: 'Create Iep With Rag', status: 201 },
      ...{ query: actor, body: ragCreation, answer: iep },
      async handle({ query, body: { goals, ...draft } }) {
        const created = await service.createWithRag({ ...draft, created_by_auth_id: query.current_user_id }, goals);
        return presentIep(created);
      },
    }),
    operation({
      ...{ method: 'POST', path: `${path}/generate-section`, tag, summary: 'Generate Section', params },
      ...{ query: actor, body: section, answer: generated },
      async handle({ path: { iep_id }, body: { section_name, additional_context } }) {
        const generated_content = await service.generateSection(iep_id, section_name, additional_context);
        return { section_name, generated_content, iep_id };
      },
    }),
    operation({
      ...{ method: 'POST', path: `${path}/update-with-versioning`, tag, summary: 'Update With Versioning', params },
      ...{ query: actor, body: object, answer: iep },
      handle: async ({ path: { iep_id }, query, body }) =>
        presentIep(await service.updateWithVersioning(iep_id, query.current_user_id, body)),
    }),
    operation({
      ...{ method: 'POST', path: `${path}/submit-for-approval`, tag, summary: 'Submit For Approval', params },
      ...{ query: { ...actor, comments: optional(text()) }, answer: submitted },
      async handle({ path: { iep_id } }) {
        await service.submit(iep_id);
        return { iep_id, workflow: null, message: 'IEP submitted for approval successfully' };
      },
    }),
    operation({
      ...{ method: 'GET', path: `${path}/with-details`, tag, summary: 'Iep With Details', params, answer: iep },
      query: { include_history: withDefault(flag(), false), include_goals: withDefault(flag(), true) },
      handle: ({ path: { iep_id }, query }) =>
        failing('Failed to retrieve IEP details', async () => presentIep(await ieps.read(iep_id, query.include_goals))),
    }),
    operation({
      ...{ method: 'GET', path: `${prefix}/similar-ieps/{student_id}`, tag, summary: 'Similar Ieps' },
      ...{ params: { student_id: uuid() }, answer: list(similarIep) },
      query: { query_text: text(), top_k: withDefault(integer({ ge: 1, le: 20 }), 5) },
      handle: ({ path: { student_id }, query }) => service.similar(student_id, query.query_text, query.top_k),
    }),
  ];
}
