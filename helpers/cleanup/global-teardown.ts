import type { FullConfig } from '@playwright/test';
import { rmSync } from 'node:fs';
import { loadEnvironment } from '../../env/loader.ts';
import { currentRunId } from '../../env/run.ts';
import { deploymentFacts } from '../reporting/deployment.ts';
import { turnsAreShared } from '../../env/shards.ts';
import { turnsOf } from '../turns.ts';
import { proveNothingLeft } from './proof.ts';

/** The end proof: the run fails when a row or an object with its prefix is left. */
export default async function globalTeardown(config: FullConfig): Promise<void> {
  const environment = loadEnvironment();
  if (!turnsAreShared()) rmSync(turnsOf(currentRunId()), { recursive: true, force: true });
  const [proof, facts] = await Promise.all([
    proveNothingLeft(environment, currentRunId()),
    deploymentFacts(environment),
  ]);
  const found = proof?.leftovers ?? [];
  const result = proof ? `${String(found.length)} of ${String(proof.intents)} things created` : 'nothing was created';
  // The reports show a run's metadata.
  Object.assign(config.metadata, facts, { 'left behind': result });
  if (found.length > 0) {
    const list = found.map((line) => `  - ${line}`).join('\n');
    throw new Error(
      `Run ${currentRunId()} left ${String(found.length)} rows or objects behind; ` +
        `npm run sweep -- --run ${currentRunId()} --apply removes them:\n${list}`,
    );
  }
}
