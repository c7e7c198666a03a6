import { expect, test } from '../../../fixtures/huleedu/index.ts';
import { confirmedOf, groups, readyOf, topics } from '../../../fixtures/huleedu/values.ts';

test.describe('several batches in Phase 1 at once', () => {
  test(
    'each comes to its own end, whatever comes too early or twice',
    {
      tag: ['@integration', '@concurrent', '@db', '@events', '@chain', '@writes'],
      annotation: { type: 'plan', description: 'P1-53' },
    },
    async ({ school, batches, events, batchOrchestrator }) => {
      const ofClass = await school.create();
      const several = [];
      for (let number = 0; number < 4; number += 1) several.push(await batches.waiting(ofClass));
      const all = async (sent: Promise<Parameters<typeof events.processed>[1]>[]): Promise<void> => {
        for (const record of await Promise.all(sent)) await events.processed(groups.batchOrchestrator, record);
      };

      // Event 7 beside event 6: whichever is taken first, the batch is confirmed, and ready if it was in this order.
      await all(
        several.flatMap((batch) => [
          events.publish(topics.essaysReady, readyOf(batch)),
          events.publish(topics.associationsConfirmed, confirmedOf(batch)),
          events.publish(topics.associationsConfirmed, confirmedOf(batch)),
        ]),
      );
      await all(
        several.flatMap((batch) => [
          events.publish(topics.essaysReady, readyOf(batch)),
          events.publish(topics.essaysReady, readyOf(batch)),
          events.publish(topics.associationsConfirmed, confirmedOf(batch)),
        ]),
      );

      for (const batch of several) {
        expect.soft(await batches.status(batch), 'status').toBe('ready_for_pipeline_execution');
        const rows = await batchOrchestrator.rows('batch_essays', { batch_id: batch.id }, ['essay_id']);
        expect
          .soft(
            rows.map(({ essay_id }) => essay_id),
            'essays',
          )
          .toEqual([...batch.essayIds].sort());
      }
    },
  );

  test(
    'as many regular batches of one class, each with its own essays',
    {
      tag: ['@integration', '@concurrent', '@db', '@events', '@chain', '@content', '@slow', '@writes'],
      annotation: { type: 'plan', description: 'P1-53' },
    },
    async ({ school, texts, batches, events, recordOf, classManagement }) => {
      const ofClass = await school.create({ students: 3 });
      await events.follow(topics.provisioningCompleted);
      const textIds = await texts.of(ofClass.students);
      const several = [];
      for (let number = 0; number < 3; number += 1) several.push(await batches.register({ school: ofClass, count: 3 }));

      await Promise.all(several.map((batch) => batches.provide(batch, textIds)));

      for (const batch of several) {
        await events.processed(groups.classManagement, await recordOf('matchesSuggested', batch));
        const rows = await classManagement.rows('essay_student_associations', { batch_id: batch.id }, ['essay_id']);
        expect
          .soft(
            rows.map(({ essay_id }) => essay_id),
            'essays',
          )
          .toEqual([...batch.essayIds].sort());
        const writers = rows.map(({ student_id }) => student_id).sort();
        expect.soft(writers, 'students').toEqual(ofClass.students.map(({ id }) => id).sort());
        expect.soft(await batches.status(batch), 'status').toBe('awaiting_student_validation');
      }
    },
  );
});
