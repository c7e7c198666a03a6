import { expect, test } from '../../../fixtures/iep/index.ts';

test.describe('GET /api/v1/templates', () => {
  test(
    'lists the templates of a disability type by name, page by page, by grade and activity',
    { tag: ['@integration', '@writes'] },
    async ({ iep, template: templates, disabilityType, run }) => {
      const { id: disability_type_id } = await disabilityType.create();
      const name = run.name();
      const grades = { C: '6-8', A: 'K-5', D: '6-8', B: 'K-5' };
      const ids = new Map<string, string>();
      for (const [letter, grade_level] of Object.entries(grades)) {
        const { id } = await templates.create({ name: `${name} ${letter}`, disability_type_id, grade_level });
        ids.set(letter, id);
      }
      const page = async (query: object): Promise<object> => {
        const { items, ...rest } = await iep.listTemplates(200, { query: { disability_type_id, ...query } });
        return { ...rest, letters: items.map((one) => one.name.slice(-1)).join('') };
      };

      expect.soft(await page({})).toMatchObject({ letters: 'ABCD', total: 4, pages: 1, size: 20, has_next: false });
      expect.soft(await page({ size: 3 })).toMatchObject({ letters: 'ABC', total: 4, pages: 2, has_next: true });
      expect.soft(await page({ size: 3, page: 2 })).toMatchObject({ letters: 'D', has_next: false, has_prev: true });
      expect.soft(await page({ size: 3, page: 3 })).toMatchObject({ letters: '', total: 4 });
      expect.soft(await page({ grade_level: 'K-5' })).toMatchObject({ letters: 'AB', total: 2 });
      const { items } = await iep.listTemplates(200, { query: { disability_type_id, size: 1, page: 4 } });
      expect.soft(items.map(({ id }) => id)).toEqual([ids.get('D')]);
      // Never an id that a list tells: it may be another's.
      await iep.deactivateTemplate(200, { path: { template_id: ids.get('D') ?? '' } });
      expect.soft(await page({})).toMatchObject({ letters: 'ABC', total: 3 });
      expect.soft(await page({ is_active: 'false' })).toMatchObject({ letters: 'D', total: 1 });
    },
  );
});

test.describe('GET /api/v1/templates/{template_id}', () => {
  test(
    'reads a template, and names an unknown one',
    { tag: ['@integration', '@writes'] },
    async ({ iep, template: templates, disabilityType }) => {
      const type = await disabilityType.create();
      const template = await templates.create({ disability_type_id: type.id });
      const template_id = crypto.randomUUID();

      const read = await iep.getTemplate(200, { path: { template_id: template.id } });

      const { disability_type, created_by_user, ...own } = template;
      expect(read).toMatchObject(own);
      expect([null, template.created_by_auth_id]).toContain(created_by_user?.id ?? null);
      expect([null, type.id]).toContain(disability_type?.id ?? null);
      const error = await iep.getTemplate(404, { path: { template_id } });
      expect(error).toEqual({ detail: `Template ${template_id} not found` });
    },
  );
});

test.describe('GET /api/v1/templates/disability/{disability_type_id}/grade/{grade_level}', () => {
  test(
    'lists the active templates of exactly this type and grade',
    { tag: ['@integration', '@writes'] },
    async ({ iep, template: templates, disabilityType }) => {
      const [type, other] = [await disabilityType.create(), await disabilityType.create()];
      const wanted = await templates.create({ disability_type_id: type.id, grade_level: '6-8' });
      const gone = await templates.create({ disability_type_id: type.id, grade_level: '6-8' });
      await templates.create({ disability_type_id: type.id, grade_level: '6' });
      await templates.create({ disability_type_id: other.id, grade_level: '6-8' });
      await iep.deactivateTemplate(200, { path: { template_id: gone.id } });

      const found = await iep.listTemplatesFor(200, { path: { disability_type_id: type.id, grade_level: '6-8' } });

      expect(found.map(({ id }) => id)).toEqual([wanted.id]);
    },
  );

  test('names an unknown type', { tag: ['@integration', '@read-only'] }, async ({ iep }) => {
    const disability_type_id = crypto.randomUUID();

    const error = await iep.listTemplatesFor(404, { path: { disability_type_id, grade_level: '5' } });

    expect(error).toEqual({ detail: `Disability type ${disability_type_id} not found` });
  });
});
