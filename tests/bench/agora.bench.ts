import { test } from '../../fixtures/agora/index.ts';
import { compareCalls } from './measure.ts';

test('a call through the client', { tag: '@read-only' }, async ({ environment, agora, playwright }) => {
  const bare = await playwright.request.newContext();
  const url = `${environment.settings.agora?.apiUrl ?? ''}/ok`;
  await compareCalls(bare, url, () => agora.getOk(200));
  await bare.dispose();
});
