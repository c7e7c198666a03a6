import { expect, test } from '../../../fixtures/huleedu/index.ts';
import { groups, misdated, topics } from '../../../fixtures/huleedu/values.ts';

test.describe('the rows of the services', () => {
  test(
    'are dated by the day on which they are written, and those of events by the day on which they are sent',
    { tag: ['@integration', '@db', '@events', '@chain', '@writes'] },
    async ({ school, teacher, batches, events, recordOf, classManagement, batchOrchestrator, essayLifecycle }) => {
      await events.follow(topics.provisioningCompleted);
      await school.create();
      const batch = await batches.register({ count: 1 });
      await batches.provide(batch, [`text-${batch.id}`]);
      await events.processed(groups.batchOrchestrator, await recordOf('provisioningCompleted', batch));

      for (const [database, kind, id] of [
        [classManagement, 'teacher', teacher.userId],
        [batchOrchestrator, 'batch', batch.id],
        [essayLifecycle, 'essays', batch.id],
      ] as const) {
        expect.soft(await misdated(database, kind, id), 'misdated').toEqual([]);
        // A row is marked after its record has gone, which takes up to 15 seconds in production (contract 0).
        const marks = { message: `marks of ${id}`, timeout: 20_000 };
        await expect.poll(() => misdated(database, 'sent', id), marks).toEqual([]);
      }
    },
  );
});
