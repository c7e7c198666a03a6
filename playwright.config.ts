import { defineConfig } from '@playwright/test';
import { hushApiLog } from './env/debug.ts';
import { loadEnvironment } from './env/loader.ts';
import { currentRunId } from './env/run.ts';
import { noteShares } from './env/shards.ts';
import { selectSystems } from './env/selection.ts';
import { cleanUpOnTermination, endInTime } from './helpers/cleanup/termination.ts';
import { reportersFor, shardIn } from './helpers/reporting/reporters.ts';
import { metadataOf } from './helpers/reporting/run-facts.ts';

// Only now is known whose values are needed.
const args = process.argv.slice(2);
selectSystems(args);
noteShares(shardIn(args));
const environment = loadEnvironment();
const run = currentRunId();
if (environment.name !== 'local') hushApiLog();
// Workers read this file as well.
if (process.env.TEST_WORKER_INDEX === undefined) {
  cleanUpOnTermination();
  endInTime();
}

export default defineConfig({
  testDir: 'specs',
  outputDir: 'reports/test-results',
  // Beside the sandbox a file goes to one worker as a whole: to hand out its tests one by one costs a tenth of the run.
  // A deployment is waited for, so that there the longest file would set the end.
  fullyParallel: environment.name !== 'local',
  forbidOnly: Boolean(process.env.CI),
  // What the environment does not permit is skipped, with the reason (fixtures/guard.ts): left out it would look tested.
  metadata: metadataOf(
    { environment: environment.name, systems: environment.systems, baseUrls: environment.baseUrls, run },
    shardIn(args),
  ),
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { toPass: { timeout: 10_000 } },
  // One for each system that runs: the files of the others are not even looked at.
  projects: environment.systems.map((name) => ({ name, testDir: `specs/${name}` })),
  use: { trace: 'off' },
  globalSetup: './helpers/cleanup/global-setup.ts',
  globalTeardown: './helpers/cleanup/global-teardown.ts',
  reporter: reportersFor(args),
  ...(environment.name === 'local'
    ? {
        webServer: {
          // Takes a lease on a running sandbox, or starts one; it stops with its last lease.
          command: 'node sandbox/attach.mjs',
          env: { SANDBOX_SYSTEMS: environment.systems.join(',') },
          wait: { stdout: /sandbox ready/ },
          stdout: 'pipe' as const,
          gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 5_000 },
          timeout: 60_000,
        },
      }
    : {}),
});
