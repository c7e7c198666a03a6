import { expect, test } from '../../../fixtures/iep/index.ts';
import { seededFamilies, seededSections } from '../../../fixtures/iep/values.ts';

const requiredOf = (sections: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(sections).map(([name, section]) => [name, (section as { required?: unknown }).required]),
  );

test.describe('GET /api/v1/templates/disability/{disability_type_id}/grade/{grade_level}', () => {
  for (const { code, label, goals } of seededFamilies) {
    test(
      `has the seeded ${label} templates of every grade`,
      { tag: ['@integration', '@read-only'] },
      async ({ iep }) => {
        const type = await iep.getDisabilityTypeByCode(200, { path: { code } });

        for (const [grade_level, level] of [
          ['K-5', `Elementary ${label} Template (K-5)`],
          ['6-8', `Middle School ${label} Template (6-8)`],
          ['9-12', `High School ${label} Template (9-12)`],
        ] as const) {
          const list = await iep.listTemplatesFor(200, { path: { disability_type_id: type.id, grade_level } });
          const template = list.find(({ name }) => name === level);
          expect.soft(template, level).toMatchObject({ created_by_auth_id: 1, version: 1, is_active: true });
          expect.soft(template?.default_goals, level).toHaveLength(goals);
          expect.soft(requiredOf(template?.sections ?? {}), level).toEqual(seededSections(code, grade_level));
        }
      },
    );
  }
});
