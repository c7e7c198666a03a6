import { operations } from '../../helpers/huleedu/operations/index.ts';
import type { DetectableSystem } from './index.ts';

export const huleedu: DetectableSystem = {
  name: 'huleedu',
  operations,
  urls: ({ huleedu: settings }) => ({
    HULEEDU_CLASS_MANAGEMENT_URL: settings?.classManagementUrl,
    HULEEDU_BATCH_ORCHESTRATOR_URL: settings?.batchOrchestratorUrl,
    HULEEDU_ESSAY_LIFECYCLE_URL: settings?.essayLifecycleUrl,
    HULEEDU_SPARE_CLASS_MANAGEMENT_URL: settings?.spare?.classManagementUrl,
  }),
  objects: {},
  hidden: [],
  waivers: [],
  patience: ['HULEEDU_REQUEST_TIMEOUT_SECONDS', 'HULEEDU_EVENT_TIMEOUT_SECONDS'],
};
