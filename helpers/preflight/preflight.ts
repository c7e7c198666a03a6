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
  readonly broken: boolean;
}

const read = (file: string): Known =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Known) : { checked: [], broken: false };

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
 * Makes sure, once for all workers of a run, that a system is as a test needs it. Resolves to `ready`, to `broken` where another
 * test has said what is wrong, and throws one Error with all findings for the test that meets them first.
 */
export async function preflight(
  environment: LoadedEnvironment,
  run: { readonly id: string; readonly system: string },
  needed: readonly Need[],
): Promise<'ready' | 'broken'> {
  const { id, system } = run;
  const file = path.join(turnsOf(id), `preflight-${system}.json`);
  const isKnown = ({ checked, broken }: Known): boolean => broken || needed.every((need) => checked.includes(need));
  const answer = ({ broken }: Known): 'ready' | 'broken' => (broken ? 'broken' : 'ready');
  const known = read(file);
  if (isKnown(known)) return answer(known);
  const giveBack = await lock(turnsOf(id), `preflight-${system}`);
  try {
    const before = read(file);
    if (isKnown(before)) return answer(before);
    const needs = new Set([...needed, ...announcedNeeds(id, system, environment.permits)]);
    const findings = (await lookAt(environment, system, needs, prefixOf(id))).filter(
      ({ problem }) => problem !== undefined,
    );
    const found: Known = { checked: [...before.checked, ...needs], broken: findings.length > 0 };
    writeFileSync(file, JSON.stringify(found));
    if (findings.length === 0) return 'ready';
    const list = findings.map(({ what, problem = '' }) => `  - ${what}: ${problem}`).join('\n');
    throw new Error(
      `Preflight: ${system} on ${environment.name} is not as this run needs it; nothing was written:\n${list}`,
    );
  } finally {
    giveBack();
  }
}
