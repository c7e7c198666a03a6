import { defineConfig, type ReporterDescription } from '@playwright/test';
import path from 'node:path';
import base from '../../../playwright.config.ts';

const output = process.env['NESTED_OUTPUT'] ?? 'test-results';
const root = path.join(import.meta.dirname, '..', '..', '..');

/** A reporter of the real config, in its place in the list, that writes elsewhere. */
function elsewhere([name, options]: ReporterDescription): ReporterDescription {
  const place = {
    outputFolder: path.join(output, 'html'),
    resultsDir: path.join(output, 'allure'),
    outputDir: path.join(output, 'plan'),
    outputFile: path.join(output, 'junit.xml'),
  };
  return [name.startsWith('.') ? path.join(root, name) : name, { ...(options as object), ...place }];
}

const reporters = Array.isArray(base.reporter) ? base.reporter : [];

/** The real config over tests that meet secrets, with every other reporter that stores something. */
export default defineConfig({
  testDir: '.',
  outputDir: path.join(output, 'results'),
  metadata: { ...base.metadata },
  workers: 1,
  timeout: 20_000,
  use: { ...base.use },
  globalTeardown: path.join(root, 'helpers', 'cleanup', 'global-teardown.ts'),
  reporter: [
    ...reporters.map(elsewhere),
    ['blob', { outputDir: path.join(output, 'blob') }],
    ['json', { outputFile: path.join(output, 'report.json') }],
  ],
});
