import { expect, test } from '../../../fixtures/iep/index.ts';
import { goalOf, iepOf, iepRowOf, studentRowOf } from '../../../fixtures/iep/values.ts';

test.describe('POST /api/v1/ieps', () => {
  test(
    'creates a draft with its goals; answer and rows say the same, and the student stays as it was',
    { tag: ['@critical', '@integration', '@db', '@writes'] },
    async ({ iep, student: students, draft: drafts, goal: goals, userId, database }) => {
      const student = await students.create();
      const goal = goals.build();
      const body = drafts.build(student.id, { goals: [goal] });
      const user = userId();

      const created = await iep.createIep(201, { query: { current_user_id: user }, body });

      expect.soft(created, 'answer').toMatchObject({ ...iepOf(body, user), version: 1, parent_version_id: null });
      await expect.soft(database, 'row').toHaveRow('ieps', { id: created.id }, iepRowOf(created));
      expect.soft(created.goals, 'goals').toMatchObject([goalOf(goal, created.id)]);
      const stored = await database.rows('iep_goals', { iep_id: created.id });
      expect.soft(stored, 'rows of goals').toEqual(created.goals);
      const row = studentRowOf(student);
      await expect.soft(database, 'student').toHaveRow('students', { id: student.id }, row);
    },
  );

  test(
    'fills what only the required fields leave open, and takes any role',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ iep, student: students, database }) => {
      const { id } = await students.create();
      const body = { student_id: id, academic_year: '2030-1999' };
      const query = { current_user_id: 1, current_user_role: 'no-such-role' };

      const created = await iep.createIep(201, { query, body });

      expect(created).toMatchObject({ ...iepOf(body, 1), version: 1, content: {}, goals: [] });
      await expect(database).toHaveRow('ieps', { id: created.id }, iepRowOf(created));
    },
  );

  test(
    'keeps any content as it is: nested, of any script, with null, empty and very long values',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ student: students, draft: drafts, database }) => {
      const { id } = await students.create();
      const content = {
        'present levels': { reading: ['α', 'बच्चा', '\u{1F4D8}'], scores: [1, 0.25, -3, null], nested: { deep: [{}] } },
        long: 'x'.repeat(20_000),
        empty: '',
        none: null,
        markup: `<script>'";--</script> \\u0041`,
      };

      const created = await drafts.create(id, { content });

      expect(created.content).toEqual(content);
      await expect(database).toHaveRow('ieps', { id: created.id }, iepRowOf(created));
    },
  );

  test(
    'keeps several goals, drops those whose text is only blanks, and keeps what a goal leaves open null',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ student: students, draft: drafts, goal: goals, database }) => {
      const { id } = await students.create();
      const [full, bare] = [
        goals.build({ goal_text: 'x'.repeat(10) }),
        {
          domain: 'd'.repeat(100),
          goal_text: 'Writes a whole page',
          target_criteria: 'Any',
          measurement_method: 'Reading it',
        },
      ];

      const created = await drafts.create(id, { goals: [full, goals.build({ goal_text: ' '.repeat(12) }), bare] });

      const byDomain = <T extends { domain: string }>(all: readonly T[]): T[] =>
        all.toSorted((one, other) => one.domain.localeCompare(other.domain));
      expect(byDomain(created.goals)).toMatchObject(byDomain([goalOf(full, created.id), goalOf(bare, created.id)]));
      const rows = await database.rows('iep_goals', { iep_id: created.id });
      expect(byDomain(rows)).toEqual(byDomain(created.goals));
    },
  );

  test(
    'refers to a template that exists',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ template: templates, student: students, draft: drafts, database }) => {
      const { id } = await students.create();
      const template = await templates.create();

      const created = await drafts.create(id, { template_id: template.id });

      expect(created.template_id).toBe(template.id);
      await expect(database).toHaveRow('ieps', { id: created.id }, iepRowOf(created));
    },
  );
});
