import type { Waiver } from '../../waivers.ts';

export const waivers: readonly Waiver[] = [
  {
    mutants: /^http:storeText:/,
    reason: 'the contract lays down no way to store a text: the suite only uses what the environment offers (d.6)',
  },
  {
    mutants:
      /^database:nlp\.event_outbox:[\w-]+:(aggregate_id|aggregate_type|event_type|retry_count|created_at|published_at)$/,
    reason: 'the contract says nothing of NLP’s database: the suite only clears it (d.6)',
  },
  {
    mutants:
      /^database:essayLifecycle\.batch_essay_trackers:[\w-]+:(available_slots|total_slots|assigned_slots|is_ready|batch_metadata|created_at|updated_at)$/,
    reason: 'the contract names some of these columns and lays down what none of them holds once texts have come (d.5)',
  },
  {
    mutants:
      /^database:essayLifecycle\.essay_states:[\w-]+:(processing_metadata|timeline|storage_references|version|updated_at)$/,
    reason: 'the contract names these columns and does not say what they hold (d.5)',
  },
  {
    mutants:
      /^database:batchOrchestrator\.batches:[\w-]+:(requested_pipelines|processed_essays|version|updated_at|completed_at|error_details)$/,
    reason: 'the contract names these columns and does not say what they hold (d.4)',
  },
  {
    mutants: /^database:essayLifecycle\.event_outbox:[\w-]+:aggregate_(id|type)$/,
    reason: 'what the essay lifecycle takes for an aggregate is not laid down (d.5)',
  },
  {
    mutants: /^event:spellcheck:source-respelled$/,
    reason: 'of the first command of a pipeline the source is not laid down (a.2, d.2)',
  },
];
