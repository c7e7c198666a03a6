import { loadEnvironment } from '../../env/loader.ts';
import { newRunId, prefixOf } from '../../env/run.ts';
import { selectSystems } from '../../env/selection.ts';
import type { Need } from './check.ts';
import { lookAt } from './preflight.ts';

/** Shows what a run of this environment would find before its first test; the exit code is 1 when something is wrong. */
async function examine(): Promise<void> {
  selectSystems(process.argv.slice(2));
  const environment = loadEnvironment();
  const writes = environment.permits.includes('@writes');
  const needs = new Set<Need>([
    'api',
    'database',
    'bucket',
    'events',
    'cache',
    ...(writes ? (['writes'] as const) : []),
  ]);
  const prefix = prefixOf(newRunId());
  const looked = environment.systems.map(async (system) =>
    (await lookAt(environment, system, needs, prefix)).map((finding) => ({ system, ...finding })),
  );
  const findings = (await Promise.all(looked)).flat();
  const width = (texts: readonly string[]): number => Math.max(0, ...texts.map((text) => text.length));
  const [first, second] = [width(findings.map(({ system }) => system)), width(findings.map(({ what }) => what))];
  for (const { system, what, problem } of findings)
    process.stdout.write(`${system.padEnd(first)}  ${what.padEnd(second)}  ${problem ?? 'ok'}\n`);
  const wrong = findings.filter(({ problem }) => problem !== undefined).length;
  const verdict = wrong === 0 ? 'ready' : `${String(wrong)} of ${String(findings.length)} checks failed`;
  process.stdout.write(`${environment.name}, ${writes ? 'reads and writes' : 'reads only'}: ${verdict}\n`);
  if (wrong > 0) process.exitCode = 1;
}

try {
  await examine();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
