import { parseArgs } from 'node:util';
import { loadEnvironment } from '../../env/loader.ts';
import { startedAt } from '../../env/run.ts';
import { createRedaction } from '../http/redaction.ts';
import { loadRemoval, type SystemRemoval } from './removal.ts';

const hour = 3_600_000;
const usage = 'usage: npm run sweep -- [--older-than HOURS, default 24] [--apply]';

interface Sweep {
  readonly olderThan: number;
  readonly apply: boolean;
}

function readArguments(): Sweep {
  const { values } = parseArgs({
    options: { 'older-than': { type: 'string', default: '24' }, apply: { type: 'boolean', default: false } },
  });
  const olderThan = Number(values['older-than']);
  if (!(olderThan >= 0)) throw new Error(`--older-than ${values['older-than']} is no number of hours; ${usage}`);
  return { olderThan: olderThan * hour, apply: values.apply };
}

/** Removes, or lists, what one dead run left; returns how many things. */
async function sweepRun(removal: SystemRemoval, prefix: string, apply: boolean): Promise<number> {
  const { settings, secrets } = loadEnvironment();
  const remover = removal.open(settings, { prefix, redact: createRedaction(secrets) });
  try {
    const found = await remover.leftovers();
    for (const line of found) process.stdout.write(`  ${line}\n`);
    if (!apply) return found.length;
    for (const { kind, id } of await remover.roots()) await remover.remove(kind, id);
    const left = await remover.leftovers();
    if (left.length > 0) throw new Error(`${prefix}: still there after removal: ${left.join(', ')}`);
    return found.length;
  } finally {
    await remover.close();
  }
}

/** Finds what killed machines left, by the format of the run prefix and its age; removes it with `--apply`. */
async function sweep({ olderThan, apply }: Sweep): Promise<void> {
  const environment = loadEnvironment();
  if (apply && !environment.permits.includes('@writes')) {
    throw new Error(
      `${environment.name} does not permit removal; TEST_WRITE_GRANT=${environment.name} does for one command`,
    );
  }
  let things = 0;
  for (const system of Object.keys(environment.settings)) {
    const removal = await loadRemoval(system);
    const runs = await removal.findRuns(environment.settings, createRedaction(environment.secrets));
    const old = runs.filter((prefix) => Date.now() - startedAt(prefix.split('_')[1] ?? '') >= olderThan);
    for (const prefix of old) {
      process.stdout.write(`${system} ${prefix} of ${new Date(startedAt(prefix.split('_')[1] ?? '')).toISOString()}\n`);
      things += await sweepRun(removal, prefix, apply);
    }
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
