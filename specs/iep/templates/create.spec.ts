import { expect, test } from '../../../fixtures/iep/index.ts';
import { refusedFields, templateRowOf, withPeopleAsIn } from '../../../fixtures/iep/values.ts';

test.describe('POST /api/v1/templates', () => {
  test(
    'creates version 1 of a template for a disability type',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ iep, template: templates, disabilityType, userId, database }) => {
      const type = await disabilityType.create();
      const body = templates.build({ disability_type_id: type.id });
      const user = userId();

      const template = await iep.createTemplate(201, { query: { current_user_id: user }, body });

      const expected = { ...body, version: 1, is_active: true, created_by_auth_id: user, updated_at: null };
      expect.soft(template, 'answer').toMatchObject(expected);
      const row = templateRowOf(template);
      await expect.soft(database, 'row').toHaveRow('iep_templates', { id: template.id }, row);
    },
  );

  test(
    'fills what only the required fields leave open, and takes the longest name',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ iep, run, database }) => {
      const body = { name: run.name().padEnd(200, 'é'), sections: {} };

      const template = await iep.createTemplate(201, { query: { current_user_id: 1 }, body });

      const open = { grade_level: null, default_goals: [], disability_type_id: null };
      expect.soft(template, 'answer').toMatchObject({ ...body, ...open });
      await expect.soft(database, 'row').toHaveRow('iep_templates', { id: template.id }, templateRowOf(template));
      const path = { template_id: template.id };
      const read = await iep.getTemplate(200, { path });
      expect.soft(withPeopleAsIn(template, read), 'read back, its author too').toEqual(withPeopleAsIn(read, template));
    },
  );

  test(
    'refuses wrong names, grades, sections and ids, and stores nothing',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ iep, template: templates, database }) => {
      const body = templates.build();
      const query = { current_user_id: 1 };

      const empty = await iep.createTemplate(422, { query, body: { name: '' } });
      const wrong = await iep.createTemplate(422, {
        query,
        body: { ...body, sections: ['a'], grade_level: 'x'.repeat(21), disability_type_id: 'SLD' },
      });
      const long = await iep.createTemplate(422, { query, body: { ...body, name: body.name.padEnd(201, 'x') } });
      const unnamed = await iep.createTemplate(422, { body });

      expect.soft(refusedFields(empty)).toEqual(['body.name', 'body.sections']);
      expect.soft(refusedFields(wrong)).toEqual(['body.disability_type_id', 'body.grade_level', 'body.sections']);
      expect.soft(refusedFields(long)).toEqual(['body.name']);
      expect.soft(refusedFields(unnamed)).toEqual(['query.current_user_id']);
      await expect.soft(database, 'rows').toHaveRowCount('iep_templates', { name: body.name }, 0);
    },
  );

  test(
    'fails for an unknown disability type and stores nothing',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ iep, template: templates, database }) => {
      const body = templates.build({ disability_type_id: crypto.randomUUID() });

      const error = await iep.createTemplate(500, { query: { current_user_id: 1 }, body });

      expect(error).toEqual({ detail: 'Failed to create template' });
      await expect(database).toHaveRowCount('iep_templates', { name: body.name }, 0);
    },
  );
});
