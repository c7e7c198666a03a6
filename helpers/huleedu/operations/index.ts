import { associationOperations } from './associations.ts';
import { batchOperations } from './batches.ts';
import { classOperations } from './classes.ts';
import { contentOperations } from './content.ts';
import { essayOperations } from './essays.ts';
import { batchOrchestratorService, classManagementService, essayLifecycleService } from './service.ts';
import { studentOperations } from './students.ts';

/** The operations that the suite calls, by the service that answers them (contract b.2, d.3, d.5). */
export const services = {
  classManagement: {
    ...classManagementService,
    ...classOperations,
    ...studentOperations,
    ...associationOperations,
  },
  batchOrchestrator: { ...batchOrchestratorService, ...batchOperations },
  essayLifecycle: { ...essayLifecycleService, ...essayOperations },
  content: contentOperations,
};

/** All of them. */
export const operations = {
  ...services.classManagement,
  ...services.batchOrchestrator,
  ...services.essayLifecycle,
  ...services.content,
};
