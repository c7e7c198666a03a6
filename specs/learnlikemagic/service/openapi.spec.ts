import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import { descriptions, operations, outlinesIn, outlinesOf } from '../../../fixtures/learnlikemagic/values.ts';

test.describe('GET /openapi.json', () => {
  test(
    'declares exactly the operations of the contract, with their query parameters and statuses of success',
    { tag: ['@smoke', '@integration', '@read-only'] },
    async ({ learnlikemagic }) => {
      const document = await learnlikemagic.call(descriptions.openApi, 200);

      expect(document.info).toMatchObject({ title: 'LearnLikeMagic LLM Backend', version: '1.0.0' });
      expect(outlinesIn(document)).toEqual(outlinesOf(operations));
    },
  );
});

for (const page of [descriptions.docs, descriptions.redoc]) {
  test.describe(`GET ${page.path}`, () => {
    test('shows a page to browse', { tag: ['@integration', '@read-only'] }, async ({ learnlikemagic }) => {
      const html = await learnlikemagic.call(page, 200);

      expect(html).toContain('LearnLikeMagic LLM Backend');
    });
  });
}
