import { operations, services } from '../../helpers/huleedu/operations/index.ts';
import { hidden } from './huleedu/hidden.ts';
import { waivers } from './huleedu/waivers.ts';
import type { DetectableSystem } from './index.ts';

export const huleedu: DetectableSystem = {
  name: 'huleedu',
  operations,
  urls: ({ huleedu: settings }) => ({
    HULEEDU_CLASS_MANAGEMENT_URL: settings?.classManagementUrl,
    HULEEDU_BATCH_ORCHESTRATOR_URL: settings?.batchOrchestratorUrl,
    HULEEDU_ESSAY_LIFECYCLE_URL: settings?.essayLifecycleUrl,
    HULEEDU_SPARE_CLASS_MANAGEMENT_URL: settings?.spare?.classManagementUrl,
    HULEEDU_CONTENT_URL: settings?.contentUrl,
  }),
  answers: {
    HULEEDU_CLASS_MANAGEMENT_URL: services.classManagement,
    HULEEDU_BATCH_ORCHESTRATOR_URL: services.batchOrchestrator,
    HULEEDU_ESSAY_LIFECYCLE_URL: services.essayLifecycle,
    HULEEDU_CONTENT_URL: services.content,
    HULEEDU_SPARE_CLASS_MANAGEMENT_URL: services.classManagement,
  },
  objects: {},
  hidden,
  waivers,
  patience: ['HULEEDU_REQUEST_TIMEOUT_SECONDS', 'HULEEDU_EVENT_TIMEOUT_SECONDS'],
};
