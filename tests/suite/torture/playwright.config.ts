import { defineConfig } from '@playwright/test';
import path from 'node:path';
import base from '../../../playwright.config.ts';

const output = process.env['NESTED_OUTPUT'] ?? 'test-results';
const root = path.join(import.meta.dirname, '..', '..', '..');

/** A run that writes for some seconds, as the suite's own does: to be killed, and to lose what it relies on. */
export default defineConfig({
  testDir: '.',
  outputDir: path.join(output, 'results'),
  metadata: { ...base.metadata },
  projects: [{ name: 'learnlikemagic' }],
  fullyParallel: true,
  workers: 2,
  timeout: 30_000,
  globalSetup: path.join(root, 'helpers', 'cleanup', 'global-setup.ts'),
  globalTeardown: path.join(root, 'helpers', 'cleanup', 'global-teardown.ts'),
  reporter: [
    [path.join(root, 'helpers', 'reporting', 'redaction.ts')],
    ['line'],
    ['json', { outputFile: path.join(output, 'report.json') }],
    [path.join(root, 'helpers', 'reporting', 'summary.ts')],
  ],
});
