import type { FullConfig } from '@playwright/test';
import { rmSync } from 'node:fs';
import { loadEnvironment } from '../../env/loader.ts';
import { refusal } from '../../env/refusal.ts';
import { currentRunId } from '../../env/run.ts';
import { deploymentFacts } from '../reporting/deployment.ts';
import { turnsAreShared } from '../../env/shards.ts';
import { turnsOf } from '../turns.ts';
import { proveNothingLeft } from './proof.ts';
import { cleaningUp, sweepCommand } from './termination.ts';

/** The end proof: the run fails when a row or an object with its prefix is left, or when that cannot be found out. */
export default async function globalTeardown(config: FullConfig): Promise<void> {
  cleaningUp();
  const environment = loadEnvironment();
  const runId = currentRunId();
  if (!turnsAreShared()) rmSync(turnsOf(runId), { recursive: true, force: true });
  // The reports show a run's metadata.
  const tell = (result: string): unknown => Object.assign(config.metadata, { 'left behind': result });
  const facts = deploymentFacts(environment);
  const proof = await proveNothingLeft(environment, runId).catch(async (error: unknown) => {
    Object.assign(config.metadata, await facts);
    tell('unknown, it could not be looked for');
    const reason = error instanceof Error ? error.message : String(error);
    throw refusal(
      `Run ${runId} may have left something behind: it could not be looked for. ` +
        `Once the stores can be reached, ${sweepCommand(runId)} removes it:\n  - ${reason}`,
    );
  });
  const found = proof?.leftovers ?? [];
  Object.assign(config.metadata, await facts);
  tell(proof ? `${String(found.length)} of ${String(proof.intents)} things created` : 'nothing was created');
  if (found.length > 0) {
    const list = found.map((line) => `  - ${line}`).join('\n');
    throw refusal(
      `Run ${runId} left ${String(found.length)} rows or objects behind; ${sweepCommand(runId)} removes them:\n${list}`,
    );
  }
}
