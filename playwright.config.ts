import { defineConfig } from '@playwright/test';
import { loadEnvironment } from './env/loader.ts';
import { currentRunId } from './env/run.ts';
import { selectSystems } from './env/selection.ts';

// Only now is known whose values are needed.
selectSystems(process.argv.slice(2));
const environment = loadEnvironment();
currentRunId();

// What the environment permits is what runs; --grep on the command line can only narrow it.
const grep = new RegExp(environment.permits.join('|'));

export default defineConfig({
  testDir: 'specs',
  outputDir: 'reports/test-results',
  // Beside the sandbox a file goes to one worker as a whole: to hand out its tests one by one costs a tenth of the run.
  // A deployment is waited for, so that there the longest file would set the end.
  fullyParallel: environment.name !== 'local',
  forbidOnly: Boolean(process.env.CI),
  grep,
  metadata: { environment: environment.name },
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { toPass: { timeout: 10_000 } },
  // One for each system that runs: the files of the others are not even looked at.
  projects: environment.systems.map((name) => ({ name, testDir: `specs/${name}` })),
  use: { trace: 'off' },
  globalTeardown: './helpers/cleanup/global-teardown.ts',
  reporter: [
    // First: the others share what it blanks.
    ['./helpers/reporting/redaction.ts'],
    ['list'],
    ['html', { outputFolder: 'reports/html', open: 'never' }],
    ['./helpers/reporting/allure.ts'],
    ['./helpers/reporting/plan-coverage.ts', { outputDir: 'reports' }],
    ['./helpers/reporting/path-coverage.ts', { outputDir: 'reports' }],
    // Last: its line ends the log.
    ['./helpers/reporting/summary.ts'],
  ],
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
