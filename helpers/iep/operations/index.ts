import { advancedOperations } from './advanced.ts';
import { iepOperations } from './ieps.ts';
import { monitoringOperations } from './monitoring.ts';
import { serviceOperations } from './service.ts';
import { studentOperations } from './students.ts';
import { templateOperations } from './templates.ts';

/** Every operation of the special-education service, release 1.0.0, that the suite calls (contract 2 to 6). */
export const operations = {
  ...serviceOperations,
  ...studentOperations,
  ...iepOperations,
  ...advancedOperations,
  ...templateOperations,
  ...monitoringOperations,
};
