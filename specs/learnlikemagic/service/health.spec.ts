import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';

test.describe('GET /', () => {
  test(
    'says that the service is up',
    { tag: ['@smoke', '@critical', '@read-only'], annotation: { type: 'plan', description: 'LLM-1' } },
    async ({ learnlikemagic }) => {
      const health = await learnlikemagic.getHealth(200);

      expect(health).toEqual({ status: 'ok', service: 'LearnLikeMagic LLM Backend', version: '1.0.0' });
    },
  );

  test(
    'touches nothing: it is answered without a database',
    { tag: ['@fault', '@read-only'] },
    async ({ learnlikemagicOutage }) => {
      const health = await learnlikemagicOutage.getHealth(200);

      expect(health).toEqual({ status: 'ok', service: 'LearnLikeMagic LLM Backend', version: '1.0.0' });
    },
  );
});

test.describe('GET /health/db', () => {
  test(
    'says that the database is reachable',
    { tag: ['@smoke', '@critical', '@db', '@read-only'], annotation: { type: 'plan', description: 'LLM-2' } },
    async ({ learnlikemagic }) => {
      const health = await learnlikemagic.getDatabaseHealth(200);

      expect(health).toEqual({ status: 'ok', database: 'connected' });
    },
  );

  test(
    'reports a database that refuses, each time and within its ordinary status',
    { tag: ['@fault', '@read-only'], annotation: { type: 'plan', description: 'LLM-3' } },
    async ({ learnlikemagicOutage }) => {
      const first = await learnlikemagicOutage.getDatabaseHealth(200);
      const second = await learnlikemagicOutage.getDatabaseHealth(200);

      expect(first).toEqual({ status: 'error', database: 'connection_failed' });
      expect(second).toEqual(first);
    },
  );
});
