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
    mutants: /^event:spellcheck:(source-respelled|wrong-key|correlation-renewed)$/,
    reason: 'of the first command of a pipeline source, key and correlation id are not laid down (a.2, a.4, d.2)',
  },
  {
    mutants: /^rule:failure-committed-batchOrchestrator$/,
    reason:
      'a failed event comes again when its service starts again, unless a later one was done (b.4.9): nothing restarts this one',
  },
  {
    mutants: /^http:getClassManagementHealth:(200|503):truncated:(environment|dependencies\.database\.status)$/,
    reason: 'the contract leaves these words open (b.2)',
  },
  {
    mutants: /^http:get(BatchOrchestrator|EssayLifecycle)Health:\d+:(field-added|truncated:status)$/,
    reason: 'the contract names the path of this health, not its body (d.3, d.5)',
  },
  {
    mutants:
      /^http:(create|update)Class:400:(truncated:error\.(message|timestamp|operation)|other-id:error\.correlation_id)$/,
    reason: 'the contract gives no words for them, and a caller’s correlation id is honoured by one route alone (b.2)',
  },
  {
    mutants: /^http:(getRoster:200:reversed:students|(get|update)Student:200:reversed:class_ids)$/,
    reason: 'in no order that is laid down (b.2)',
  },
  {
    mutants: /^http:createStudent:500:(field-added|content-type|retype:\w+|truncated:\w+)$/,
    reason: 'a body that breaks the schema gets no success; with what, is not laid down (b.2)',
  },
  {
    mutants: /^http:registerBatch:request:request-field-dropped:essay_ids$/,
    reason: 'the ids are not used (d.3)',
  },
  {
    mutants: /^http:get(BatchStatus|PipelineState):404:(field-added|content-type)$/,
    reason: 'the contract gives the words, not the body around them (d.3)',
  },
  {
    mutants:
      /^http:get(EssaysOfBatch|EssayStatus):404:(truncated:error\.(message|service|timestamp)|other-id:error\.correlation_id)$/,
    reason: 'the contract names these members and gives no words for them (d.5)',
  },
  {
    mutants: /^http:getEssayStatus:200:truncated:(created|updated)_at$/,
    reason: 'how precise these times are is not laid down (d.5)',
  },
  {
    mutants: /^event:excess:(wrong-key|correlation-renewed|source-respelled|changed:.*)$/,
    reason: 'of a text too many the contract lays down the topic and the reason (a.2, d.5)',
  },
  {
    mutants: /^database:classManagement\.(classes|students):column-stale:updated_at$/,
    reason: 'the contract gives its default, and no rule for a change (b.3)',
  },
];
