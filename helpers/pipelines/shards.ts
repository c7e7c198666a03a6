import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { environmentName } from '../../env/loader.ts';
import { newRunId } from '../../env/run.ts';
import { shardVariables } from '../../env/shards.ts';
import { reportsDirectory } from '../../env/reports.ts';
import { turnsOf } from '../turns.ts';
import { mergeShards } from './merge.ts';

const root = path.join(import.meta.dirname, '..', '..');
const playwright = path.join(root, 'node_modules', '@playwright', 'test', 'cli.js');
const blobs = path.join(reportsDirectory, 'blobs');
const usage = 'usage: npm run shards -- NUMBER [what npx playwright test takes]';

function start(script: string, args: readonly string[], turns: string, label: string): ChildProcess {
  const stdio = ['ignore', 'pipe', 'pipe'] as const;
  const child = spawn(process.execPath, [script, ...args], {
    cwd: root,
    env: shardVariables(turns),
    stdio: [...stdio],
  });
  const print = (stream: NodeJS.ReadableStream | null, target: NodeJS.WriteStream): void => {
    if (stream) createInterface({ input: stream }).on('line', (line) => target.write(`[${label}] ${line}\n`));
  };
  print(child.stdout, process.stdout);
  print(child.stderr, process.stderr);
  return child;
}

/** Keeps one sandbox for all shards: each would start it anew when the one before has ended. */
async function holdSandbox(turns: string): Promise<ChildProcess | undefined> {
  if (environmentName() !== 'local') return undefined;
  const sandbox = start(path.join('sandbox', 'attach.mjs'), [], turns, 'sandbox');
  await new Promise<void>((resolve, reject) => {
    sandbox.stdout?.on('data', (chunk: Buffer) => {
      if (chunk.includes('sandbox ready')) resolve();
    });
    sandbox.once('exit', () => {
      reject(new Error('the sandbox did not start'));
    });
  });
  return sandbox;
}

/**
 * Runs the shards of a run side by side against one deployment and merges what they tell. Each proves its own clean-up,
 * the last step that of all. Returns whether all of them passed.
 */
async function runShards(number: number, args: readonly string[]): Promise<boolean> {
  rmSync(blobs, { recursive: true, force: true });
  const turns = newRunId();
  const sandbox = await holdSandbox(turns);
  try {
    const codes = await Promise.all(
      Array.from({ length: number }, async (_, index) => {
        const shard = `${String(index + 1)}/${String(number)}`;
        const child = start(playwright, ['test', `--shard=${shard}`, ...args], turns, shard);
        const [code] = (await once(child, 'close')) as [number | null];
        return code;
      }),
    );
    const { ok } = mergeShards(blobs);
    const sweep = [
      path.join('node_modules', 'tsx', 'dist', 'cli.mjs'),
      path.join('helpers', 'cleanup', 'sweep.ts'),
      '--last',
    ];
    const { status: left } = spawnSync(process.execPath, sweep, { cwd: root, stdio: 'inherit' });
    return ok && left === 0 && codes.every((code) => code === 0);
  } finally {
    sandbox?.kill('SIGTERM');
    rmSync(turnsOf(turns), { recursive: true, force: true });
  }
}

try {
  const [number = '', ...args] = process.argv.slice(2);
  if (!/^[1-9]\d?$/.test(number)) throw new Error(usage);
  if (!(await runShards(Number(number), args))) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
