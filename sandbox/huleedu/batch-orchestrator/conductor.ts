import { list, record } from '../../fastapi/composites.ts';
import { text } from '../../fastapi/scalars.ts';
import { read } from '../payloads/common.ts';

const definition = record({ final_pipeline: list(text({ min: 1 })) });

/** Asks the neighbour which phases, in which order, make up the pipeline (contract d.2). Throws when it gives none. */
export async function askConductor(
  conductorUrl: string,
  asked: { batch_id: string; requested_pipeline: string; correlation_id: string },
): Promise<string[]> {
  const answer = await fetch(`${conductorUrl}/internal/v1/pipelines/define`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(asked),
    signal: AbortSignal.timeout(10_000),
  });
  if (!answer.ok) throw new Error(`Batch Conductor answered ${String(answer.status)}: ${await answer.text()}`);
  const { final_pipeline: phases } = read(definition, await answer.json());
  if (phases.length === 0) throw new Error('Batch Conductor defined a pipeline without phases');
  return phases;
}
