import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadEnvironment, type LoadedEnvironment } from '../../env/loader.ts';
import { grantFor } from '../../env/grant.ts';
import { isRunId, prefixOf, runIdOf, startedAt } from '../../env/run.ts';
import { settleLedgers } from './ledger.ts';
import { isOf, ownerOf } from './owner.ts';
import { sweepCommand } from './termination.ts';
import { createRedaction } from '../http/redaction.ts';
import { reportsDirectory } from '../../env/reports.ts';
import type { Totals } from '../reporting/totals.ts';
import { loadRemoval, type Remover, type SystemRemoval } from './removal.ts';

const hour = 3_600_000;
const usage =
  'usage: npm run sweep -- [--system NAME]… [--last | --run RUN_ID | --older-than HOURS, default 24] [--apply]';

interface Sweep {
  /** Whether a run, by its prefix, is one to sweep. */
  readonly takes: (prefix: string) => boolean;
  readonly apply: boolean;
  /** Whether something that is found makes the command fail. */
  readonly proves: boolean;
  /** All that the environment hosts unless some are named. */
  readonly systems: readonly string[];
}

/** Runs of the last report: those of all shards where it was merged. */
function lastRuns(): readonly string[] {
  const file = path.join(reportsDirectory, 'run.json');
  if (!existsSync(file)) throw new Error(`reports/run.json is not there: --last takes the runs of the last report`);
  return (JSON.parse(readFileSync(file, 'utf8')) as Totals).runs;
}

const startOf = (prefix: string): number => startedAt(runIdOf(prefix) ?? '');

function readArguments(): Sweep {
  const { values } = parseArgs({
    options: {
      run: { type: 'string' },
      last: { type: 'boolean', default: false },
      'older-than': { type: 'string', default: '24' },
      apply: { type: 'boolean', default: false },
      system: { type: 'string', multiple: true, default: [] },
    },
  });
  const { run, apply, last, system: systems, 'older-than': age } = values;
  if (last) {
    const prefixes = lastRuns().map(prefixOf);
    return { takes: (prefix) => prefixes.includes(prefix), apply, proves: !apply, systems };
  }
  if (run !== undefined) {
    if (!isRunId(run)) throw new Error(`--run ${run} is no run id; ${usage}`);
    return { takes: (prefix) => prefix === prefixOf(run), apply, proves: false, systems };
  }
  const hours = age.trim() === '' ? Number.NaN : Number(age);
  if (!(hours >= 0)) throw new Error(`--older-than ${age} is no number of hours; ${usage}`);
  return { takes: (prefix) => Date.now() - startOf(prefix) >= hours * hour, apply, proves: false, systems };
}

/** Removes every root that carries a name of the run, and its traces; one that fails does not stop the others. */
async function removeRoots(remover: Remover): Promise<string[]> {
  const failures: string[] = [];
  const traces = (await remover.traces?.()) ?? [];
  for (const { kind, id } of [...(await remover.roots()), ...traces]) {
    await remover
      .remove(kind, id)
      .catch((error: unknown) =>
        failures.push(`${kind} ${id}: ${error instanceof Error ? error.message : String(error)}`),
      );
  }
  return failures;
}

/** What is left of a run, traces too, one line each. */
async function everythingOf(remover: Remover): Promise<string[]> {
  const traces = (await remover.traces?.()) ?? [];
  return [...(await remover.leftovers()), ...traces.map(({ kind, id }) => `${kind} ${id}`)];
}

/** Removes, or lists, what one dead run left; returns how many things. The exit code is 1 when something stays. */
async function sweepRun(
  { settings, secrets }: LoadedEnvironment,
  removal: SystemRemoval,
  prefix: string,
  apply: boolean,
): Promise<number> {
  const remover = removal.open(settings, { prefix, redact: createRedaction(secrets) });
  try {
    const found = await everythingOf(remover);
    for (const line of found) process.stdout.write(`  ${line}\n`);
    if (!apply) return found.length;
    const failures = await removeRoots(remover);
    const left = await everythingOf(remover);
    for (const line of failures) process.stderr.write(`  not removed: ${line}\n`);
    for (const line of left) process.stderr.write(`  still there: ${line}\n`);
    if (failures.length + left.length > 0) process.exitCode = 1;
    return found.length - left.length;
  } finally {
    await remover.close();
  }
}

/**
 * Finds what killed machines left, by the format of the run prefix and its age or id; removes it with `--apply`. Of the
 * last run, with all its shards, nothing may be left.
 */
async function sweep({ takes, apply, proves, systems }: Sweep): Promise<void> {
  const environment = loadEnvironment(undefined, systems);
  if (apply && !environment.permits.includes('@writes')) {
    throw new Error(`${environment.name} does not permit removal; ${grantFor(environment.name)} does today`);
  }
  let things = 0;
  const spared = new Set<string>();
  for (const system of Object.keys(environment.settings)) {
    const removal = await loadRemoval(system);
    const found = await removal.findRuns(environment.settings, createRedaction(environment.secrets));
    // What only looks like a run is somebody's.
    const runs = found.filter((prefix) => runIdOf(prefix) !== undefined);
    for (const prefix of runs) {
      if (!takes(prefix)) {
        spared.add(prefix);
        continue;
      }
      process.stdout.write(`${system} ${prefix} of ${new Date(startOf(prefix)).toISOString()}\n`);
      things += await sweepRun(environment, removal, prefix, apply);
    }
  }
  if (proves && things > 0) process.exitCode = 1;
  const isHere = (directory: string): boolean => isOf(ownerOf(directory), environment);
  if (apply && process.exitCode === undefined) settleLedgers(takes, Object.keys(environment.settings), isHere);
  for (const prefix of spared) {
    const runId = runIdOf(prefix) ?? '';
    process.stdout.write(
      `spared: run ${runId} of ${new Date(startOf(prefix)).toISOString()}; ${sweepCommand(runId)}\n`,
    );
  }
  const note = things > 0 && !apply ? '; nothing was removed, --apply does that' : '';
  process.stdout.write(`${environment.name}: ${String(things)} leftovers ${apply ? 'removed' : 'found'}${note}\n`);
}

try {
  await sweep(readArguments());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
