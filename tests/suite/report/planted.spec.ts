import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';

const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

test.describe('GET /', () => {
  test(
    'keeps its promise',
    { tag: ['@smoke', '@critical', '@read-only'], annotation: { type: 'plan', description: 'LLM-17' } },
    async ({ learnlikemagic }) => {
      await learnlikemagic.getHealth(200);
      await test.info().attach('page', { body: Buffer.from(pixel, 'base64'), contentType: 'image/png' });
    },
  );

  test(
    'breaks its contract',
    { tag: ['@critical', '@read-only'], annotation: { type: 'plan', description: 'LLM-18' } },
    async ({ learnlikemagic }) => {
      await learnlikemagic.getHealth(200);
      await learnlikemagic.getDatabaseHealth(200);
    },
  );

  test('has a wrong effect', { tag: ['@read-only'] }, async ({ learnlikemagic }) => {
    await learnlikemagic.getHealth(200);
    expect('another row').toBe('the row');
  });

  test('cannot be reached', { tag: ['@read-only'] }, async ({ learnlikemagic }) => {
    await learnlikemagic.listBooks(200);
  });

  test('takes too long', { tag: ['@read-only'] }, async () => {
    test.setTimeout(300);
    await pause(5_000);
  });

  test('is slower than its limit', { tag: ['@performance', '@read-only'] }, () => {
    expect(900).toBeLessThan(500);
  });

  test('leaves something behind', { tag: ['@read-only'] }, () => {
    throw new Error('Clean-up left 1 of 1 behind:\n  - book x');
  });

  test('fails as QA knows', { tag: ['@read-only'] }, () => {
    test.info().annotations.push({ type: 'issue', description: 'https://issues.example/7' });
    test.fail();
    throw new Error('as known');
  });

  test('is not offered', { tag: ['@read-only'] }, () => {
    test.skip(true, 'local offers no such thing');
  });
});
