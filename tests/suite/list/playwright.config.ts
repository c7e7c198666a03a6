import { defineConfig } from '@playwright/test';
import path from 'node:path';

const output = process.env['NESTED_OUTPUT'] ?? 'test-results';

/** Every spec, whatever the environment permits. */
export default defineConfig({
  testDir: '../../../specs',
  reporter: [['json', { outputFile: path.join(output, 'report.json') }]],
});
