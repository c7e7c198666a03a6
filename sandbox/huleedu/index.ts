export { migrateChain, startChain } from './chain/start.ts';
export { migrateClassManagement, startClassManagement } from './class-management/service.ts';
export { startControl } from './control.ts';
export { suiteRights } from './rights.ts';
export { startSpare, type Spare } from './spare.ts';
