import { list, model, nullable, optional, withDefault } from '../../fastapi/composites.ts';
import { date, uuid } from '../../fastapi/formats.ts';
import { operation, type Operation } from '../../fastapi/operation.ts';
import { flag, integer, text } from '../../fastapi/scalars.ts';
import type { Of } from '../../fastapi/shape.ts';
import type { IepService, VersionView } from '../services/ieps.ts';
import { actor, maybe, succeeded, success } from './common.ts';
import * as shapes from './iep-shapes.ts';

const update = model('IEPUpdate', {
  academic_year: optional(nullable(shapes.academicYear)),
  content: optional(nullable(shapes.content)),
  meeting_date: optional(nullable(date())),
  effective_date: optional(nullable(date())),
  review_date: optional(nullable(date())),
  status: optional(nullable(shapes.iepStatus)),
});
const submission = model('IEPSubmitForApproval', { comments: maybe(text({ max: 1000 })) });
const progress = model('GoalProgressUpdate', {
  progress_status: shapes.progressStatus,
  progress_note: maybe(text({ max: 500 })),
});
const params = { iep_id: uuid() };
const limit = withDefault(integer({ ge: 1, le: 100 }), 50);
const tag = 'ieps';
const prefix = '/api/v1/ieps';

/** Contract 4.3. */
export function iepRoutes(service: IepService): Operation[] {
  const { iep } = shapes;
  const path = `${prefix}/{iep_id}`;
  return [
    operation({
      ...{ method: 'POST', path: prefix, tag, summary: 'Create Iep', status: 201, query: actor },
      ...{ body: shapes.creation, answer: iep },
      async handle({ query, body: { goals, ...draft } }) {
        const created = await service.create({ ...draft, created_by_auth_id: query.current_user_id }, goals);
        return shapes.presentIep(created);
      },
    }),
    operation({
      ...{ method: 'GET', path: `${prefix}/pending-approval`, tag, summary: 'Pending Approval', query: { limit } },
      answer: list(iep),
      handle: async ({ query }) => (await service.pending(query.limit)).map(shapes.presentIep),
    }),
    operation({
      ...{ method: 'GET', path: `${prefix}/student/{student_id}`, tag, summary: 'Ieps Of Student' },
      ...{ params: { student_id: uuid() }, answer: list(iep) },
      query: { academic_year: optional(text()), status: optional(text()), limit },
      async handle({ path: { student_id }, query: { academic_year, status, limit: most } }) {
        const found = await service.listOfStudent(student_id, { academicYear: academic_year, status }, most);
        return found.map(shapes.presentIep);
      },
    }),
    operation({
      ...{ method: 'GET', path, tag, summary: 'Get Iep', params, answer: iep },
      query: { include_goals: withDefault(flag(), true) },
      handle: async ({ path: { iep_id }, query }) => shapes.presentIep(await service.read(iep_id, query.include_goals)),
    }),
    operation({
      ...{ method: 'PUT', path, tag, summary: 'Update Iep', params, body: update, answer: iep },
      handle: async ({ path: { iep_id }, body }) => shapes.presentIep(await service.update(iep_id, body)),
    }),
    operation({
      ...{ method: 'DELETE', path, tag, summary: 'Delete Iep', params, answer: success },
      async handle({ path: { iep_id } }) {
        await service.remove(iep_id);
        return succeeded(`IEP ${iep_id} deleted successfully`);
      },
    }),
    operation({
      ...{ method: 'GET', path: `${path}/versions`, tag, summary: 'Iep Versions', params },
      answer: list(shapes.versionHistory),
      handle: async ({ path: { iep_id } }) => (await service.versions(iep_id)).map(presentVersion),
    }),
    operation({
      ...{ method: 'POST', path: `${path}/submit`, tag, summary: 'Submit Iep', params, query: actor },
      ...{ body: submission, answer: success },
      async handle({ path: { iep_id }, body: { comments } }) {
        await service.submit(iep_id);
        return succeeded(`IEP ${iep_id} submitted for approval successfully`, { comments });
      },
    }),
    ...goalRoutes(service, `${path}/goals`),
  ];
}

function goalRoutes(service: IepService, path: string): Operation[] {
  const { goal } = shapes;
  return [
    operation({
      ...{ method: 'POST', path, tag, summary: 'Add Goal', params, status: 201 },
      ...{ body: shapes.goalCreation, answer: goal },
      handle: async ({ path: { iep_id }, body }) => shapes.presentGoal(await service.addGoal(iep_id, body)),
    }),
    operation({
      ...{ method: 'GET', path, tag, summary: 'List Goals', params, answer: list(goal) },
      handle: async ({ path: { iep_id } }) => (await service.goals(iep_id)).map(shapes.presentGoal),
    }),
    operation({
      ...{ method: 'PUT', path: `${path}/{goal_id}/progress`, tag, summary: 'Update Goal Progress' },
      ...{ params: { ...params, goal_id: uuid() }, body: progress, answer: success },
      async handle({ path: { iep_id, goal_id }, body }) {
        await service.updateProgress(iep_id, goal_id, body);
        return succeeded('Goal progress updated successfully', { goal_id, new_status: body.progress_status });
      },
    }),
  ];
}

function presentVersion(view: VersionView): Of<typeof shapes.versionHistory> {
  const { id, version, status, created_by_auth_id, created_at, created_by_user } = view;
  return { id, version, status: status ?? '', created_by_auth_id, created_at, created_by_user };
}
