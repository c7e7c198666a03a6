import { test } from '../../fixtures/iep/index.ts';
import { compareCalls } from './measure.ts';

test('a call through the client', { tag: '@read-only' }, async ({ environment, iep, playwright }) => {
  const bare = await playwright.request.newContext();
  const url = `${environment.settings.iep?.apiUrl ?? ''}/`;
  await compareCalls(bare, url, () => iep.getRoot(200));
  await bare.dispose();
});
