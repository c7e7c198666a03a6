import { expect, test } from '../../../fixtures/iep/index.ts';
import { clockTolerance } from '../../../fixtures/iep/values.ts';

/** How far a stored time lies from the `Date` of the answer that told it, in milliseconds. */
const distance = (time: string | null | undefined, { date }: { date: number }): number =>
  Math.abs(Date.parse(time ?? '') - date);

/** One value, then the other, and so on: what is written again as it is may be no change. */
function* turns<T>(...values: [T, T]): Generator<T, never> {
  for (;;) yield* values;
}

/** A change is made until its time is another one: a deployment may keep times to the second. */
const moves = { message: 'the time of a later change', timeout: 3_000 };

test.describe('the times that the service writes', () => {
  test(
    'are those of the call for a student, and every change has its own',
    { tag: ['@integration', '@writes'] },
    async ({ iep, student: students }) => {
      const creation = await iep.createStudent.send({ body: students.build() });
      const student = creation.as(201);
      const levels = turns('7', '8');
      const change = { path: { student_id: student.id }, body: { grade_level: '6' } };
      const first = await iep.updateStudent.send(change);

      expect.soft(distance(student.created_at, creation), 'created').toBeLessThan(clockTolerance);
      expect.soft(first.as(200).created_at, 'created, after a change').toBe(student.created_at);
      expect.soft(distance(first.as(200).updated_at, first), 'changed').toBeLessThan(clockTolerance);
      await expect
        .poll(async () => {
          const body = { grade_level: levels.next().value };
          return (await iep.updateStudent(200, { ...change, body })).updated_at;
        }, moves)
        .not.toBe(first.as(200).updated_at);
    },
  );

  test(
    'are those of the call for an IEP and its goals, and every change of a goal has its own',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ iep, student: students, draft: drafts, goal, database }) => {
      const { id } = await students.create();
      const creation = await iep.createIep.send({
        query: { current_user_id: 4711 },
        body: drafts.build(id, { goals: [goal.build()] }),
      });
      const draft = creation.as(201);
      const path = { iep_id: draft.id, goal_id: draft.goals[0]?.id ?? '' };
      const first = await iep.updateGoalProgress.send({ path, body: { progress_status: 'in_progress' } });
      const changed = await database.row('iep_goals', { id: path.goal_id });

      expect.soft(distance(draft.created_at, creation), 'IEP created').toBeLessThan(clockTolerance);
      expect.soft(distance(draft.goals[0]?.created_at, creation), 'goal created').toBeLessThan(clockTolerance);
      expect.soft(() => first.as(200), 'the answer').not.toThrow();
      expect.soft(distance(changed.updated_at, first), 'goal changed').toBeLessThan(clockTolerance);
      const statuses = turns('mastered' as const, 'in_progress' as const);
      const changeAgain = async (): Promise<unknown> => {
        await iep.updateGoalProgress(200, { path, body: { progress_status: statuses.next().value } });
        return (await database.row('iep_goals', { id: path.goal_id })).updated_at;
      };
      await expect.poll(changeAgain, moves).not.toBe(changed.updated_at);
    },
  );

  test(
    'are those of the call for a template and a disability type, and every change of a template has its own',
    { tag: ['@integration', '@writes'] },
    async ({ iep, template: templates, disabilityType: types }) => {
      const type = await iep.createDisabilityType.send({ body: types.build() });
      const creation = await iep.createTemplate.send({ query: { current_user_id: 4711 }, body: templates.build() });
      const template = creation.as(201);
      const levels = turns('7', '8');
      const change = { path: { template_id: template.id }, body: { grade_level: '6' } };
      const first = await iep.updateTemplate.send(change);

      expect.soft(distance(type.as(201).created_at, type), 'type created').toBeLessThan(clockTolerance);
      expect.soft(distance(template.created_at, creation), 'template created').toBeLessThan(clockTolerance);
      expect.soft(distance(first.as(200).updated_at, first), 'template changed').toBeLessThan(clockTolerance);
      await expect
        .poll(async () => {
          const body = { grade_level: levels.next().value };
          return (await iep.updateTemplate(200, { ...change, body })).updated_at;
        }, moves)
        .not.toBe(first.as(200).updated_at);
    },
  );
});
