import { test } from '@playwright/test';

test.describe('GET /one', () => {
  test('passes', { annotation: { type: 'plan', description: 'ONE-1' } }, () => undefined);

  test('fails', () => {
    throw new Error('planted');
  });
});
