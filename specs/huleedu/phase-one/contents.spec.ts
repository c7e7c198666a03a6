import { expect, test } from '../../../fixtures/huleedu/index.ts';
import { groups, provisionedOf, topics } from '../../../fixtures/huleedu/values.ts';

test.describe('the contents of a batch', () => {
  test(
    'each text gets a slot of its own, and the last one completes the batch',
    {
      tag: ['@integration', '@db', '@events', '@redis', '@chain', '@writes'],
      annotation: { type: 'plan', description: 'P1-43' },
    },
    async ({ huleedu, batches, events, recordOf, essayLifecycle, cache }) => {
      await events.follow(topics.provisioningCompleted, topics.slotAssigned);
      const batch = await batches.register({ count: 2 });
      const [first, second] = [`one-${batch.id}`, `two-${batch.id}`];
      expect.soft(await cache.set(`batch:${batch.id}:available_slots`), 'slots').toEqual([...batch.essayIds].sort());

      const content = provisionedOf(batch, first);
      await events.publish(topics.contentProvisioned, content);
      const slotOf = ({ data }: { data: { batch_id: string } }): boolean => data.batch_id === batch.id;
      const assigned = await events.next(topics.slotAssigned, slotOf, { what: 'the first slot' });
      const essayId = assigned.envelope.data.essay_id;
      expect.soft(batch.essayIds, 'the slot').toContain(essayId);
      const { text_storage_id, file_upload_id } = assigned.envelope.data;
      expect.soft({ text_storage_id, file_upload_id }, 'its text').toEqual({
        text_storage_id: first,
        file_upload_id: content.file_upload_id,
      });
      const slot = {
        internal_essay_id: essayId,
        text_storage_id: first,
        original_file_name: content.original_file_name,
      };
      expect.soft(await essayLifecycle.rows('slot_assignments', { internal_essay_id: essayId })).toEqual([slot]);
      const half = await huleedu.getEssaysOfBatch(200, { path: { batch_id: batch.id } });
      const breakdown = { total_essays: 2, status_breakdown: { uploaded: 1, ready_for_processing: 1 } };
      expect.soft(half, 'half of it').toMatchObject(breakdown);
      const essay = await huleedu.getEssayStatus(200, { path: { essay_id: essayId } });
      expect.soft(essay, 'the essay').toMatchObject({ batch_id: batch.id, current_status: 'ready_for_processing' });
      await events.none(topics.provisioningCompleted, slotOf, assigned);

      await batches.provide(batch, [second]);
      const { envelope } = await recordOf('provisioningCompleted', batch);
      expect.soft(envelope.correlation_id, 'correlation id').toBe(batch.correlationId);
      expect.soft(envelope.data.correlation_id, 'correlation id of event 2').toBe(batch.correlationId);
      expect
        .soft(envelope.data, 'event 2')
        .toMatchObject({ provisioned_count: 2, expected_count: 2, user_id: batch.userId });
      const { name: topic } = topics.provisioningCompleted;
      const outbox = await essayLifecycle.row('event_outbox', { event_key: batch.id });
      const told = { event_type: topic, topic, retry_count: 0, last_error: null };
      expect.soft(outbox, 'outbox').toMatchObject(told);
      const rows = await essayLifecycle.rows('essay_states', { batch_id: batch.id });
      const texts = rows.map(({ text_storage_id }) => text_storage_id);
      expect.soft(texts.toSorted(), 'texts').toEqual([first, second].sort());
    },
  );

  test(
    'one that comes before its batch waits for it',
    { tag: ['@integration', '@db', '@events', '@chain', '@writes'] },
    async ({ batches, events, newId, recordOf }) => {
      await events.follow(topics.provisioningCompleted, topics.slotAssigned);
      const batch = await batches.register({ count: 2 });
      const stranger = { id: newId() };

      // A batch that never comes holds nobody up.
      const parked = await events.publish(topics.contentProvisioned, provisionedOf(stranger, `lost-${batch.id}`));
      await batches.provide(batch, [`one-${batch.id}`, `two-${batch.id}`]);

      const { envelope } = await recordOf('provisioningCompleted', batch);
      expect.soft(envelope.data.essays_for_processing).toHaveLength(2);
      await events.processed(groups.essayLifecycle, parked);
      await events.none(topics.slotAssigned, ({ data }) => data.batch_id === stranger.id, parked);
    },
  );

  test(
    'the same text twice takes one slot',
    {
      tag: ['@integration', '@db', '@events', '@chain', '@writes'],
      annotation: { type: 'plan', description: 'P1-59' },
    },
    async ({ batches, events, recordOf }) => {
      await events.follow(topics.provisioningCompleted);
      const batch = await batches.register({ count: 2 });
      const first = await events.publish(topics.contentProvisioned, provisionedOf(batch, `one-${batch.id}`));

      await events.publishRaw(topics.contentProvisioned, first.value, first.key);
      await batches.provide(batch, [`two-${batch.id}`]);

      const completed = await recordOf('provisioningCompleted', batch);
      const texts = completed.envelope.data.essays_for_processing.map(({ text_storage_id }) => text_storage_id);
      expect(texts.toSorted()).toEqual([`one-${batch.id}`, `two-${batch.id}`].sort());
    },
  );
});
