import { expect, test } from '../../../fixtures/iep/index.ts';
import { refusedFields, templateRowOf } from '../../../fixtures/iep/values.ts';

test.describe('PUT /api/v1/templates/{template_id}', () => {
  const changes = [{ grade_level: '9-12' }, { sections: { only: {} } }, { default_goals: [] }, { is_active: false }];

  for (const change of changes) {
    test(
      `writes ${Object.keys(change).join()} and leaves the rest, its version too, and its neighbour alone`,
      { tag: ['@integration', '@db', '@writes'] },
      async ({ iep, template: templates, database }) => {
        const [template, neighbour] = [await templates.create(), await templates.create()];

        const updated = await iep.updateTemplate(200, { path: { template_id: template.id }, body: change });

        const row = { ...templateRowOf(template), ...change, updated_at: updated.updated_at };
        expect.soft(templateRowOf(updated), 'answer').toEqual(row);
        expect.soft(updated.updated_at, 'time of the change').not.toBeNull();
        await expect.soft(database, 'row').toHaveRow('iep_templates', { id: template.id }, row);
        const other = templateRowOf(neighbour);
        await expect.soft(database, 'neighbour').toHaveRow('iep_templates', { id: neighbour.id }, other);
      },
    );
  }

  test(
    'names an unknown template or disability type, refuses an empty name, and changes nothing',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ iep, template: templates, database }) => {
      const template = await templates.create();
      const path = { template_id: template.id };
      const unknown = crypto.randomUUID();

      const noTemplate = await iep.updateTemplate(404, { path: { template_id: unknown }, body: { grade_level: '5' } });
      const noType = await iep.updateTemplate(404, { path, body: { disability_type_id: unknown, grade_level: '5' } });
      const empty = await iep.updateTemplate(422, { path, body: { name: '' } });

      expect.soft(noTemplate).toEqual({ detail: `Template ${unknown} not found` });
      expect.soft(noType).toEqual({ detail: `Disability type ${unknown} not found` });
      expect.soft(refusedFields(empty)).toEqual(['body.name']);
      await expect.soft(database, 'row').toHaveRow('iep_templates', { id: template.id }, templateRowOf(template));
    },
  );
});

test.describe('DELETE /api/v1/templates/{template_id}', () => {
  test(
    'deactivates a template, which stays readable by id',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ iep, template: templates, database }) => {
      const template = await templates.create();
      const path = { template_id: template.id };

      const answer = await iep.deactivateTemplate(200, { path });

      expect.soft(answer.message).toBe(`Template ${template.id} deactivated successfully`);
      const read = await iep.getTemplate(200, { path });
      const row = { ...templateRowOf(template), is_active: false, updated_at: read.updated_at };
      expect.soft(templateRowOf(read), 'read back').toEqual(row);
      await expect.soft(database, 'row').toHaveRow('iep_templates', { id: template.id }, row);
    },
  );

  test('names an unknown template', { tag: ['@integration', '@writes'] }, async ({ iep }) => {
    const template_id = crypto.randomUUID();

    const error = await iep.deactivateTemplate(404, { path: { template_id } });

    expect(error).toEqual({ detail: `Template ${template_id} not found` });
  });
});
