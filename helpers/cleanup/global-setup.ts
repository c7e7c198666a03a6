import { loadEnvironment } from '../../env/loader.ts';
import { isPipeline } from '../../env/pipeline.ts';
import { finishDeadRuns } from './dead-runs.ts';

/** Sees to runs that were killed on this machine: a pipeline, and the sandbox, which is nobody else's, ask nobody. */
export default async function globalSetup(): Promise<void> {
  const environment = loadEnvironment();
  const finishes = environment.permits.includes('@writes') && (isPipeline() || environment.name === 'local');
  for (const line of await finishDeadRuns(environment, finishes)) process.stderr.write(`${line}\n`);
}
