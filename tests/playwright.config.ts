import { defineConfig } from '@playwright/test';

/** The tests of the suite itself: helpers, fixtures, sandbox, and proofs that each spec can turn red. */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.test.ts',
  outputDir: '../reports/tests',
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  timeout: 60_000,
  reporter: [['line']],
});
