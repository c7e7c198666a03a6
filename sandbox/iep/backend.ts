import type { Operation } from '../fastapi/operation.ts';
import type { Database } from './database/pool.ts';
import type { Generator } from './provider/generator.ts';
import type { Users } from './provider/users.ts';
import { advancedRoutes } from './routes/advanced.ts';
import { healthRoutes } from './routes/health.ts';
import { iepRoutes } from './routes/ieps.ts';
import { monitoringRoutes } from './routes/monitoring.ts';
import { studentRoutes } from './routes/students.ts';
import { templateRoutes } from './routes/templates.ts';
import { retryPolicy, type RetryPolicy } from './rules/retry.ts';
import { createAdvancedService, type AdvancedService } from './services/advanced.ts';
import { createHealthService, type HealthService } from './services/health.ts';
import { createIepService, type IepService } from './services/ieps.ts';
import { createMonitoringService, type MonitoringService } from './services/monitoring.ts';
import { createStudentService, type StudentService } from './services/students.ts';
import { createTemplateService, type TemplateService } from './services/templates.ts';
import { createVersions, type Versions } from './services/versions.ts';
import type { Monitor } from './store/monitor.ts';
import type { VectorStore } from './store/vectors.ts';

/** What the routes call; each service is an object of named methods, so that it can be wrapped. */
export interface Services {
  health: HealthService;
  students: StudentService;
  ieps: IepService;
  advanced: AdvancedService;
  templates: TemplateService;
  monitoring: MonitoringService;
}

export interface Resources {
  database: Database;
  users: Users;
  generator: Generator;
  vectors: VectorStore;
  monitor: Monitor;
}

/** The services, and what they are put together from. */
export interface Parts extends Services, Resources {
  retry: RetryPolicy;
  versions: Versions;
}

/** Yields what is put in a part's place. */
export type Wrap = <Name extends keyof Parts>(name: Name, part: Parts[Name]) => Parts[Name];

/** Puts the services together around one database and its neighbours. */
export function createServices(resources: Resources, wrap: Wrap = (_name, part) => part): Services {
  const monitor = wrap('monitor', resources.monitor);
  const database = wrap('database', resources.database);
  const users = wrap('users', resources.users);
  const generator = wrap('generator', resources.generator);
  const vectors = wrap('vectors', resources.vectors);
  const versions = wrap('versions', createVersions({ database, monitor, retry: wrap('retry', retryPolicy) }));
  return {
    health: wrap('health', createHealthService({ database, users, vectors, monitor })),
    students: wrap('students', createStudentService({ database, users })),
    ieps: wrap('ieps', createIepService({ database, users, versions })),
    advanced: wrap('advanced', createAdvancedService({ database, versions, generator, vectors })),
    templates: wrap('templates', createTemplateService({ database, users })),
    monitoring: wrap('monitoring', createMonitoringService({ database, monitor })),
  };
}

/** The operations of contract 2 to 6. */
export function createOperations(services: Services, environment: string): Operation[] {
  return [
    ...healthRoutes(services.health, environment),
    ...studentRoutes(services.students),
    ...iepRoutes(services.ieps),
    ...advancedRoutes(services.advanced, services.ieps),
    ...templateRoutes(services.templates),
    ...monitoringRoutes(services.monitoring),
  ];
}
