import { defineConfig } from '@playwright/test';
import path from 'node:path';
import base from '../../../playwright.config.ts';

const output = process.env['NESTED_OUTPUT'] ?? 'test-results';
const root = path.join(import.meta.dirname, '..', '..', '..');
const reporter = (name: string): string => path.join(root, 'helpers', 'reporting', name);

/** Every way in which a test or a run can end, with the reporters that must tell it. */
export default defineConfig({
  testDir: '.',
  outputDir: path.join(output, 'results'),
  metadata: { ...base.metadata },
  projects: [{ name: 'learnlikemagic' }],
  workers: 1,
  timeout: 20_000,
  globalTeardown: path.join(root, 'helpers', 'cleanup', 'global-teardown.ts'),
  reporter: [
    [reporter('redaction.ts')],
    ['line'],
    ['html', { outputFolder: path.join(output, 'html'), open: 'never' }],
    [reporter('allure.ts'), { resultsDir: path.join(output, 'allure') }],
    ['json', { outputFile: path.join(output, 'report.json') }],
    [reporter('summary.ts')],
  ],
});
