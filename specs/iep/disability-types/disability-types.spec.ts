import { expect, test } from '../../../fixtures/iep/index.ts';
import { disabilityTypeRowOf, refusedFields, seededCodes } from '../../../fixtures/iep/values.ts';

test.describe('GET /api/v1/templates/disability-types', () => {
  test(
    'has the thirteen seeded types among the active ones, by name',
    { tag: ['@smoke', '@integration', '@read-only'] },
    async ({ iep }) => {
      const list = await iep.listDisabilityTypes(200);

      expect.soft(list.map(({ code }) => code)).toEqual(expect.arrayContaining(seededCodes));
      expect.soft(list.filter(({ is_active }) => !is_active)).toEqual([]);
      const ids = list.map(({ id }) => id);
      expect.soft(ids, 'each once').toEqual([...new Set(ids)]);
      const seeded = list.filter(({ code }) => seededCodes.includes(code));
      for (const type of seeded) {
        expect.soft(type, type.code).toMatchObject({
          description: expect.stringMatching(/./),
          federal_category: expect.stringMatching(/./),
          state_category: null,
          accommodation_defaults: {},
        });
      }
      // By their first letter every collation makes the same order, whatever its rules for blanks, case and brackets.
      const initials = seeded.map(({ name }) => name.charAt(0).toUpperCase()).filter((letter) => /[A-Z]/.test(letter));
      expect.soft(initials, 'order').toEqual(initials.toSorted());
    },
  );
});

test.describe('GET /api/v1/templates/disability-types/by-code/{code}', () => {
  test('finds a type by its code in any case', { tag: ['@integration', '@read-only'] }, async ({ iep }) => {
    const type = await iep.getDisabilityTypeByCode(200, { path: { code: 'SLD' } });

    expect(type.code).toBe('SLD');
    expect(await iep.getDisabilityTypeByCode(200, { path: { code: 'sld' } })).toEqual(type);
    expect(await iep.getDisabilityType(200, { path: { id: type.id } })).toEqual(type);
  });

  test('names an unknown code, and an unknown id', { tag: ['@integration', '@read-only'] }, async ({ iep, run }) => {
    const code = run.name().toUpperCase();
    const id = crypto.randomUUID();

    const byCode = await iep.getDisabilityTypeByCode(404, { path: { code } });
    const byId = await iep.getDisabilityType(404, { path: { id } });

    expect(byCode).toEqual({ detail: `Disability type with code ${code} not found` });
    expect(byId).toEqual({ detail: `Disability type ${id} not found` });
  });
});

test.describe('POST /api/v1/templates/disability-types', () => {
  test(
    'creates an active type that is found by id, code and in the list',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ iep, disabilityType: types, database }) => {
      const body = types.build();

      const type = await iep.createDisabilityType(201, { body });

      expect.soft(type, 'answer').toMatchObject({ ...body, is_active: true });
      await expect.soft(database, 'row').toHaveRow('disability_types', { id: type.id }, disabilityTypeRowOf(type));
      expect.soft(await iep.getDisabilityType(200, { path: { id: type.id } }), 'by id').toEqual(type);
      expect.soft(await iep.getDisabilityTypeByCode(200, { path: { code: type.code } }), 'by code').toEqual(type);
      expect.soft(await iep.listDisabilityTypes(200), 'list').toContainEqual(type);
    },
  );

  test(
    'refuses a code that is in use and stores nothing',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ iep, disabilityType: types, database }) => {
      const type = await types.create();
      const body = types.build({ code: type.code });

      const error = await iep.createDisabilityType(400, { body });

      expect.soft(error).toEqual({ detail: `Disability type with code ${type.code} already exists` });
      await expect.soft(database, 'rows').toHaveRow('disability_types', { code: type.code }, disabilityTypeRowOf(type));
    },
  );

  test(
    'refuses empty and long codes and names, and stores nothing',
    { tag: ['@integration', '@db', '@writes'] },
    async ({ iep, disabilityType: types, database }) => {
      const body = types.build();

      const empty = await iep.createDisabilityType(422, { body: { code: '', name: '' } });
      const long = await iep.createDisabilityType(422, {
        body: {
          code: 'x'.repeat(21),
          name: 'x'.repeat(101),
          federal_category: 'x'.repeat(101),
          state_category: 'x'.repeat(101),
        },
      });
      const wrong = await iep.createDisabilityType(422, { body: { ...body, accommodation_defaults: 'none' } });

      expect.soft(refusedFields(empty)).toEqual(['body.code', 'body.name']);
      expect
        .soft(refusedFields(long))
        .toEqual(['body.code', 'body.federal_category', 'body.name', 'body.state_category']);
      expect.soft(refusedFields(wrong)).toEqual(['body.accommodation_defaults']);
      await expect.soft(database, 'rows').toHaveRowCount('disability_types', { code: body.code }, 0);
    },
  );
});
