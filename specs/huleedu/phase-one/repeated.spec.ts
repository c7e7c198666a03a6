import { expect, test } from '../../../fixtures/huleedu/index.ts';
import { essaysOf, groups, provisionedOf, sortedBy, topics } from '../../../fixtures/huleedu/values.ts';

interface Told {
  readonly envelope: { readonly event_id: string };
}

/** How many different events these records are. */
const eventsIn = (records: readonly Told[]): number =>
  new Set(records.map(({ envelope: { event_id } }) => event_id)).size;

test.describe('every event of Phase 1, delivered twice to each of its consumers', () => {
  test(
    'has one effect',
    {
      tag: ['@integration', '@db', '@events', '@chain', '@writes'],
      annotation: { type: 'plan', description: 'P1-59' },
    },
    async ({ school, batches, events, recordOf, essayLifecycle, batchOrchestrator }) => {
      const { slotAssigned, provisioningCompleted, matchingRequested, essaysReady } = topics;
      await events.follow(slotAssigned, provisioningCompleted, matchingRequested, essaysReady);
      const batch = await batches.register({ school: await school.create() });
      const texts = [`one-${batch.id}`, `two-${batch.id}`];
      const byEntity = ({ data }: { data: { entity_id: string } }): boolean => data.entity_id === batch.id;
      const byBatch = ({ data }: { data: { batch_id: string } }): boolean => data.batch_id === batch.id;
      const taken = async (sent: Parameters<typeof events.processed>[1], ...by: readonly string[]): Promise<void> => {
        for (const group of by) await events.processed(group, sent);
      };
      /** Once more, as it is. */
      const again = async (
        { topic: name, key, envelope }: Told & { topic: string; key: string | null },
        ...by: readonly string[]
      ): Promise<void> => taken(await events.publishRaw({ name }, Buffer.from(JSON.stringify(envelope)), key), ...by);

      await again(await events.next(topics.essaysRegistered, byEntity), groups.essayLifecycle);
      for (const text of texts) {
        const sent = await events.publish(topics.contentProvisioned, provisionedOf(batch, text), { key: batch.id });
        await taken(await events.publishRaw(topics.contentProvisioned, sent.value, sent.key), groups.essayLifecycle);
      }
      await again(await recordOf('provisioningCompleted', batch), groups.batchOrchestrator);
      await again(await events.next(topics.matchingInitiated, byEntity, { what: 'event 3' }), groups.essayLifecycle);
      await again(await recordOf('matchingRequested', batch), groups.nlp);
      await again(await recordOf('matchesSuggested', batch), groups.classManagement);
      // All essays are ready then, whichever were confirmed (contract d.5).
      const confirmed = await batches.confirm(batch, essaysOf(batch).slice(0, 1));
      const twice = await events.publishRaw(topics.associationsConfirmed, confirmed.value, confirmed.key);
      await taken(twice, groups.batchOrchestrator, groups.essayLifecycle);
      const ready = await recordOf('essaysReady', batch);
      await again(ready, groups.batchOrchestrator);
      const request = await batches.request(batch);
      const repeated = await events.publishRaw(topics.pipelineRequested, request.value, request.key);
      await taken(repeated, groups.batchOrchestrator);

      const later = await batches.later();
      const told = {
        'event 0': eventsIn(await events.all(topics.essaysRegistered, byEntity, later)),
        'event 1b': eventsIn(await events.all(slotAssigned, byBatch, later)),
        'event 2': eventsIn(await events.all(provisioningCompleted, byBatch, later)),
        'event 3': eventsIn(await events.all(topics.matchingInitiated, byEntity, later)),
        'event 4': eventsIn(await events.all(matchingRequested, byBatch, later)),
        'event 5': eventsIn(await events.all(topics.matchesSuggested, byBatch, later)),
        'event 7': eventsIn(await events.all(essaysReady, byBatch, later)),
        'the command of the first phase': eventsIn(await events.all(topics.spellcheckInitiated, byEntity, later)),
      };
      const once = Object.fromEntries(Object.keys(told).map((name) => [name, 1]));
      expect.soft(told, 'events').toEqual({ ...once, 'event 1b': texts.length });
      expect.soft(await batches.status(batch), 'status').toBe('ready_for_pipeline_execution');
      const expected = sortedBy(ready.envelope.data.ready_essays, 'essay_id');
      expect
        .soft(expected.map(({ essay_id }) => essay_id))
        .toEqual(sortedBy(essaysOf(batch), 'essay_id').map(({ essay_id }) => essay_id));
      expect.soft(expected.map(({ text_storage_id }) => text_storage_id).sort(), 'texts').toEqual(texts);
      const rows = await batchOrchestrator.rows('batch_essays', { batch_id: batch.id });
      const stored = rows.map(({ essay_id, content_reference: { text_storage_id } }) => ({
        essay_id,
        text_storage_id,
      }));
      expect.soft(sortedBy(stored, 'essay_id'), 'essays of the orchestrator').toEqual(expected);
      const states = await essayLifecycle.rows('essay_states', { batch_id: batch.id });
      const kept = states.map(({ essay_id, text_storage_id }) => ({ essay_id, text_storage_id }));
      expect.soft(sortedBy(kept, 'essay_id'), 'essays of the essay lifecycle').toEqual(expected);
      await expect.soft(essayLifecycle, 'tracker').toHaveRowCount('batch_essay_trackers', { batch_id: batch.id }, 1);
    },
  );
});
