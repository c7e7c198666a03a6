import { test } from '../../fixtures/learnlikemagic/index.ts';
import { compareCalls } from './measure.ts';

test('a call through the client', { tag: '@read-only' }, async ({ environment, learnlikemagic, playwright }) => {
  const bare = await playwright.request.newContext();
  const url = `${environment.settings.learnlikemagic?.apiUrl ?? ''}/`;
  await compareCalls(bare, url, () => learnlikemagic.getHealth(200));
  await bare.dispose();
});
