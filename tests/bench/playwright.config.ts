import { defineConfig } from '@playwright/test';

/** What the benchmark compares the suite with: nothing but Playwright. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.bench.ts',
  workers: 1,
  timeout: 120_000,
  reporter: [['line']],
});
