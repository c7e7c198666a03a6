import { expect, test } from '../../../fixtures/iep/index.ts';
import {
  seededFamilies,
  seededLevels,
  seededSections,
  type Template,
  withPeopleAsIn,
} from '../../../fixtures/iep/values.ts';

/** The active templates of a grade, however many pages others have filled. */
const ofGrade = async (list: (page: number) => Promise<Page>): Promise<Page['items']> => {
  const items: Page['items'] = [];
  for (let page = 1, more = true; more; page += 1) {
    const found = await list(page);
    items.push(...found.items);
    more = found.has_next;
  }
  return items;
};

interface Page {
  readonly items: Template[];
  readonly has_next: boolean;
}

test.describe('GET /api/v1/templates', () => {
  for (const { level, grade_level } of seededLevels) {
    test(
      `has the seeded templates of grade ${grade_level} for three disability types and for none`,
      { tag: ['@integration', '@read-only'] },
      async ({ iep }) => {
        const types = await iep.listDisabilityTypes(200);
        const idOf = new Map<string | null, string>(types.map(({ code, id }) => [code, id]));

        const list = await ofGrade((page) => iep.listTemplates(200, { query: { grade_level, size: 100, page } }));

        for (const { code, nameOf, goals } of seededFamilies) {
          const name = `${nameOf(level)} (${grade_level})`;
          const sections = Object.entries(seededSections(code, grade_level)).map(([key, required]) => [
            key,
            { required, description: expect.stringMatching(/./), fields: expect.any(Array) },
          ]);
          const template = list.find((each) => each.name === name);
          expect(template, name).toMatchObject({
            disability_type_id: idOf.get(code) ?? null,
            ...{ grade_level, created_by_auth_id: 1, version: 1, is_active: true },
          });
          expect.soft(template?.default_goals, name).toHaveLength(goals);
          const read = await iep.getTemplate(200, { path: { template_id: template?.id ?? '' } });
          expect.soft(withPeopleAsIn(read, template), `${name}, as it is read`).toEqual(withPeopleAsIn(template, read));
          expect.soft(template?.sections, name).toEqual(Object.fromEntries(sections));
        }
      },
    );
  }
});

test.describe('GET /api/v1/templates/disability/{disability_type_id}/grade/{grade_level}', () => {
  for (const { level, grade_level } of seededLevels) {
    test(
      `has the seeded templates of grade ${grade_level} by their disability type`,
      { tag: ['@integration', '@read-only'] },
      async ({ iep }) => {
        for (const { code, nameOf } of seededFamilies.filter((family) => family.code !== null)) {
          const { id } = await iep.getDisabilityTypeByCode(200, { path: { code: code ?? '' } });

          const list = await iep.listTemplatesFor(200, { path: { disability_type_id: id, grade_level } });

          const name = `${nameOf(level)} (${grade_level})`;
          const template = list.find((each) => each.name === name);
          expect(template, name).toBeDefined();
          const read = await iep.getTemplate(200, { path: { template_id: template?.id ?? '' } });
          expect.soft(withPeopleAsIn(read, template), `${name}, as it is read`).toEqual(withPeopleAsIn(template, read));
          expect
            .soft(list, name)
            .toEqual(list.map(() => expect.objectContaining({ disability_type_id: id, grade_level })));
        }
      },
    );
  }
});
