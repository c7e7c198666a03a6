import { expect, test } from '../../../fixtures/iep/index.ts';
import { raised, refusedFields } from '../../../fixtures/iep/values.ts';

/** What each figure is above once an operation has succeeded; the rate is a percentage. */
const floors = [
  ['total_operations', 0],
  ['success_rate', 1],
  ['avg_duration_ms', 0],
  ['p95_duration_ms', 0],
  ['operations_per_minute', 0],
] as const;

test.describe('GET /monitoring/status', () => {
  test('says that the monitoring runs', { tag: ['@smoke', '@integration', '@read-only'] }, async ({ iep }) => {
    const status = await iep.getMonitoringStatus(200);

    expect(status.monitoring_active).toBe(true);
  });

  test(
    'counts at least what was done since',
    { tag: ['@integration', '@one-process', '@writes'] },
    async ({ iep, student: students, draft: drafts }) => {
      const { metrics_collector: before } = await iep.getMonitoringStatus(200);
      const { id } = await students.create();
      await drafts.createMany(5, id);

      const { metrics_collector: after } = await iep.getMonitoringStatus(200);

      expect(after.total_operations).toBeGreaterThanOrEqual(before.total_operations + 5);
      expect(after.total_conflicts).toBeGreaterThanOrEqual(before.total_conflicts);
      expect(after.total_retries).toBeGreaterThanOrEqual(before.total_retries);
      expect(after.performance_metrics_stored).toBeGreaterThan(0);
    },
  );
});

test.describe('GET /monitoring/metrics/conflicts', () => {
  test('sums conflicts up by type', { tag: ['@integration', '@read-only'] }, async ({ iep }) => {
    const week = await iep.getConflictMetrics(200, { query: { hours: 168 } });

    const sum = Object.values(week.conflict_types).reduce<number>((total, count = 0) => total + count, 0);
    expect(sum).toBe(week.total_conflicts);
  });

  test(
    'counts at least as many conflicts in a week as in its last hour',
    { tag: ['@integration', '@one-process', '@read-only'] },
    async ({ iep }) => {
      const hour = await iep.getConflictMetrics(200);
      const week = await iep.getConflictMetrics(200, { query: { hours: 168 } });

      expect(week.total_conflicts).toBeGreaterThanOrEqual(hour.total_conflicts);
    },
  );
});

test.describe('GET /monitoring/metrics/performance', () => {
  test(
    'counts operations of the last hour',
    { tag: ['@integration', '@writes'] },
    async ({ iep, student: students, draft: drafts }) => {
      const { id } = await students.create();
      await drafts.create(id);

      // One of several processes may not have had an operation yet; each that has answered once has.
      await expect
        .poll(
          async () => {
            const figures = await iep.getPerformanceMetrics(200);
            return floors.filter(([name, floor]) => figures[name] <= floor);
          },
          { message: 'figures that are nothing', timeout: 10_000 },
        )
        .toEqual([]);
    },
  );

  test('refuses windows beyond a week and below an hour', { tag: ['@integration', '@read-only'] }, async ({ iep }) => {
    const errors = [
      await iep.getPerformanceMetrics(422, { query: { hours: 0 } }),
      await iep.getPerformanceMetrics(422, { query: { hours: 169 } }),
      await iep.getConflictMetrics(422, { query: { hours: 0 } }),
      await iep.getConflictMetrics(422, { query: { hours: 169 } }),
    ];

    expect(errors.map(refusedFields)).toEqual(errors.map(() => ['query.hours']));
  });
});

test.describe('GET /monitoring/conflicts/recent', () => {
  test(
    'lists no more than it is asked for, and refuses limits of nothing and too much',
    { tag: ['@integration', '@read-only'] },
    async ({ iep }) => {
      const { conflicts, count } = await iep.listRecentConflicts(200, { query: { limit: 1 } });
      const low = await iep.listRecentConflicts(422, { query: { limit: 0 } });
      const high = await iep.listRecentConflicts(422, { query: { limit: 101 } });

      expect(conflicts.length).toBeLessThanOrEqual(1);
      expect(count).toBe(conflicts.length);
      expect([refusedFields(low), refusedFields(high)]).toEqual([['query.limit'], ['query.limit']]);
    },
  );
});

test.describe('GET /monitoring/performance/slowest', () => {
  test('counts what it lists', { tag: ['@integration', '@read-only'] }, async ({ iep }) => {
    const { slowest_operations, count } = await iep.listSlowest(200, { query: { limit: 3 } });

    expect(slowest_operations.length).toBeLessThanOrEqual(3);
    expect(count).toBe(slowest_operations.length);
  });
});

test.describe('every other page of the monitoring', () => {
  test('answers', { tag: ['@integration', '@read-only'] }, async ({ iep }) => {
    const pages = [
      await iep.getMetrics(200),
      await iep.getHourlySummary(200),
      await iep.getAlerts(200),
      await iep.getMonitoringHealth(200),
      await iep.getSimpleHealth(200),
      await iep.getDatabaseHealth(200),
    ];

    expect(pages).toEqual(pages.map(() => expect.anything()));
  });
});

test.describe('POST /monitoring/cleanup', () => {
  test('drops what is old, and says so', { tag: ['@integration', '@unshared', '@writes'] }, async ({ iep }) => {
    const answer = await iep.cleanUpMonitoring(200);

    expect(answer).toEqual({ status: 'success', message: expect.stringMatching(/./) });
  });

  test(
    'keeps what is new',
    { tag: ['@integration', '@db', '@database-fault', '@writes'] },
    async ({ iep, student: students, draft: drafts, refusal }) => {
      const { id } = await students.create();
      await refusal.plant({ ...raised.retried['a version conflict'], studentId: id, times: 1_000 });
      await iep.createIep(500, { query: { current_user_id: 1 }, body: drafts.build(id) });

      await iep.cleanUpMonitoring(200);

      await expect
        .poll(
          async () => {
            const { conflicts } = await iep.listRecentConflicts(200, { query: { limit: 100 } });
            return conflicts.map(({ student_id }) => student_id);
          },
          { message: 'the failure is still among the recent conflicts' },
        )
        .toContain(id);
    },
  );
});
