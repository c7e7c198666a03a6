import { expect, test } from '../../fixtures/huleedu/index.ts';
import { topics } from '../../fixtures/huleedu/values.ts';
import { compareCalls, timed } from './measure.ts';

test('a call through the client', { tag: '@read-only' }, async ({ environment, huleedu, playwright }) => {
  const bare = await playwright.request.newContext();
  const url = `${environment.settings.huleedu?.classManagementUrl ?? ''}/healthz`;
  await compareCalls(bare, url, () => huleedu.getClassManagementHealth(200));
  await bare.dispose();
});

for (const [count, aim] of [
  [2, 3],
  [100, 10],
] as const) {
  test(
    `a batch of ${String(count)} essays of a class, from its registration until it may be processed`,
    { tag: ['@db', '@events', '@chain', '@content', '@writes'] },
    async ({ school, texts, batches, events, recordOf }) => {
      const ofClass = await school.create({ students: Math.min(count, 30) });
      const pupils = Array.from({ length: count }, (_, index) => ofClass.students[index % ofClass.students.length]);
      const textIds = await texts.of(pupils.filter((pupil) => pupil !== undefined));
      await events.follow(topics.essaysReady);
      const milliseconds = await timed(async () => {
        const batch = await batches.register({ school: ofClass, count });
        await batches.provide(batch, textIds);
        await recordOf('matchesSuggested', batch);
        await batches.confirm(batch);
        await recordOf('essaysReady', batch);
        await expect
          .poll(() => batches.status(batch), { intervals: [20], timeout: 30_000 })
          .toBe('ready_for_pipeline_execution');
      });
      console.log(`TIME chain of ${String(count)} essays: ${(milliseconds / 1000).toFixed(2)} s; aim ${String(aim)}`);
    },
  );
}
