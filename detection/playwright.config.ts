import { defineConfig } from '@playwright/test';
import path from 'node:path';
import base from '../playwright.config.ts';

const root = path.join(import.meta.dirname, '..');
const lanes = JSON.parse(process.env['DETECTION_LANES'] ?? '[]') as Record<string, string>[];

// A worker's place among the workers is its lane.
Object.assign(process.env, lanes[Number(process.env['TEST_PARALLEL_INDEX'])]);

/** The suite against the lanes of the detection engine, which is told of each test and judges it. */
export default defineConfig({
  testDir: path.join(root, 'specs'),
  outputDir: path.join(root, 'reports', 'detection', 'results'),
  ...(base.grep === undefined ? {} : { grep: base.grep }),
  fullyParallel: true,
  workers: lanes.length,
  timeout: 20_000,
  expect: { toPass: { timeout: 2_000 }, timeout: 2_000 },
  use: { trace: 'off' },
  reporter: [['dot']],
});
