import { expect, test } from '../../../fixtures/iep/index.ts';
import { descriptions, operations, outlinesIn, outlinesOf } from '../../../fixtures/iep/values.ts';

test.describe('GET /openapi.json', () => {
  test(
    'declares the operations of the contract, with their query parameters and statuses of success',
    { tag: ['@smoke', '@integration', '@read-only'] },
    async ({ iep }) => {
      const document = await iep.call(descriptions.openApi, 200);

      expect(outlinesIn(document, operations)).toEqual(outlinesOf(operations));
    },
  );
});

test.describe('GET /docs', () => {
  test('shows a page to browse', { tag: ['@integration', '@read-only'] }, async ({ iep }) => {
    const html = await iep.call(descriptions.docs, 200);

    expect(html).toContain('Special Education Service');
  });
});
