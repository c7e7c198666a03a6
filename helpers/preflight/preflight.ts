import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { LoadedEnvironment } from '../../env/loader.ts';
import { prefixOf } from '../../env/run.ts';
import { lock } from '../file-lock.ts';
import { createRedaction } from '../http/redaction.ts';
import { turnsOf } from '../turns.ts';
import { loadChecks, look, type Finding, type Need } from './check.ts';
import { announcedNeeds } from './needs.ts';

/** What a run knows of a system, for all its workers. */
interface Known {
  readonly checked: readonly Need[];
  /** Why no test can run. */
  readonly broken?: string;
}

const read = (file: string): Known =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Known) : { checked: [] };

const fileOf = (id: string, system: string): string => path.join(turnsOf(id), `preflight-${system}.json`);

/** Why no test of a system can run any more; undefined while they can. */
export const whyBroken = (id: string, system: string): string | undefined => read(fileOf(id, system)).broken;

/** Lets no other test of a system run. */
export const breakOff = (id: string, system: string, why: string): void => {
  writeFileSync(fileOf(id, system), JSON.stringify({ checked: [], broken: why } satisfies Known));
};

/** Looks at all that these needs ask of a system. */
export async function lookAt(
  environment: LoadedEnvironment,
  system: string,
  needs: ReadonlySet<Need>,
  prefix: string,
): Promise<Finding[]> {
  const scope = { redact: createRedaction(environment.secrets), prefix };
  const checks = await loadChecks(system);
  return look(checks(environment.settings, scope), needs, scope.redact);
}

/**
 * Makes sure, once for all workers of a run, that a system is as a test needs it. Resolves to nothing, or to the reason where another
 * test has said what is wrong, and throws one Error with all findings for the test that meets them first.
 */
export async function preflight(
  environment: LoadedEnvironment,
  run: { readonly id: string; readonly system: string },
  needed: readonly Need[],
): Promise<string | undefined> {
  const { id, system } = run;
  const file = fileOf(id, system);
  const isKnown = ({ checked, broken }: Known): boolean =>
    broken !== undefined || needed.every((need) => checked.includes(need));
  const known = read(file);
  if (isKnown(known)) return known.broken;
  const giveBack = await lock(turnsOf(id), `preflight-${system}`);
  try {
    const before = read(file);
    if (isKnown(before)) return before.broken;
    const needs = new Set([...needed, ...announcedNeeds(id, system, environment.permits)]);
    const findings = (await lookAt(environment, system, needs, prefixOf(id))).filter(
      ({ problem }) => problem !== undefined,
    );
    if (findings.length === 0) {
      writeFileSync(file, JSON.stringify({ checked: [...before.checked, ...needs] } satisfies Known));
      return undefined;
    }
    breakOff(id, system, `the preflight found ${system} not ready`);
    const list = findings.map(({ what, problem = '' }) => `  - ${what}: ${problem}`).join('\n');
    throw new Error(
      `Preflight: ${system} on ${environment.name} is not as this run needs it; nothing was written:\n${list}`,
    );
  } finally {
    giveBack();
  }
}
