import { batchBase, languageOf, type EssayReference } from '../payloads/common.ts';
import { topics } from '../payloads/names.ts';
import type { Batch } from './batches.ts';

const commands = new Map<string, { topic: string; name: string }>([
  ['spellcheck', { topic: topics.spellcheckInitiate, name: 'batch.spellcheck.initiate.command' }],
  ['nlp', { topic: topics.nlpInitiate, name: 'batch.nlp.initiate.command' }],
  ['cj_assessment', { topic: topics.assessmentInitiate, name: 'batch.cj_assessment.initiate.command' }],
]);

/** The command that starts a phase on all essays of a batch. Throws when the phase has none. */
export function phaseCommand(
  phase: string,
  { id, registration }: Batch,
  essays: readonly EssayReference[],
): { topic: string; data: object } {
  const command = commands.get(phase);
  if (command === undefined) throw new Error(`No command starts the phase ${phase}`);
  const { course_code: course } = registration;
  return {
    topic: command.topic,
    data: { ...batchBase(command.name, id), essays_to_process: essays, language: languageOf(course) },
  };
}
