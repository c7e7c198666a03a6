import type { Role } from '../postgres/server.ts';
import { classTopics } from './class-management/names.ts';
import { topics as chainTopics } from './payloads/names.ts';

/** Accounts of a throw-away server on loopback: no secrets. The suite has the same one everywhere. */
export const suite = { user: 'huleedu_qa', password: 'huleedu_qa' };

const databaseOf = (service: string): { name: string; owner: Role } => {
  const name = `huleedu_${service}`;
  return { name, owner: { user: name, password: name } };
};

/** One for each service. */
export const databases = {
  classManagement: databaseOf('class_management'),
  batchOrchestrator: databaseOf('batch_orchestrator'),
  essayLifecycle: databaseOf('essay_lifecycle'),
  nlp: databaseOf('nlp'),
};

/** Of the class management that faults are done to. */
export const spareDatabase = databaseOf('class_management_spare');

export type DatabaseName = keyof typeof databases;

/** Section a.2 of the contract; all are there before any service starts. */
export const topics: readonly string[] = [...Object.values(chainTopics), ...Object.values(classTopics)];
