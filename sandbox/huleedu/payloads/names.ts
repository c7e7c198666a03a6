/** Topics of the chain (contract a.2); each is the `event_type` of its records too. */
export const topics = {
  essaysRegistered: 'huleedu.batch.essays.registered.v1',
  contentProvisioned: 'huleedu.file.essay.content.provisioned.v1',
  essayValidationFailed: 'huleedu.file.essay.validation.failed.v1',
  slotAssigned: 'huleedu.els.essay.slot.assigned.v1',
  excessContent: 'huleedu.els.excess.content.provisioned.v1',
  provisioningCompleted: 'huleedu.batch.content.provisioning.completed.v1',
  batchValidationErrors: 'huleedu.els.batch.validation.errors.v1',
  matchingInitiate: 'huleedu.batch.student.matching.initiate.command.v1',
  matchingRequested: 'huleedu.batch.student.matching.requested.v1',
  matchesSuggested: 'huleedu.batch.author.matches.suggested.v1',
  associationsConfirmed: 'huleedu.class.student.associations.confirmed.v1',
  essaysReady: 'huleedu.els.batch.essays.ready.v1',
  pipelineRequest: 'huleedu.commands.batch.pipeline.v1',
  phaseOutcome: 'huleedu.els.batch.phase.outcome.v1',
  spellcheckInitiate: 'huleedu.els.spellcheck.initiate.command.v1',
  spellcheckCompleted: 'huleedu.essay.spellcheck.completed.v1',
  assessmentInitiate: 'huleedu.batch.cj_assessment.initiate.command.v1',
  assessmentCompleted: 'huleedu.cj_assessment.completed.v1',
  nlpInitiate: 'huleedu.batch.nlp.initiate.command.v1',
} as const;

/** How services name themselves in `source_service`; hyphens and underscores as contract a.2 has them, event by event. */
export const sources = {
  registration: 'batch-service',
  orchestration: 'batch_orchestrator_service',
  slots: 'essay-lifecycle-service',
  routing: 'essay_lifecycle_service',
  matching: 'nlp-service',
  gateway: 'api_gateway_service',
  files: 'file-service',
} as const;
