import { expect, test } from '../../../fixtures/huleedu/index.ts';

test.describe('GET /healthz', () => {
  test('class management is healthy', { tag: ['@smoke', '@critical', '@read-only'] }, async ({ huleedu }) => {
    const { status, dependencies } = await huleedu.getClassManagementHealth(200);

    expect.soft(status).toBe('healthy');
    expect.soft(dependencies.database.status).not.toBe('unhealthy');
  });

  test('the batch orchestrator is healthy', { tag: ['@smoke', '@critical', '@read-only'] }, async ({ huleedu }) => {
    expect((await huleedu.getBatchOrchestratorHealth(200)).status).not.toBe('unhealthy');
  });

  test('the essay lifecycle is healthy', { tag: ['@smoke', '@critical', '@read-only'] }, async ({ huleedu }) => {
    expect((await huleedu.getEssayLifecycleHealth(200)).status).not.toBe('unhealthy');
  });
});

test.describe('GET /metrics', () => {
  test(
    'class management counts what it creates and publishes',
    { tag: ['@integration', '@writes'] },
    async ({ huleedu, schoolClass, student }) => {
      await schoolClass.create();
      await student.create();

      const metrics = await huleedu.getClassManagementMetrics(200);

      const names = [...metrics.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
      for (const name of ['cms_http_request_duration_seconds', 'outbox_queue_depth'])
        expect.soft(names).toContain(name);
      for (const name of ['cms_http_requests', 'cms_class_creations', 'cms_student_creations'])
        expect.soft(metrics).toMatch(new RegExp(`^${name}_total[{ ].*[1-9]`, 'm'));
    },
  );

  test('the others show their own', { tag: ['@smoke', '@read-only'] }, async ({ huleedu }) => {
    expect.soft(await huleedu.getBatchOrchestratorMetrics(200)).toMatch(/^# TYPE /m);
    expect.soft(await huleedu.getEssayLifecycleMetrics(200)).toMatch(/^# TYPE /m);
  });
});
