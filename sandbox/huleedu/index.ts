export { migrateChain, startChain } from './chain/start.ts';
export { migrateClassManagement, startClassManagement } from './class-management/service.ts';
export { suiteRights } from './rights.ts';
