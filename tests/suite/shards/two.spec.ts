import { test } from '@playwright/test';

test.describe('GET /two', () => {
  test('passes too', () => undefined);

  test('is skipped', () => {
    test.skip(true, 'planted');
  });
});
