import { classTopics } from './classes.ts';
import { contentTopics } from './content.ts';
import { matchingTopics } from './matching.ts';
import { pipelineTopics } from './pipelines.ts';

/** The topics that the suite publishes to and reads (contract a.2). */
export const topics = { ...contentTopics, ...matchingTopics, ...pipelineTopics, ...classTopics };

/** Groups of the consuming services (contract a.2). */
export const groups = {
  classManagement: 'class_management_service-consumer-group',
  batchOrchestrator: 'batch-orchestrator-consumers',
  essayLifecycle: 'essay-lifecycle-service-group-v1.0',
  nlp: 'nlp-service-consumer-group',
};
