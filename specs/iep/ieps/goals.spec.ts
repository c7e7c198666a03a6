import { expect, test } from '../../../fixtures/iep/index.ts';
import { byId, closedStatuses, goalOf, goalStatuses, iepRowOf, refusedFields } from '../../../fixtures/iep/values.ts';

test.describe('POST /api/v1/ieps/{iep_id}/goals', () => {
  test(
    'adds a goal beside those that are there',
    { tag: ['@critical', '@integration', '@db', '@writes'] },
    async ({ iep, student: students, draft: drafts, goal: goals, database }) => {
      const { id } = await students.create();
      const draft = await drafts.create(id, { goals: [goals.build()] });
      const goal = goals.build();

      const added = await iep.addGoal(201, { path: { iep_id: draft.id }, body: goal });

      expect.soft(added, 'answer').toMatchObject(goalOf(goal, draft.id));
      await expect.soft(database, 'row').toHaveRow('iep_goals', { id: added.id }, added);
      const others = (await database.rows('iep_goals', { iep_id: draft.id })).filter(({ id: one }) => one !== added.id);
      expect.soft(others, 'other goals').toEqual(draft.goals);
      await expect.soft(database, 'stored IEP').toHaveRow('ieps', { id: draft.id }, iepRowOf(draft));
      const expected = [...draft.goals, added].toSorted(byId);
      const list = await iep.listGoals(200, { path: { iep_id: draft.id } });
      expect.soft(list.toSorted(byId), 'list').toEqual(expected);
      const read = await iep.getIep(200, { path: { iep_id: draft.id } });
      expect.soft(read.goals.toSorted(byId), 'IEP').toEqual(expected);
    },
  );

  for (const status of closedStatuses) {
    test(
      `refuses a goal for an IEP in ${status} and stores none`,
      { tag: ['@integration', '@db', '@writes'] },
      async ({ iep, student: students, draft: drafts, goal, database }) => {
        const { id } = await students.create();
        const path = { iep_id: (await drafts.create(id)).id };
        await iep.updateIep(200, { path, body: { status } });

        const error = await iep.addGoal(400, { path, body: goal.build() });

        expect.soft(error).toEqual({ detail: `Cannot add goals to IEP in ${status} status` });
        await expect.soft(database, 'rows').toHaveRowCount('iep_goals', path, 0);
      },
    );
  }

  test(
    'refuses a goal without its fields or with a short text, and stores none',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ iep, student: students, draft: drafts, goal, database }) => {
      const { id } = await students.create();
      const path = { iep_id: (await drafts.create(id)).id };

      const empty = await iep.addGoal(422, { path, body: {} });
      const short = await iep.addGoal(422, {
        path,
        body: { ...goal.build(), goal_text: 'x'.repeat(9), start_date: 'x' },
      });

      expect
        .soft(refusedFields(empty))
        .toEqual(['body.domain', 'body.goal_text', 'body.measurement_method', 'body.target_criteria']);
      expect.soft(refusedFields(short)).toEqual(['body.goal_text', 'body.start_date']);
      await expect.soft(database, 'rows').toHaveRowCount('iep_goals', path, 0);
    },
  );

  test('names an unknown IEP, for a list as well', { tag: ['@integration', '@writes'] }, async ({ iep, goal }) => {
    const path = { iep_id: crypto.randomUUID() };
    const detail = `IEP ${path.iep_id} not found`;

    expect(await iep.addGoal(404, { path, body: goal.build() })).toEqual({ detail });
    expect(await iep.listGoals(404, { path })).toEqual({ detail });
  });
});

test.describe('PUT /api/v1/ieps/{iep_id}/goals/{goal_id}/progress', () => {
  test(
    'moves a goal through every status and keeps each note with its time',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ iep, student: students, draft: drafts, goal, database }) => {
      const { id } = await students.create();
      const draft = await drafts.create(id, { goals: [goal.build(), goal.build()] });
      const [subject, neighbour] = draft.goals;
      const goal_id = subject?.id ?? '';
      const path = { iep_id: draft.id, goal_id };

      for (const status of goalStatuses) {
        const body = { progress_status: status, progress_note: `Now ${status}, ${'é'.repeat(480)}` };
        const answer = await iep.updateGoalProgress(200, { path, body });
        expect.soft(answer.message, status).toBe('Goal progress updated successfully');
        expect.soft(answer.data, status).toEqual({ goal_id, new_status: status });
      }

      const row = await database.row('iep_goals', { id: goal_id });
      const notes = goalStatuses.map((status) => ({
        date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d/),
        note: `Now ${status}, ${'é'.repeat(480)}`,
        status,
      }));
      const { updated_at } = row;
      expect
        .soft(row, 'row')
        .toEqual({ ...subject, progress_status: 'discontinued', progress_notes: notes, updated_at });
      await expect.soft(database, 'neighbour').toHaveRow('iep_goals', { id: neighbour?.id ?? '' }, { ...neighbour });
      const list = await iep.listGoals(200, { path: { iep_id: draft.id } });
      expect
        .soft(
          list.find((one) => one.id === goal_id),
          'list',
        )
        .toEqual(row);
    },
  );

  test(
    'keeps the notes where none is given',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ iep, student: students, draft: drafts, goal, database }) => {
      const { id } = await students.create();
      const draft = await drafts.create(id, { goals: [goal.build()] });
      const path = { iep_id: draft.id, goal_id: draft.goals[0]?.id ?? '' };

      await iep.updateGoalProgress(200, { path, body: { progress_status: 'mastered' } });

      const row = await database.row('iep_goals', { id: path.goal_id });
      expect(row).toMatchObject({ progress_status: 'mastered', progress_notes: [] });
    },
  );

  test(
    'names an unknown IEP or a goal that it does not have, refuses an unknown status and a long note, and changes nothing',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ iep, student: students, draft: drafts, goal, database }) => {
      const { id } = await students.create();
      const draft = await drafts.create(id, { goals: [goal.build()] });
      const [iep_id, goal_id] = [draft.id, draft.goals[0]?.id ?? ''];
      const other = await drafts.create(id);
      const unknown = crypto.randomUUID();
      const body = { progress_status: 'mastered' as const };

      const noIep = await iep.updateGoalProgress(404, { path: { iep_id: unknown, goal_id }, body });
      const noGoal = await iep.updateGoalProgress(404, { path: { iep_id, goal_id: unknown }, body });
      const foreign = await iep.updateGoalProgress(404, { path: { iep_id: other.id, goal_id }, body });
      const wrong = await iep.updateGoalProgress(422, {
        path: { iep_id, goal_id },
        body: { progress_status: 'done', progress_note: 'x'.repeat(501) },
      });

      expect.soft(noIep).toEqual({ detail: `IEP ${unknown} not found` });
      expect.soft(noGoal).toEqual({ detail: `Goal ${unknown} not found` });
      expect.soft(foreign, 'goal of another IEP').toEqual({ detail: `Goal ${goal_id} not found` });
      expect.soft(refusedFields(wrong)).toEqual(['body.progress_note', 'body.progress_status']);
      expect.soft(await database.rows('iep_goals', { iep_id }), 'rows').toEqual(draft.goals);
    },
  );
});
