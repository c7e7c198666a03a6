import { expect, test } from '../../../fixtures/huleedu/index.ts';
import { groups, placesOf, provisionedOf, sortedBy, topics } from '../../../fixtures/huleedu/values.ts';

interface OfBatch {
  readonly data: { readonly batch_id: string };
}

const of =
  ({ id }: { id: string }) =>
  ({ data }: OfBatch): boolean =>
    data.batch_id === id;

/** The payload of what is told of a text too many is not laid down: it names the text somewhere. */
const speaksOf =
  (text: string) =>
  ({ data }: { data: object }): boolean =>
    JSON.stringify(data).includes(text);

test.describe('the contents of a batch', () => {
  test(
    'each text gets a slot of its own, and the last one completes the batch',
    { tag: ['@integration', '@db', '@events', '@redis', '@chain', '@writes'] },
    async ({ huleedu, batches, events, recordOf, essayLifecycle, cache }) => {
      await events.follow(topics.provisioningCompleted, topics.slotAssigned, topics.contentExcess);
      const batch = await batches.register({ count: 2 });
      const [first, second] = [`one-${batch.id}`, `two-${batch.id}`];
      expect.soft(await cache.set(`batch:${batch.id}:available_slots`), 'slots').toEqual([...batch.essayIds].sort());
      const path = { batch_id: batch.id };
      expect.soft(await huleedu.getEssaysOfBatch(200, { path }), 'none of it').toEqual({
        ...{ batch_id: batch.id, total_essays: 2, status_breakdown: { uploaded: 2 }, completion_percentage: 0 },
      });

      const content = provisionedOf(batch, first);
      await events.publish(topics.contentProvisioned, content);
      const assigned = await events.next(topics.slotAssigned, of(batch), { what: 'the first slot' });
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
      const half = await huleedu.getEssaysOfBatch(200, { path });
      const breakdown = { total_essays: 2, status_breakdown: { uploaded: 1, ready_for_processing: 1 } };
      expect.soft(half, 'half of it').toMatchObject({ batch_id: batch.id, ...breakdown });
      const essay = await huleedu.getEssayStatus(200, { path: { essay_id: essayId } });
      expect.soft(essay, 'the essay').toMatchObject({
        ...{ essay_id: essayId, batch_id: batch.id, current_status: 'ready_for_processing' },
        processing_progress: {
          essay_ready_for_processing: true,
          pipeline_assigned: false,
          spellcheck_completed: false,
        },
      });
      await events.none(topics.provisioningCompleted, of(batch), await batches.later());

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

      const later = await batches.later();
      const slots = (await events.all(topics.slotAssigned, of(batch), later)).map(
        ({ envelope: { data } }) => [data.essay_id, data.text_storage_id] as const,
      );
      const stored = rows.map(({ essay_id, text_storage_id }) => [essay_id, text_storage_id] as const);
      expect.soft(slots.toSorted(), 'slots that were told').toEqual(stored.toSorted());
      expect.soft(await placesOf(events.all(topics.provisioningCompleted, of(batch), later)), 'once').toHaveLength(1);
      await events.none(topics.contentExcess, speaksOf(batch.id), later);
    },
  );

  test(
    'one that comes before its batch waits for it',
    {
      tag: ['@integration', '@db', '@events', '@chain', '@writes'],
      annotation: { type: 'plan', description: 'P1-53' },
    },
    async ({ batches, events, recordOf, essayLifecycle }) => {
      await events.follow(topics.provisioningCompleted, topics.slotAssigned, topics.contentExcess);
      const batch = batches.foretold(2);
      const [early, late] = [`one-${batch.id}`, `two-${batch.id}`];

      for (const sent of await batches.provide(batch, [early])) await events.processed(groups.essayLifecycle, sent);
      const before = await batches.later();
      await events.none(topics.slotAssigned, of(batch), before);
      await events.none(topics.contentExcess, speaksOf(batch.id), before);

      await batches.announce(batch);
      const { envelope } = await events.next(topics.slotAssigned, of(batch), { what: 'the slot of the early text' });
      expect.soft(envelope.data.text_storage_id, 'its text').toBe(early);
      expect.soft(batch.essayIds, 'its slot').toContain(envelope.data.essay_id);
      await batches.provide(batch, [late]);

      const { essays_for_processing: essays } = (await recordOf('provisioningCompleted', batch)).envelope.data;
      expect.soft(essays.map((essay) => essay.text_storage_id).sort(), 'texts').toEqual([early, late].sort());
      const rows = await essayLifecycle.rows('essay_states', { batch_id: batch.id });
      const stored = rows.map(({ essay_id, text_storage_id }) => ({ essay_id, text_storage_id }));
      expect.soft(sortedBy(stored, 'essay_id'), 'essays').toEqual(sortedBy(essays, 'essay_id'));
      await events.none(topics.contentExcess, speaksOf(batch.id), await batches.later());
    },
  );

  test(
    'the same text takes one slot, in an event that comes twice and in events of its own',
    {
      tag: ['@integration', '@db', '@events', '@chain', '@writes'],
      annotation: { type: 'plan', description: 'P1-59' },
    },
    async ({ batches, events, recordOf, essayLifecycle }) => {
      await events.follow(topics.provisioningCompleted, topics.slotAssigned, topics.contentExcess);
      const batch = await batches.register({ count: 2 });
      const [one, two] = [`one-${batch.id}`, `two-${batch.id}`];
      const key = batch.id;
      const first = await events.publish(topics.contentProvisioned, provisionedOf(batch, one), { key });

      await events.publishRaw(topics.contentProvisioned, first.value, first.key);
      // The same file three times more: no claim tells these events from others.
      await batches.provide(batch, [one, one, one, two], key);

      const { essays_for_processing: essays } = (await recordOf('provisioningCompleted', batch)).envelope.data;
      expect.soft(essays.map((essay) => essay.text_storage_id).sort(), 'texts').toEqual([one, two].sort());
      expect.soft(essays.map(({ essay_id }) => essay_id).sort(), 'slots').toEqual([...batch.essayIds].sort());
      const rows = await essayLifecycle.rows('essay_states', { batch_id: batch.id });
      expect.soft(rows.map((row) => row.text_storage_id).sort(), 'rows').toEqual([one, two].sort());
      await events.none(topics.contentExcess, speaksOf(batch.id), await batches.later());
    },
  );

  test(
    'a text too many is told as such, and takes nobody’s slot',
    { tag: ['@integration', '@db', '@events', '@chain', '@writes'] },
    async ({ school, batches, events, recordOf, essayLifecycle }) => {
      await events.follow(topics.provisioningCompleted, topics.slotAssigned, topics.contentExcess);
      // Of a class: a guest's batch is forgotten once it is complete.
      const batch = await batches.register({ school: await school.create(), count: 1 });
      const [fits, surplus] = [`one-${batch.id}`, `two-${batch.id}`];

      const sent = await batches.provide(batch, [fits, surplus], batch.id);

      for (const record of sent) await events.processed(groups.essayLifecycle, record);
      const excess = await events.next(topics.contentExcess, speaksOf(surplus), { what: 'the text too many' });
      expect.soft(excess.envelope.data.reason, 'reason').toBe('NO_AVAILABLE_SLOT');
      const completed = await recordOf('provisioningCompleted', batch);
      const filled = [{ essay_id: batch.essayIds[0], text_storage_id: fits }];
      expect.soft(completed.envelope.data.essays_for_processing, 'event 2').toEqual(filled);
      const rows = await essayLifecycle.rows('essay_states', { batch_id: batch.id });
      expect
        .soft(
          rows.map(({ essay_id, text_storage_id }) => ({ essay_id, text_storage_id })),
          'rows',
        )
        .toEqual(filled);
      const later = await batches.later();
      expect.soft(await placesOf(events.all(topics.slotAssigned, of(batch), later)), 'slots').toHaveLength(1);
      expect.soft(await placesOf(events.all(topics.contentExcess, speaksOf(batch.id), later)), 'once').toHaveLength(1);
    },
  );
});
