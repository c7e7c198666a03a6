import { defineConfig } from '@playwright/test';
import path from 'node:path';
import { currentRunId } from '../../../env/run.ts';
import { reportersFor, shardIn } from '../../../helpers/reporting/reporters.ts';
import { metadataOf } from '../../../helpers/reporting/run-facts.ts';

const args = process.argv.slice(2);
const output = process.env['NESTED_OUTPUT'] ?? 'test-results';

/** A run with one failure of each kind, with the reporters of the real config. */
export default defineConfig({
  testDir: '.',
  globalTeardown: path.join(import.meta.dirname, '..', '..', '..', 'helpers', 'cleanup', 'global-teardown.ts'),
  outputDir: path.join(output, 'results'),
  metadata: metadataOf(
    { environment: 'local', systems: ['learnlikemagic'], baseUrls: [], run: currentRunId() },
    shardIn(args),
  ),
  workers: 2,
  fullyParallel: true,
  timeout: 20_000,
  reporter: [...reportersFor(args), ['json', { outputFile: path.join(output, 'report.json') }]],
});
