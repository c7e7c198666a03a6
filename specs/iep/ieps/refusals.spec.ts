import { expect, test } from '../../../fixtures/iep/index.ts';
import { refusedFields } from '../../../fixtures/iep/values.ts';

test.describe('POST /api/v1/ieps', () => {
  const unknowns = [
    ['student', 'student_id'],
    ['template', 'template_id'],
  ] as const;

  for (const [what, field] of unknowns) {
    test(
      `fails for an unknown ${what} and stores nothing`,
      { tag: ['@integration', '@db', '@writes'] },
      async ({ iep, student: students, draft: drafts, goal, database }) => {
        const { id } = await students.create();
        const unknown = crypto.randomUUID();
        const body = drafts.build(id, { goals: [goal.build()], [field]: unknown });

        const error = await iep.createIep(500, { query: { current_user_id: 1 }, body });

        expect.soft(error).toEqual({ detail: 'Failed to create IEP' });
        await expect.soft(database, 'rows').toHaveRowCount('ieps', { student_id: body.student_id }, 0);
        await expect.soft(database, 'rows').toHaveRowCount('ieps', { student_id: id }, 0);
      },
    );
  }

  const broken = [
    ['lacks what is required', { student_id: undefined, academic_year: undefined }, ['academic_year', 'student_id']],
    ['names a year without a second', { academic_year: '2025' }, ['academic_year']],
    ['names a year with something after it', { academic_year: '2025-2026 ' }, ['academic_year']],
    ['names a year in letters', { academic_year: 'abcd-efgh' }, ['academic_year']],
    ['names a short year', { academic_year: '25-26' }, ['academic_year']],
    ['names ids that are no UUIDs', { student_id: 'TEST-001', template_id: '7' }, ['student_id', 'template_id']],
    [
      'has days that are none',
      { meeting_date: '2025-13-01', effective_date: 'soon', review_date: '01.02.2026' },
      ['effective_date', 'meeting_date', 'review_date'],
    ],
    ['has a content that is no object', { content: ['a'] }, ['content']],
    [
      'has goals without their fields or too short and too long',
      {
        goals: [{}, { domain: 'x'.repeat(101), goal_text: 'too short', target_criteria: 'a', measurement_method: 'b' }],
      },
      [
        'goals.0.domain',
        'goals.0.goal_text',
        'goals.0.measurement_method',
        'goals.0.target_criteria',
        'goals.1.domain',
        'goals.1.goal_text',
      ],
    ],
  ] as const;

  for (const [what, fields, places] of broken) {
    test(
      `refuses a body that ${what}, and stores nothing`,
      { tag: ['@integration', '@db', '@writes'] },
      async ({ iep, student: students, draft: drafts, database }) => {
        const { id } = await students.create();

        const error = await iep.createIep(422, {
          query: { current_user_id: 1 },
          body: { ...drafts.build(id), ...fields },
        });

        expect.soft(refusedFields(error), 'fields').toEqual(places.map((place) => `body.${place}`));
        await expect.soft(database, 'rows').toHaveRowCount('ieps', { student_id: id }, 0);
      },
    );
  }

  test(
    'refuses a request that does not say who acts, or not by a number',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ iep, student: students, draft: drafts, database }) => {
      const { id } = await students.create();
      const body = drafts.build(id);

      const absent = await iep.createIep(422, { body });
      const wrong = await iep.createIep(422, { query: { current_user_id: 'me' }, body });

      expect([refusedFields(absent), refusedFields(wrong)]).toEqual([
        ['query.current_user_id'],
        ['query.current_user_id'],
      ]);
      await expect(database).toHaveRowCount('ieps', { student_id: id }, 0);
    },
  );
});
