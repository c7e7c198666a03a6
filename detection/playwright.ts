import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const cli = path.join(root, 'node_modules', '@playwright', 'test', 'cli.js');
const log = path.join('reports', 'detection', 'playwright.log');

/** One Playwright process of a detection run; what the last one says is in `reports/detection/playwright.log`. */
export interface PlaywrightRun {
  /** Resolves to the exit code; null when it was stopped. */
  readonly ended: Promise<number | null>;
  /** Lets the tests under way come to their end. */
  stop(): void;
}

/** Arguments that select these tests, and files that hold none of them are not loaded. */
export function selecting(tests: readonly string[]): string[] {
  const files = new Set(tests.map((test) => test.split(' › ')[0] ?? ''));
  const escaped = (title: string): string => title.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  // The tags of a group stand between its title and the next one.
  const titles = tests.map((test) => test.split(' › ').map(escaped).join('(?: @\\S+)* '));
  return [...files, '--grep', titles.join('|')];
}

/** Starts the suite of one system with the engine's config. */
export function startPlaywright(options: {
  readonly system: string;
  readonly engineUrl: string;
  readonly runId: string;
  readonly lanes: readonly Readonly<Record<string, string>>[];
  /** By file and titles; all when they are not given. */
  readonly tests: readonly string[] | undefined;
  readonly copies: number;
}): PlaywrightRun {
  const { system, engineUrl, runId, lanes, tests, copies } = options;
  mkdirSync(path.join(root, 'reports', 'detection'), { recursive: true });
  const output = openSync(path.join(root, log), 'w');
  const args = [cli, 'test', '-c', 'detection/playwright.config.ts', ...(tests ? selecting(tests) : [])];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: {
      ...process.env,
      TEST_ENV: 'local',
      TEST_SYSTEMS: system,
      TEST_RUN_ID: runId,
      DETECTION_URL: engineUrl,
      DETECTION_LANES: JSON.stringify(lanes),
      DETECTION_COPIES: String(copies),
    },
    stdio: ['ignore', output, output],
    // Out of the terminal's process group: Ctrl-C is for the engine, which ends its parts in order.
    detached: true,
  });
  closeSync(output);
  return {
    ended: once(child, 'close').then(([code]) => code as number | null),
    stop: () => child.kill('SIGINT'),
  };
}
