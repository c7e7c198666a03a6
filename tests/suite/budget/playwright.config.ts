import { defineConfig } from '@playwright/test';
import path from 'node:path';
import base from '../../../playwright.config.ts';

const output = process.env['NESTED_OUTPUT'] ?? 'test-results';
const root = path.join(import.meta.dirname, '..', '..', '..');

/** Tests that cost more than their run may. */
export default defineConfig({
  testDir: '.',
  outputDir: path.join(output, 'results'),
  metadata: { ...base.metadata },
  projects: [{ name: 'learnlikemagic' }],
  fullyParallel: true,
  workers: 2,
  timeout: 30_000,

  reporter: [
    [path.join(root, 'helpers', 'reporting', 'redaction.ts')],
    ['line'],
    ['json', { outputFile: path.join(output, 'report.json') }],
    [path.join(root, 'helpers', 'reporting', 'summary.ts')],
  ],
});
