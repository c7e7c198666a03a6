import { defineConfig } from '@playwright/test';
import path from 'node:path';
import { currentRunId } from '../../../env/run.ts';
import { reportersFor, shardIn } from '../../../helpers/reporting/reporters.ts';
import { metadataOf } from '../../../helpers/reporting/run-facts.ts';

const args = process.argv.slice(2);
const output = process.env['NESTED_OUTPUT'] ?? 'test-results';

/** A few tests in two shards, with the reporters of the real config. */
export default defineConfig({
  testDir: '.',
  outputDir: path.join(output, 'results'),
  metadata: metadataOf({ environment: 'local', systems: [], baseUrls: [], run: currentRunId() }, shardIn(args)),
  workers: 1,
  reporter: [...reportersFor(args), ['json', { outputFile: path.join(output, 'report.json') }]],
});
