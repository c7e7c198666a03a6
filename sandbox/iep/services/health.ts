import { memoryUsage, cpuUsage } from 'node:process';
import { availableParallelism, totalmem } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from '../database/pool.ts';
import type { Users } from '../provider/users.ts';
import type { Monitor } from '../store/monitor.ts';
import type { VectorStore } from '../store/vectors.ts';

export interface DetailedHealth {
  status: 'healthy' | 'unhealthy';
  timestamp: string;
  dependencies: Record<'database' | 'vector_store' | 'auth_service', { status: 'healthy' | 'unhealthy' }>;
  system_metrics: Record<'memory' | 'disk' | 'cpu', { usage_percent: number }>;
  application_metrics: Record<string, number>;
}

/** Contract 2. Nothing here throws: an outage is told in the answer. */
export interface HealthService {
  isDatabaseUp(): Promise<boolean>;
  /** Takes about a second, in which the load of the processor is measured. */
  detailed(): Promise<DetailedHealth>;
}

interface Dependencies {
  database: Database;
  users: Users;
  vectors: VectorStore;
  monitor: Monitor;
}

/** Shares in percent from which the service is not healthy any more. */
const limits = { memory: 90, disk: 90, cpu: 95 };

export function createHealthService({ database, users, vectors, monitor }: Dependencies): HealthService {
  const isDatabaseUp = (): Promise<boolean> =>
    database.query('SELECT 1').then(
      () => true,
      () => false,
    );
  return {
    isDatabaseUp,
    async detailed() {
      const [up, store, auth, metrics] = await Promise.all([
        isDatabaseUp(),
        vectors.isAvailable(),
        users.isAvailable(),
        measure(),
      ]);
      const { memory, disk, cpu } = metrics;
      const healthy = up && memory < limits.memory && disk < limits.disk && cpu < limits.cpu;
      const told = (good: boolean): { status: 'healthy' | 'unhealthy' } => ({ status: good ? 'healthy' : 'unhealthy' });
      return {
        ...told(healthy),
        timestamp: new Date().toISOString(),
        dependencies: { database: told(up), vector_store: told(store), auth_service: told(auth) },
        system_metrics: {
          memory: { usage_percent: memory },
          disk: { usage_percent: disk },
          cpu: { usage_percent: cpu },
        },
        application_metrics: { uptime_seconds: (Date.now() - monitor.startedAt) / 1000, ...monitor.status() },
      };
    },
  };
}

/** What this process uses, not the machine, which has other work that must not decide. It writes no file. */
async function measure(): Promise<Record<'memory' | 'disk' | 'cpu', number>> {
  const before = cpuUsage();
  const started = performance.now();
  await wait(1000);
  const { user, system } = cpuUsage(before);
  const busy = (user + system) / 1000 / (performance.now() - started) / availableParallelism();
  return { memory: (100 * memoryUsage.rss()) / totalmem(), disk: 0, cpu: Math.min(100, 100 * busy) };
}
