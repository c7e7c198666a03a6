import { z } from 'zod';
import { operation } from '../../http/operation.ts';
import { Json, Limit, ValidationError } from './common.ts';

const count = z.int().min(0);

// Where the contract lists names of members it leaves others open; where it draws an object, that is the whole.
const Status = z.looseObject({
  monitoring_active: z.boolean(),
  metrics_collector: z.looseObject({
    total_operations: count,
    total_conflicts: count,
    total_retries: count,
    active_operations: count,
    conflict_events_stored: count.max(1000),
    performance_metrics_stored: count.max(2000),
    health_snapshots_stored: count.max(100),
  }),
  health_monitor: z.looseObject({ is_running: z.boolean(), check_interval: z.literal(30) }),
});

const ConflictType = z.enum(['version_conflict', 'retry_exhausted', 'database_error', 'resolved_after_retry']);

// The contract names the fields of a conflict; of lists inside a summary it names the list only.
const Conflict = z.strictObject({
  timestamp: z.string(),
  student_id: z.string().nullable(),
  academic_year: z.string().nullable(),
  attempted_version: z.int().nullable(),
  conflict_type: ConflictType,
  retry_count: count,
  resolution_time_ms: z.number().nullable(),
  error_message: z.string().nullable(),
});
export type Conflict = z.output<typeof Conflict>;

const ConflictSummary = z.looseObject({
  total_conflicts: count,
  conflict_rate_per_hour: z.number().min(0),
  avg_retry_count: z.number().min(0),
  avg_resolution_time_ms: z.number().min(0),
  conflict_types: z.record(ConflictType, count.optional()),
  most_affected_students: z.unknown(),
});

const PerformanceSummary = z.looseObject({
  total_operations: count,
  success_rate: z.number().min(0).max(100),
  avg_duration_ms: z.number().min(0),
  p95_duration_ms: z.number().min(0),
  operations_per_minute: z.number().min(0),
  slowest_operations: z.unknown(),
});

const monitoring = '/monitoring';
const hours = z.object({ hours: z.number().optional() });
const limit = z.object({ limit: Limit.optional() });

/** Contract 6. The counters are those of the process that answers. */
export const monitoringOperations = {
  getMonitoringStatus: operation({
    method: 'GET',
    path: `${monitoring}/status`,
    writes: false,
    responses: { 200: Status },
  }),
  getMetrics: operation({
    method: 'GET',
    path: `${monitoring}/metrics`,
    writes: false,
    responses: {
      200: z.looseObject({
        conflicts: z.unknown(),
        performance: z.unknown(),
        health: z.unknown(),
        summary: z.unknown(),
      }),
    },
  }),
  getConflictMetrics: operation({
    method: 'GET',
    path: `${monitoring}/metrics/conflicts`,
    writes: false,
    query: hours,
    responses: { 200: ConflictSummary, 422: ValidationError },
  }),
  getPerformanceMetrics: operation({
    method: 'GET',
    path: `${monitoring}/metrics/performance`,
    writes: false,
    query: hours,
    responses: { 200: PerformanceSummary, 422: ValidationError },
  }),
  listRecentConflicts: operation({
    method: 'GET',
    path: `${monitoring}/conflicts/recent`,
    writes: false,
    query: limit,
    responses: { 200: z.strictObject({ conflicts: z.array(Conflict), count }), 422: ValidationError },
  }),
  listSlowest: operation({
    method: 'GET',
    path: `${monitoring}/performance/slowest`,
    writes: false,
    query: limit,
    responses: { 200: z.looseObject({ slowest_operations: z.array(z.unknown()), count }), 422: ValidationError },
  }),
  cleanUpMonitoring: operation({
    method: 'POST',
    path: `${monitoring}/cleanup`,
    writes: true,
    responses: { 200: z.strictObject({ status: z.literal('success'), message: z.string() }) },
  }),
  getHourlySummary: operation({
    method: 'GET',
    path: `${monitoring}/summary/hourly`,
    writes: false,
    responses: { 200: z.unknown() },
  }),
  getAlerts: operation({ method: 'GET', path: `${monitoring}/alerts`, writes: false, responses: { 200: z.unknown() } }),
  getMonitoringHealth: operation({
    method: 'GET',
    path: `${monitoring}/health`,
    writes: false,
    responses: { 200: Json },
  }),
  getSimpleHealth: operation({
    method: 'GET',
    path: `${monitoring}/health/simple`,
    writes: false,
    responses: { 200: Json },
  }),
  getDatabaseHealth: operation({
    method: 'GET',
    path: `${monitoring}/database/health`,
    writes: false,
    responses: { 200: Json },
  }),
};
