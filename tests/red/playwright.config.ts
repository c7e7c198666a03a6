import { defineConfig } from '@playwright/test';
import path from 'node:path';
import { loadEnvironment } from '../../env/loader.ts';
import base from '../../playwright.config.ts';
import { proofs } from './proofs/index.ts';

const root = path.join(import.meta.dirname, '..', '..');
const output = process.env['NESTED_OUTPUT'] ?? 'test-results';
const running = loadEnvironment().systems.flatMap((system) => proofs[system]);
const server = Array.isArray(base.webServer) ? undefined : base.webServer;

const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** One project for each proof: its test, whose requests carry the proof's name to the proxy (see there). */
export default defineConfig({
  testDir: '../../specs',
  outputDir: path.join(output, 'results'),
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  expect: { ...base.expect },
  globalSetup: path.join(import.meta.dirname, 'beforehand.ts'),
  globalTeardown: path.join(root, 'helpers', 'cleanup', 'global-teardown.ts'),
  reporter: [['json', { outputFile: path.join(output, 'report.json') }]],
  projects: running.map(({ spec, test }) => ({
    name: spec,
    testMatch: `**/${spec}`,
    grep: new RegExp(escape(test)),
    use: { userAgent: spec },
  })),
  ...(server ? { webServer: { ...server, cwd: root } } : {}),
});
