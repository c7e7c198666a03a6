import type { Conflict } from '../../iep/store/monitor.ts';
import {
  cleanUpMonitoring,
  getHealth,
  getIep,
  getMonitoringStatus,
  getPerformanceMetrics,
  getStudent,
  listRecentConflicts,
} from './operations.ts';
import { rule, type Applied, type Decoration, type Rule } from './rule.ts';
import { Refusal } from '../../fastapi/refusal.ts';

/** An error of the database that a read meets is told in its own words. */
const shown =
  <Args extends unknown[], Result>(
    applied: Applied,
    original: (...args: Args) => Promise<Result>,
  ): ((...args: Args) => Promise<Result>) =>
  (...args) =>
    original(...args).catch((error: unknown) => {
      if (error instanceof Refusal) throw error;
      applied();
      throw new Refusal(500, `asyncpg.exceptions.ConnectionDoesNotExistError: ${String(error)}`);
    });

const statusFigure = (name: string, description: string, figure: string, change: (value: number) => number): Rule =>
  rule(name, description, [getMonitoringStatus], (applied) => ({
    monitor: {
      status: (original) => () => {
        const status = original();
        applied();
        return { ...status, [figure]: change(status[figure] ?? 0) };
      },
    },
  }));

const conflictsOtherwise = (applied: Applied, change: (found: Conflict[]) => Conflict[]): Decoration => ({
  monitor: {
    conflictsSince: (original) => (hours) => {
      const found = original(hours);
      const told = change(found);
      if (told.length !== found.length) applied();
      return told;
    },
  },
});

/** Faults of health and monitoring (contract 2 and 6). */
export const serviceRules: Rule[] = [
  rule('database-outage-hidden', 'A database that is down is told to be connected.', [getHealth], (applied) => ({
    health: {
      isDatabaseUp: (original) => async () => {
        if (!(await original())) applied();
        return true;
      },
    },
  })),
  rule(
    'read-shows-driver',
    'A read that the database fails shows the words of the driver.',
    [getStudent, getIep],
    (applied) => ({
      students: { read: (original) => shown(applied, original) },
      ieps: { read: (original) => shown(applied, original) },
    }),
  ),
  statusFigure('operations-not-counted', 'The monitoring does not count operations.', 'total_operations', () => 0),
  statusFigure(
    'measurements-not-kept',
    'The monitoring tells of no measurements.',
    'performance_metrics_stored',
    () => 0,
  ),
  rule('share-of-success', 'The rate of success is a share and no percentage.', [getPerformanceMetrics], (applied) => ({
    monitoring: {
      performance: (original) => (hours) => {
        const figures = original(hours) as { success_rate: number };
        applied();
        return { ...figures, success_rate: figures.success_rate / 100 };
      },
    },
  })),
  rule('recent-conflicts-unlimited', 'Conflicts are listed beyond the limit.', [listRecentConflicts], (applied) => ({
    monitoring: {
      recent: (original) => (limit) => {
        const [right, wrong] = [original(limit), original(limit + 1)];
        if (wrong.count > right.count) applied();
        return wrong;
      },
    },
  })),
  rule('cleanup-drops-all', 'A clean-up drops what is new as well.', [cleanUpMonitoring], (applied) => {
    let cleaned = '';
    return {
      monitor: {
        cleanUp: (original) => () => {
          original();
          cleaned = new Date().toISOString();
        },
        ...conflictsOtherwise(applied, (found) => found.filter(({ timestamp }) => timestamp > cleaned)).monitor,
      },
    };
  }),
];
