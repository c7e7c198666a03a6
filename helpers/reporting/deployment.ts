import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { AccessHeaders } from '../../env/api-access.ts';
import { commit, seeds } from '../../env/facts.ts';
import type { LoadedEnvironment } from '../../env/loader.ts';
import { reportsDirectory } from '../../env/reports.ts';
import { loadOperations } from '../figures/coverage.ts';
import { describedIn, driftOf, type Description } from '../figures/drift.ts';
import { addressesOf } from './run-facts.ts';

/** Nobody waits longer for a deployment to say what it is. Milliseconds. */
const patience = 3_000;

interface Service {
  readonly address: string;
  readonly description: Description | undefined;
}

/** What a service says of itself; nothing where it has no description. */
async function ask(address: string, headers: AccessHeaders): Promise<Service> {
  try {
    const limits = { signal: AbortSignal.timeout(patience), redirect: 'manual' } as const;
    const answer = await fetch(`${address}/openapi.json`, { headers, ...limits });
    return { address, description: describedIn(await answer.json()) };
  } catch {
    return { address, description: undefined };
  }
}

/**
 * What a report says of the place where a run was: addresses, what answers there, this suite's commit, the seed. Writes
 * where the deployed descriptions and the contract differ to `drift.json`.
 */
export async function deploymentFacts(environment: LoadedEnvironment): Promise<Record<string, string>> {
  const drift: Record<string, string[]> = {};
  const targets = await Promise.all(
    Object.entries(environment.settings).map(async ([system, settings]) => {
      const { headers } = settings;
      const services = await Promise.all(addressesOf(settings).map((address) => ask(address, headers)));
      const descriptions = services.map(({ description }) => description);
      drift[system] = driftOf(await loadOperations(system), descriptions);
      const texts = services.map(
        ({ address, description }) => `${address} (${description?.info?.version ?? 'says no version'})`,
      );
      return [`target ${system}`, texts.join(', ')] as const;
    }),
  );
  mkdirSync(reportsDirectory, { recursive: true });
  writeFileSync(path.join(reportsDirectory, 'drift.json'), `${JSON.stringify(drift, null, 2)}\n`);
  const seed = environment.name === 'local' ? { seed: seeds() } : {};
  return { ...Object.fromEntries(targets), commit: commit(), ...seed };
}
