import { defineConfig } from '@playwright/test';
import path from 'node:path';
import { detectionLanes, enterLane } from '../env/detection.ts';
import base from '../playwright.config.ts';

const root = path.join(import.meta.dirname, '..');
enterLane();

/** The suite against the lanes of the detection engine, which is told of each test and judges it. */
export default defineConfig({
  testDir: path.join(root, 'specs'),
  projects: (base.projects ?? []).map(({ name = '', testDir = '' }) => ({ name, testDir: path.join(root, testDir) })),
  outputDir: path.join(root, 'reports', 'detection', 'results'),
  ...(base.grep === undefined ? {} : { grep: base.grep }),
  // A load measures the service; here a proxy stands in front of it, and two lanes share the machine. A test that must be alone
  // would hold up the other lanes, whose sandboxes are their own.
  grepInvert: [/@performance/, /(?=.*@fault)(?=.*@unshared)/],
  fullyParallel: true,
  workers: detectionLanes().length,
  timeout: 20_000,
  expect: { toPass: { timeout: 2_000 }, timeout: 2_000 },
  use: { trace: 'off' },
  reporter: [['dot']],
});
