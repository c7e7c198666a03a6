import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { LoadedEnvironment } from '../../env/loader.ts';
import { isRunId } from '../../env/run.ts';
import { ledgerDirectory, readLedgers } from './ledger.ts';
import { isDead, isOf, ownerOf } from './owner.ts';
import type { Proof } from './proof.ts';
import { sweepCommand } from './termination.ts';
import { turnsOf } from '../turns.ts';

/** Runs of this deployment whose process on this machine was killed before it had cleaned up. */
function deadRuns(environment: LoadedEnvironment): string[] {
  const place = path.dirname(ledgerDirectory('any'));
  const runs = existsSync(place) ? readdirSync(place).filter((run) => isRunId(run)) : [];
  return runs.filter((run) => {
    const owner = ownerOf(ledgerDirectory(run));
    if (!owner || !isOf(owner, environment) || !isDead(owner)) return false;
    // What other systems have left is finished by a run that knows their stores.
    return readLedgers(ledgerDirectory(run)).open.every(({ system }) => Object.hasOwn(environment.settings, system));
  });
}

/**
 * Finishes, from their ledgers, runs that were killed on this machine, or says how that is done; `finishes`: whether it may do so
 * unasked. One line for each; a run that is under way, here or elsewhere, is spared.
 */
export async function finishDeadRuns(environment: LoadedEnvironment, finishes: boolean): Promise<string[]> {
  const told: string[] = [];
  for (const run of deadRuns(environment)) {
    const advice = `${sweepCommand(run)} removes what it left`;
    if (!finishes) {
      told.push(`Run ${run} was killed before it had cleaned up: ${advice}`);
      continue;
    }
    const { proveNothingLeft } = await import('./proof.ts');
    rmSync(turnsOf(run), { recursive: true, force: true });
    const proof: Partial<Proof> =
      (await proveNothingLeft(environment, run).catch((error: unknown) => ({ leftovers: [String(error)] }))) ?? {};
    const { leftovers = [], removedLate = 0 } = proof;
    told.push(
      leftovers.length === 0
        ? `Run ${run} was killed before it had cleaned up: finished, ${String(removedLate)} things removed`
        : `Run ${run} was killed and cannot be finished; ${advice}:\n${leftovers.map((line) => `  - ${line}`).join('\n')}`,
    );
  }
  return told;
}
