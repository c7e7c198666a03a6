import { apiCheck } from '../preflight/api.ts';
import type { SystemChecks } from '../preflight/check.ts';
import { databaseCheck } from '../preflight/database.ts';
import { kafkaCheck } from '../preflight/kafka.ts';
import { redisCheck } from '../preflight/redis.ts';
import { claimPrefix } from './idempotency.ts';
import { tables } from './tables.ts';
import { topics } from './topics/index.ts';

const removes = {
  classManagement: [
    ...(['classes', 'students', 'class_student_association', 'essay_student_associations', 'event_outbox'] as const),
  ],
  batchOrchestrator: ['batches', 'batch_essays', 'event_outbox'] as const,
  essayLifecycle: ['essay_states', 'batch_essay_trackers', 'slot_assignments', 'event_outbox'] as const,
};

/** Of NLP's database only the outbox is looked into. */
const outbox = { event_outbox: tables.essayLifecycle.event_outbox };

/** What a run of HuleEdu relies on. */
export const checks: SystemChecks = ({ huleedu }, scope) => {
  if (!huleedu) return [];
  const { headers, patience, databases, nlpDatabaseUrl, kafka, redisUrl } = huleedu;
  const names = Object.values(topics).map(({ name }) => name);
  const path = '/healthz';
  const at = (url: string): Parameters<typeof apiCheck>[0] => ({ url, headers, timeout: patience.request });
  const place = (name: keyof typeof databases): { name: string; url: string } => ({
    name: 'database',
    url: databases[name],
  });
  return [
    apiCheck(at(huleedu.classManagementUrl), { path, service: 'class_management_service' }, scope),
    apiCheck(at(huleedu.batchOrchestratorUrl), { path, service: 'batch-service' }, scope),
    apiCheck(at(huleedu.essayLifecycleUrl), { path }, scope),
    databaseCheck(place('classManagement'), tables.classManagement, removes.classManagement, scope),
    databaseCheck(place('batchOrchestrator'), tables.batchOrchestrator, removes.batchOrchestrator, scope),
    databaseCheck(place('essayLifecycle'), tables.essayLifecycle, removes.essayLifecycle, scope),
    ...(nlpDatabaseUrl === undefined
      ? []
      : [databaseCheck({ name: 'database', url: nlpDatabaseUrl }, outbox, ['event_outbox'], scope)]),
    ...(kafka ? [kafkaCheck({ ...kafka, patience: patience.request }, names, scope)] : []),
    ...(redisUrl === undefined ? [] : [redisCheck(redisUrl, claimPrefix, patience.request, scope)]),
  ];
};
