import { expect, test } from '../../../fixtures/iep/index.ts';
import { clockTolerance } from '../../../fixtures/iep/values.ts';

/** How far a stored time lies from the `Date` of the answer that told it, in milliseconds. */
const distance = (time: string | null | undefined, { date }: { date: number }): number =>
  Math.abs(Date.parse(time ?? '') - date);

test.describe('the times that the service writes', () => {
  test(
    'are those of the call for a student, and every change has its own',
    { tag: ['@integration', '@writes'] },
    async ({ iep, student: students }) => {
      const creation = await iep.createStudent.send({ body: students.build() });
      const student = creation.as(201);
      const change = { path: { student_id: student.id }, body: { grade_level: '6' } };
      const first = await iep.updateStudent.send(change);
      const second = await iep.updateStudent.send({ ...change, body: { grade_level: '7' } });

      expect.soft(distance(student.created_at, creation), 'created').toBeLessThan(clockTolerance);
      expect.soft(first.as(200).created_at, 'created, after a change').toBe(student.created_at);
      expect.soft(distance(first.as(200).updated_at, first), 'changed').toBeLessThan(clockTolerance);
      expect.soft(second.as(200).updated_at, 'changed again').not.toBe(first.as(200).updated_at);
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
      const second = await iep.updateGoalProgress.send({ path, body: { progress_status: 'mastered' } });
      const again = await database.row('iep_goals', { id: path.goal_id });

      expect.soft(distance(draft.created_at, creation), 'IEP created').toBeLessThan(clockTolerance);
      expect.soft(distance(draft.goals[0]?.created_at, creation), 'goal created').toBeLessThan(clockTolerance);
      expect.soft(() => [first.as(200), second.as(200)], 'the answers').not.toThrow();
      expect.soft(distance(changed.updated_at, first), 'goal changed').toBeLessThan(clockTolerance);
      expect.soft(again.updated_at, 'goal changed again').not.toBe(changed.updated_at);
    },
  );

  test(
    'are those of the call for a template and a disability type, and every change of a template has its own',
    { tag: ['@integration', '@writes'] },
    async ({ iep, template: templates, disabilityType: types }) => {
      const type = await iep.createDisabilityType.send({ body: types.build() });
      const creation = await iep.createTemplate.send({ query: { current_user_id: 4711 }, body: templates.build() });
      const template = creation.as(201);
      const change = { path: { template_id: template.id }, body: { grade_level: '6' } };
      const first = await iep.updateTemplate.send(change);
      const second = await iep.updateTemplate.send({ ...change, body: { grade_level: '7' } });

      expect.soft(distance(type.as(201).created_at, type), 'type created').toBeLessThan(clockTolerance);
      expect.soft(distance(template.created_at, creation), 'template created').toBeLessThan(clockTolerance);
      expect.soft(distance(first.as(200).updated_at, first), 'template changed').toBeLessThan(clockTolerance);
      expect.soft(second.as(200).updated_at, 'template changed again').not.toBe(first.as(200).updated_at);
    },
  );
});
