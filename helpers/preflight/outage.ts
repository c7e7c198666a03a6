import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { LoadedEnvironment } from '../../env/loader.ts';
import { prefixOf } from '../../env/run.ts';
import { lock } from '../file-lock.ts';
import { brokeMeanwhile } from '../reporting/account.ts';
import { turnsOf } from '../turns.ts';
import type { Need } from './check.ts';
import { announcedNeeds } from './needs.ts';
import { breakOff, lookAt, whyBroken } from './preflight.ts';

/** Tests that fail of their environment before it is looked at: one connection that is reset is no outage. */
const patience = 2;

/**
 * Notes that a test has failed of its environment. From the second one on everything that the run needs of the system is looked at;
 * when something does not answer, no other test of it runs, and the one Error that is thrown says why.
 */
export async function noteOutage(
  environment: LoadedEnvironment,
  { id, system }: { readonly id: string; readonly system: string },
  needed: readonly Need[],
): Promise<void> {
  const file = path.join(turnsOf(id), `outages-${system}`);
  const giveBack = await lock(turnsOf(id), `outages-${system}`);
  try {
    if (whyBroken(id, system) !== undefined) return;
    const failed = (existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0) + 1;
    writeFileSync(file, String(failed));
    if (failed < patience) return;
    const needs = new Set([...needed, ...announcedNeeds(id, system, environment.permits)]);
    const looked = await lookAt(environment, system, needs, prefixOf(id));
    const broken = looked.filter(({ problem }) => problem !== undefined);
    if (broken.length === 0) return;
    breakOff(id, system, `${broken.map(({ what }) => what).join(' and ')} broke while the tests ran`);
    const list = broken.map(({ what, problem = '' }) => `  - ${what}: ${problem}`).join('\n');
    throw new Error(`${brokeMeanwhile}; no other test of ${system} runs:\n${list}`);
  } finally {
    giveBack();
  }
}
