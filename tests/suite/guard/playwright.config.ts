import { defineConfig } from '@playwright/test';
import path from 'node:path';

const output = process.env['NESTED_OUTPUT'] ?? 'test-results';

/** Tests that the fixtures must refuse, skip, or expect to fail; without a grep that would hide them. */
export default defineConfig({
  testDir: '.',
  outputDir: path.join(output, 'results'),
  projects: [{ name: 'learnlikemagic' }],
  fullyParallel: true,
  workers: 2,
  timeout: 20_000,
  reporter: [['json', { outputFile: path.join(output, 'report.json') }]],
});
