import type { Waiver } from '../../waivers.ts';

export const waivers: readonly Waiver[] = [
  {
    mutants: /^http:storeText:/,
    reason: 'the contract lays down no way to store a text: the suite only uses what the environment offers (d.6)',
  },
  {
    mutants: /^database:(nlp|essayLifecycle)\.event_outbox:[\w-]+:aggregate_(id|type)$/,
    reason: 'what NLP and the essay lifecycle take for an aggregate is not laid down (d.5, d.6)',
  },
  {
    mutants:
      /^database:essayLifecycle\.batch_essay_trackers:[\w-]+:(total_slots|assigned_slots|is_ready|batch_metadata|created_at|updated_at)$/,
    reason: 'the contract does not name these columns (d.5)',
  },
  {
    mutants: /^database:essayLifecycle\.essay_states:[\w-]+:(processing_metadata|timeline|storage_references|version)$/,
    reason: 'the contract names these columns and does not say what they hold (d.5)',
  },
  {
    mutants:
      /^database:batchOrchestrator\.batches:[\w-]+:(requested_pipelines|processed_essays|version|completed_at|error_details)$/,
    reason: 'the contract names these columns and does not say what they hold (d.4)',
  },
  {
    mutants: /^event:spellcheck:source-respelled$/,
    reason: 'of the first command of a pipeline the source is not laid down (a.2, d.2)',
  },
  {
    mutants: /^rule:failure-committed-batchOrchestrator$/,
    reason:
      'a failed event comes again when its service starts again, unless a later one was done (b.4.9): nothing restarts this one',
  },
];
