import { expect, test } from '../../../fixtures/iep/index.ts';

test.describe('GET /health', () => {
  test('says that service and database are well', { tag: ['@smoke', '@critical', '@read-only'] }, async ({ iep }) => {
    const health = await iep.getHealth(200);

    expect(health).toMatchObject({ status: 'healthy', database: 'connected' });
  });

  test(
    'reports a database that refuses, within its ordinary status',
    { tag: ['@fault', '@read-only'] },
    async ({ iepOutage }) => {
      const health = await iepOutage.getHealth(200);

      expect(health).toMatchObject({ status: 'degraded', database: 'disconnected' });
    },
  );
});

test.describe('GET /', () => {
  test('introduces the service', { tag: ['@smoke', '@read-only'] }, async ({ iep }) => {
    const root = await iep.getRoot(200);

    expect(root.service).toBe('Special Education Service');
  });
});

test.describe('every other health page', () => {
  test('answers without the database', { tag: ['@fault', '@read-only'] }, async ({ iepOutage }) => {
    const pages = [await iepOutage.getObservabilityHealth(200), await iepOutage.getDashboardHealth(200)];

    expect(pages.map(({ status }) => status)).toEqual(['healthy', 'healthy']);
  });

  test('answers', { tag: ['@smoke', '@read-only'] }, async ({ iep }) => {
    const pages = [await iep.getObservabilityHealth(200), await iep.getDashboardHealth(200)];

    expect(pages.map(({ status }) => status)).toEqual(['healthy', 'healthy']);
  });
});
