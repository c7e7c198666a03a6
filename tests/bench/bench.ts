import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { systems } from '../../env/systems/index.ts';
import { median } from './median.ts';

const root = path.join(import.meta.dirname, '..', '..');
const playwright = path.join(root, 'node_modules', '@playwright', 'test', 'cli.js');
const rounds = 7;

/** Runs Playwright and returns its output and wall time in milliseconds; throws when it is not green. */
function run(...args: string[]): { output: string; wall: number } {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [playwright, 'test', ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0)
    throw new Error(`playwright test ${args.join(' ')} ended with ${String(status)}:\n${stdout}${stderr}`);
  return { output: stdout, wall: performance.now() - start };
}

/** A sandbox that runs for as long as the benchmark does, so that no selection pays for its start. */
async function holdSandbox(): Promise<() => void> {
  const attach = spawn(process.execPath, [path.join(root, 'sandbox', 'attach.mjs')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(attach.stdout, 'data');
  return () => attach.kill('SIGTERM');
}

function measure(system: string): void {
  const own = ['-c', 'tests/bench/playwright.config.ts'];
  const smokeOf = [`--project=${system}`, '--grep', '@smoke'];
  const { output } = run(...own, `${system}.bench.ts`);
  const call = /RATIO call .*/.exec(output)?.[0].replace('RATIO call ', '');
  run(...smokeOf);
  const empty: number[] = [];
  const smoke: number[] = [];
  for (let round = 0; round < rounds; round++) {
    empty.push(run(...own, 'empty.bench.ts').wall);
    smoke.push(run(...smokeOf).wall);
  }
  const ratio = median(smoke) / median(empty);
  console.log(`${system}: call through the client / bare request context: ${call ?? 'not measured'}; aim 1.60`);
  console.log(
    `${system}: smoke selection / empty Playwright test: ${ratio.toFixed(2)} (${Math.round(median(smoke)).toString()} ms against ${Math.round(median(empty)).toString()} ms); aim 1.30`,
  );
}

const release = await holdSandbox();
try {
  for (const system of Object.keys(systems)) measure(system);
} finally {
  release();
}
