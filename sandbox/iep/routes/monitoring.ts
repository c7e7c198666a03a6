import { list, model, nullable, withDefault } from '../../fastapi/composites.ts';
import { anything } from '../../fastapi/formats.ts';
import { operation, type Operation } from '../../fastapi/operation.ts';
import { float, integer, text, timestamp, word } from '../../fastapi/scalars.ts';
import type { MonitoringService } from '../services/monitoring.ts';

const conflict = model('ConflictEvent', {
  ...{ timestamp: timestamp(), student_id: text(), academic_year: text(), attempted_version: integer() },
  ...{ conflict_type: text(), retry_count: integer(), resolution_time_ms: float(), error_message: nullable(text()) },
});
const recent = model('RecentConflicts', { conflicts: list(conflict), count: integer() });
const cleaned = model('CleanupResponse', { status: word('success'), message: text() });
const tag = 'monitoring';
const prefix = '/monitoring';
const hours = { hours: withDefault(integer({ ge: 1, le: 168 }), 1) };
const limit = { limit: withDefault(integer({ ge: 1, le: 100 }), 10) };

/** Contract 6. */
export function monitoringRoutes(service: MonitoringService): Operation[] {
  const plain = (path: string, summary: string, read: () => object | Promise<object>): Operation =>
    operation({
      ...{ method: 'GET', path: prefix + path, tag, summary, answer: anything() },
      handle: () => Promise.resolve(read()),
    });
  return [
    plain('/status', 'Monitoring Status', () => service.status()),
    plain('/metrics', 'Monitoring Metrics', () => service.metrics()),
    operation({
      ...{ method: 'GET', path: `${prefix}/metrics/conflicts`, tag, summary: 'Conflict Metrics', query: hours },
      answer: anything(),
      handle: ({ query }) => Promise.resolve(service.conflicts(query.hours)),
    }),
    operation({
      ...{ method: 'GET', path: `${prefix}/metrics/performance`, tag, summary: 'Performance Metrics', query: hours },
      answer: anything(),
      handle: ({ query }) => Promise.resolve(service.performance(query.hours)),
    }),
    operation({
      ...{ method: 'GET', path: `${prefix}/conflicts/recent`, tag, summary: 'Recent Conflicts', query: limit },
      answer: recent,
      handle: ({ query }) => Promise.resolve(service.recent(query.limit)),
    }),
    operation({
      ...{ method: 'GET', path: `${prefix}/performance/slowest`, tag, summary: 'Slowest Operations', query: limit },
      answer: anything(),
      handle: ({ query }) => Promise.resolve(service.slowest(query.limit)),
    }),
    plain('/summary/hourly', 'Hourly Summary', () => service.hourly()),
    plain('/alerts', 'Alerts', () => service.alerts()),
    plain('/health', 'Monitoring Health', () => ({ ...simpleHealth(), ...service.status() })),
    plain('/health/simple', 'Simple Monitoring Health', simpleHealth),
    plain('/database/health', 'Database Health', () => service.databaseHealth()),
    operation({
      ...{ method: 'GET', path: `${prefix}/dashboard`, tag, summary: 'Monitoring Dashboard', answer: text() },
      contentType: 'text/html; charset=utf-8',
      handle: () => Promise.resolve(dashboard(service.status())),
    }),
    operation({
      ...{ method: 'POST', path: `${prefix}/cleanup`, tag, summary: 'Monitoring Cleanup', answer: cleaned },
      handle() {
        service.cleanUp();
        return Promise.resolve({ status: 'success' as const, message: 'Old monitoring data cleaned up' });
      },
    }),
  ];
}

function simpleHealth(): object {
  return { status: 'healthy', timestamp: new Date().toISOString() };
}

function dashboard(status: object): string {
  const head = '<meta charset="utf-8"><title>Monitoring</title>';
  return `<!DOCTYPE html>\n<html><head>${head}</head>\n<body><pre>${JSON.stringify(status, null, 2)}</pre></body></html>\n`;
}
