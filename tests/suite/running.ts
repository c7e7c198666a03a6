import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from './nested.ts';

const playwright = path.join(root, 'node_modules', '@playwright', 'test', 'cli.js');

/** A run in a process group of its own, to be watched and killed. */
export interface Running {
  readonly pid: number;
  output(): string;
  /** Waits until it has written this; or until it has ended. */
  said(text: string): Promise<void>;
  /** Resolves to its exit code, or to the name of the signal that ended it; undefined when it has not ended by then. Milliseconds. */
  ended(within: number): Promise<number | string | undefined>;
}

/** Starts a run of the tests that torture the suite. */
export function startRun(variables: Readonly<Record<string, string>>, folder: string, grep: string): Running {
  mkdirSync(folder, { recursive: true });
  const config = path.join(root, 'tests', 'suite', 'torture', 'playwright.config.ts');
  const child: ChildProcess = spawn(process.execPath, [playwright, 'test', '-c', config, '--grep', grep], {
    cwd: root,
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      TEST_REPORTS: path.join(folder, 'reports'),
      NESTED_OUTPUT: folder,
      ...variables,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  let over: number | string | undefined;
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const closed = once(child, 'close').then(([code, signal]) => (over = (code as number | null) ?? String(signal)));
  return {
    pid: child.pid ?? 0,
    output: () => output,
    async said(text) {
      while (!output.includes(text) && over === undefined) await pause(20);
    },
    ended: (within) => Promise.race([closed, pause(within, undefined, { ref: false })]),
  };
}
