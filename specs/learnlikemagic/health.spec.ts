import { expect, test } from '../../fixtures/index.ts';

test.describe('GET /', () => {
  test(
    'says that the service is up',
    { tag: ['@smoke', '@critical', '@read-only'], annotation: { type: 'plan', description: 'LLM-1' } },
    async ({ learnlikemagic }) => {
      const health = await learnlikemagic.getHealth(200);

      expect(health).toEqual({ status: 'ok', service: 'LearnLikeMagic LLM Backend', version: '1.0.0' });
    },
  );
});
