import { test } from '../../fixtures/huleedu/index.ts';
import { compareCalls } from './measure.ts';

test('a call through the client', { tag: '@read-only' }, async ({ environment, huleedu, playwright }) => {
  const bare = await playwright.request.newContext();
  const url = `${environment.settings.huleedu?.classManagementUrl ?? ''}/healthz`;
  await compareCalls(bare, url, () => huleedu.getClassManagementHealth(200));
  await bare.dispose();
});
