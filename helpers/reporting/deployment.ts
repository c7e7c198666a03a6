import { commit, seeds } from '../../env/facts.ts';
import type { LoadedEnvironment } from '../../env/loader.ts';
import { addressesOf } from './run-facts.ts';

/** Nobody waits longer for a deployment to say what it is. Milliseconds. */
const patience = 3_000;

/** The version that a service gives itself in its description; a word where it has none. */
async function versionOf(address: string): Promise<string> {
  try {
    const answer = await fetch(`${address}/openapi.json`, { signal: AbortSignal.timeout(patience) });
    const { info } = (await answer.json()) as { info?: { version?: unknown } };
    return typeof info?.version === 'string' ? info.version : 'says no version';
  } catch {
    return 'says no version';
  }
}

/** What a report says of the place where a run was: addresses, what answers there, this suite's commit, the seed. */
export async function deploymentFacts(environment: LoadedEnvironment): Promise<Record<string, string>> {
  const services = Object.entries(environment.settings).flatMap(([system, settings]) =>
    addressesOf(settings as object).map((address) => ({ system, address })),
  );
  const described = await Promise.all(
    services.map(async ({ system, address }) => ({ system, text: `${address} (${await versionOf(address)})` })),
  );
  const targets = environment.systems.map((system) => {
    const texts = described.filter((each) => each.system === system).map(({ text }) => text);
    return [`target ${system}`, texts.join(', ')] as const;
  });
  const seed = environment.name === 'local' ? { seed: seeds() } : {};
  return { ...Object.fromEntries(targets), commit: commit(), ...seed };
}
