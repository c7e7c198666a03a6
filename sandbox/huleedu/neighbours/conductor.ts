import type { Listening } from '../../listen.ts';
import { record } from '../../fastapi/composites.ts';
import { text } from '../../fastapi/scalars.ts';
import { invalid } from '../../fastapi/shape.ts';
import { jsonOf, notFound, serve } from './answering.ts';

/** Phases in their order; the spelling comes before everything else. */
const pipelines = new Map([
  ['spellcheck', ['spellcheck']],
  ['nlp', ['spellcheck', 'nlp']],
  ['ai_feedback', ['spellcheck', 'ai_feedback']],
  ['cj_assessment', ['spellcheck', 'cj_assessment']],
]);

const asked = record({ batch_id: text({ min: 1 }), requested_pipeline: text() });

/** The batch conductor: `POST /internal/v1/pipelines/define` (contract d.2). Its bodies are not laid down. */
export function startConductor(place: { host: string; port: number }): Promise<Listening> {
  return serve('Batch conductor', place, (call) => {
    if (call.method !== 'POST' || call.path !== '/internal/v1/pipelines/define') return notFound;
    const wanted = asked.check(jsonOf(call), [], []);
    if (wanted === invalid) return { status: 400, body: { error: 'Validation Error' } };
    const phases = pipelines.get(wanted.requested_pipeline);
    if (phases === undefined) return { status: 400, body: { error: `No pipeline ${wanted.requested_pipeline}` } };
    return { status: 200, body: { batch_id: wanted.batch_id, final_pipeline: phases, analysis_summary: '' } };
  });
}
