import { expect, test } from '../../../fixtures/huleedu/index.ts';
import { sortedBy, topics } from '../../../fixtures/huleedu/values.ts';

test.describe('a guest’s batch', () => {
  test(
    'is ready with its contents, and asks nobody who wrote them',
    {
      tag: ['@critical', '@integration', '@db', '@events', '@chain', '@writes'],
      annotation: { type: 'plan', description: 'P1-43' },
    },
    async ({ batches, events, recordOf, batchOrchestrator }) => {
      const { provisioningCompleted, matchingRequested, associationsConfirmed, essaysReady } = topics;
      await events.follow(provisioningCompleted, matchingRequested, associationsConfirmed, essaysReady);
      const batch = await batches.register({ count: 3 });
      expect.soft(batch.essayIds, 'slots').toHaveLength(3);

      const provided = ['one', 'two', 'three'].map((name) => `${name}-${batch.id}`);
      await batches.provide(batch, provided);

      const completed = await recordOf('provisioningCompleted', batch);
      await events.processed('batch-orchestrator-consumers', completed);
      expect.soft(await batches.status(batch), 'status').toBe('ready_for_pipeline_execution');
      const rows = await batchOrchestrator.rows('batch_essays', { batch_id: batch.id }, ['essay_id']);
      const expected = sortedBy(completed.envelope.data.essays_for_processing, 'essay_id').map(
        ({ essay_id, text_storage_id }) => ({
          batch_id: batch.id,
          essay_id,
          content_reference: { text_storage_id, type: 'text_content' },
          ...{ student_metadata: {}, processing_metadata: {} },
        }),
      );
      expect.soft(rows, 'essays').toEqual(expected);
      const texts = completed.envelope.data.essays_for_processing.map(({ text_storage_id }) => text_storage_id);
      expect.soft(texts.toSorted(), 'texts').toEqual(provided.toSorted());

      const later = await batches.later();
      await events.none(topics.matchingInitiated, ({ data }) => data.entity_id === batch.id, later);
      await events.none(matchingRequested, ({ data }) => data.batch_id === batch.id, later);
      await events.none(topics.matchesSuggested, ({ data }) => data.batch_id === batch.id, later);
      await events.none(associationsConfirmed, ({ data }) => data.batch_id === batch.id, later);
      await events.none(essaysReady, ({ data }) => data.batch_id === batch.id, later);
      expect.soft(await batches.status(batch), 'status in the end').toBe('ready_for_pipeline_execution');
    },
  );
});
