import { defineConfig } from '@playwright/test';
import path from 'node:path';

const output = process.env['NESTED_OUTPUT'] ?? 'test-results';

/** Attacks on a deployment by tests that may only read. */
export default defineConfig({
  testDir: '.',
  outputDir: path.join(output, 'results'),
  projects: [{ name: 'learnlikemagic' }],
  workers: 1,
  timeout: 20_000,
  reporter: [['json', { outputFile: path.join(output, 'report.json') }]],
});
