import type { Database } from '../database/pool.ts';
import type { Conflict, Monitor, Performance } from '../store/monitor.ts';

/** Contract 6: what the counters of this process come to. */
export interface MonitoringService {
  status(): object;
  metrics(): object;
  conflicts(hours: number): object;
  performance(hours: number): object;
  recent(limit: number): { conflicts: Conflict[]; count: number };
  slowest(limit: number): { slowest_operations: Performance[]; count: number };
  hourly(): object;
  alerts(): { alerts: object[]; count: number };
  databaseHealth(): Promise<object>;
  cleanUp(): void;
}

interface Dependencies {
  database: Database;
  monitor: Monitor;
}

export function createMonitoringService({ database, monitor }: Dependencies): MonitoringService {
  const summary = (hours: number): object => ({
    conflicts: summariseConflicts(monitor.conflictsSince(hours), hours),
    performance: summarisePerformance(monitor.performanceSince(hours), hours),
  });
  const health = { is_running: true, check_interval: 30 };
  return {
    status: () => ({ monitoring_active: true, metrics_collector: monitor.status(), health_monitor: health }),
    metrics: () => ({ ...summary(1), health, summary: summary(24) }),
    conflicts: (hours) => summariseConflicts(monitor.conflictsSince(hours), hours),
    performance: (hours) => summarisePerformance(monitor.performanceSince(hours), hours),
    recent(limit) {
      const conflicts = monitor.conflictsSince(24).slice(0, limit);
      return { conflicts, count: conflicts.length };
    },
    slowest(limit) {
      const slowest_operations = slowestOf(monitor.performanceSince(24), limit);
      return { slowest_operations, count: slowest_operations.length };
    },
    hourly: () => ({ period: '1 hour', timestamp: new Date().toISOString(), ...summary(1) }),
    alerts() {
      const alerts = alertsOf(monitor.performanceSince(1), monitor.conflictsSince(1).length);
      return { alerts, count: alerts.length };
    },
    async databaseHealth() {
      const started = performance.now();
      const up = await database.query('SELECT 1').then(
        () => true,
        () => false,
      );
      const pool = { size: database.totalCount, idle: database.idleCount, waiting: database.waitingCount };
      return {
        status: up ? 'healthy' : 'unhealthy',
        response_time_ms: performance.now() - started,
        connection_pool: pool,
        timestamp: new Date().toISOString(),
      };
    },
    cleanUp: () => {
      monitor.cleanUp();
    },
  };
}

function average(figures: readonly number[]): number {
  return figures.length === 0 ? 0 : figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a));
}

function summariseConflicts(found: readonly Conflict[], hours: number): object {
  const students = Object.entries(countBy(found.map(({ student_id }) => student_id)));
  return {
    total_conflicts: found.length,
    conflict_rate_per_hour: found.length / hours,
    avg_retry_count: average(found.map(({ retry_count }) => retry_count)),
    avg_resolution_time_ms: average(found.map(({ resolution_time_ms }) => resolution_time_ms)),
    conflict_types: countBy(found.map(({ conflict_type }) => conflict_type)),
    most_affected_students: students.slice(0, 5).map(([student_id, conflicts]) => ({ student_id, conflicts })),
  };
}

function summarisePerformance(found: readonly Performance[], hours: number): object {
  const durations = found.map(({ duration_ms }) => duration_ms).sort((a, b) => a - b);
  const good = found.filter(({ success }) => success).length;
  return {
    total_operations: found.length,
    success_rate: found.length === 0 ? 100 : (100 * good) / found.length,
    avg_duration_ms: average(durations),
    p95_duration_ms: durations[Math.max(0, Math.ceil(durations.length * 0.95) - 1)] ?? 0,
    operations_per_minute: found.length / (hours * 60),
    slowest_operations: slowestOf(found, 5),
  };
}

function slowestOf(found: readonly Performance[], limit: number): Performance[] {
  return [...found].sort((a, b) => b.duration_ms - a.duration_ms).slice(0, limit);
}

/** The rules of contract 6 that an empty machine can break. */
function alertsOf(found: readonly Performance[], conflicts: number): object[] {
  const failed = found.length === 0 ? 0 : (100 * found.filter(({ success }) => !success).length) / found.length;
  const mean = average(found.map(({ duration_ms }) => duration_ms));
  const rules = [
    { type: 'high_error_rate', broken: failed > 5, message: `Error rate is ${failed.toFixed(1)} %` },
    { type: 'slow_response', broken: mean > 1000, message: `Average response time is ${mean.toFixed(0)} ms` },
    { type: 'high_conflict_rate', broken: conflicts > 10, message: `${String(conflicts)} conflicts in the last hour` },
  ];
  const timestamp = new Date().toISOString();
  return rules.filter(({ broken }) => broken).map(({ type, message }) => ({ type, message, timestamp }));
}
