import { expect, test } from '../../../fixtures/huleedu/index.ts';
import {
  completedOf,
  confirmedOf,
  essaysOf,
  groups,
  type Published,
  readyOf,
  sortedBy,
  topics,
} from '../../../fixtures/huleedu/values.ts';

test.describe('a batch after a step that failed', () => {
  test(
    'keeps its state over records that are none, and takes the right one afterwards',
    {
      tag: ['@integration', '@db', '@events', '@chain', '@writes'],
      annotation: [
        { type: 'plan', description: 'P1-51' },
        { type: 'plan', description: 'P1-60' },
      ],
    },
    async ({ school, batches, events, batchOrchestrator }) => {
      const ofClass = await school.create();
      const batch = await batches.register({ school: ofClass });
      const broken = async (topic: { name: string }): Promise<void> => {
        const values = [
          '{',
          '{}',
          JSON.stringify({ event_type: topic.name, source_service: 'x', data: { batch_id: batch.id } }),
        ];
        for (const value of values) await events.publishRaw(topic, Buffer.from(value), batch.id);
      };
      // Good events of another batch, on the same partition: when they are processed, so is what came before them.
      const other = await batches.guest();
      const past = async (marker: Promise<Published>): Promise<void> =>
        events.processed(groups.batchOrchestrator, await marker);
      const key = { key: batch.id };

      await broken(topics.provisioningCompleted);
      await past(events.publish(topics.provisioningCompleted, completedOf(other), key));
      expect.soft(await batches.status(batch), 'broken event 2').toBe('awaiting_content_validation');
      await expect.soft(batchOrchestrator, 'its essays').toHaveRowCount('batch_essays', { batch_id: batch.id }, 0);
      await batches.complete(batch);
      expect.soft(await batches.status(batch), 'event 2').toBe('awaiting_student_validation');
      await broken(topics.associationsConfirmed);
      await past(events.publish(topics.associationsConfirmed, confirmedOf(other), key));
      expect.soft(await batches.status(batch), 'broken event 6').toBe('awaiting_student_validation');
      await batches.confirm(batch);
      expect.soft(await batches.status(batch), 'event 6').toBe('student_validation_completed');
      await broken(topics.essaysReady);
      await past(events.publish(topics.essaysReady, readyOf(other), key));
      expect.soft(await batches.status(batch), 'broken event 7').toBe('student_validation_completed');
      await expect.soft(batchOrchestrator, 'its essays').toHaveRowCount('batch_essays', { batch_id: batch.id }, 2);
      await batches.ready(batch);
      expect.soft(await batches.status(batch), 'event 7').toBe('ready_for_pipeline_execution');
    },
  );

  test(
    'comes through the chain over records that are none, before each of its own',
    {
      tag: ['@integration', '@db', '@events', '@chain', '@writes'],
      annotation: { type: 'plan', description: 'P1-60' },
    },
    async ({ school, batches, events, recordOf, batchOrchestrator }) => {
      const { provisioningCompleted, matchingRequested, essaysReady } = topics;
      await events.follow(provisioningCompleted, matchingRequested, essaysReady);
      const batch = await batches.register({ school: await school.create() });
      const consumed = [
        ...[topics.essaysRegistered, topics.contentProvisioned, provisioningCompleted, topics.matchingInitiated],
        ...[matchingRequested, topics.matchesSuggested, topics.associationsConfirmed, essaysReady],
        topics.pipelineRequested,
      ];
      for (const topic of consumed) {
        const envelope = { event_type: topic.name, source_service: 'x' };
        const values = ['{', '{}', JSON.stringify(envelope), JSON.stringify({ ...envelope, data: { of: batch.id } })];
        for (const value of values) await events.publishRaw(topic, Buffer.from(value), batch.id);
      }

      await batches.provide(batch, [`one-${batch.id}`, `two-${batch.id}`], batch.id);
      await events.processed(groups.classManagement, await recordOf('matchesSuggested', batch));
      expect.soft(await batches.status(batch), 'waiting').toBe('awaiting_student_validation');
      await batches.confirm(batch);
      const ready = await recordOf('essaysReady', batch);
      await events.processed(groups.batchOrchestrator, ready);
      expect.soft(await batches.status(batch), 'in the end').toBe('ready_for_pipeline_execution');
      const rows = await batchOrchestrator.rows('batch_essays', { batch_id: batch.id });
      const stored = rows.map(({ essay_id, content_reference: { text_storage_id } }) => ({
        essay_id,
        text_storage_id,
      }));
      const { ready_essays: expected } = ready.envelope.data;
      expect.soft(sortedBy(stored, 'essay_id'), 'essays').toEqual(sortedBy(expected, 'essay_id'));
      await batches.request(batch);
      const command = await events.next(topics.spellcheckInitiated, ({ data }) => data.entity_id === batch.id);
      expect.soft(command.envelope.data.entity_id, 'the command').toBe(batch.id);
      // Every consumer goes on with another batch.
      await batches.later();
    },
  );

  test(
    'is alone in what follows: a command of no batch, and a confirmation of an unknown one, set nothing off',
    {
      tag: ['@integration', '@db', '@events', '@chain', '@writes'],
      annotation: { type: 'plan', description: 'P1-60' },
    },
    async ({ school, batches, events, newId, recordOf }) => {
      const { matchingInitiated: command, matchingRequested, essaysReady } = topics;
      await events.follow(matchingRequested, essaysReady);
      const batch = await batches.register({ school: await school.create(), count: 1 });
      const [unknown, lost] = [{ ...batch, id: newId() }, newId()];
      await batches.provide(batch, [`one-${batch.id}`]);
      await events.processed(groups.classManagement, await recordOf('matchesSuggested', batch));
      const isOf = ({ data }: { data: { entity_id: string } }): boolean => data.entity_id === batch.id;
      const { envelope, key } = await events.next(command, isOf, { what: 'event 3' });
      const nameless = { entity_id: null, essays_to_process: [{ essay_id: lost, text_storage_id: lost }] };

      const value = { ...envelope, event_id: lost, data: { ...envelope.data, ...nameless } };
      await events.publishRaw(command, Buffer.from(JSON.stringify(value)), key);
      await events.publish(topics.associationsConfirmed, confirmedOf(unknown), { key: batch.id });

      // Good ones on the same partitions, after them.
      await events.processed(groups.essayLifecycle, await events.publish(command, envelope.data));
      await events.processed(groups.essayLifecycle, await batches.confirm(batch));
      const later = await batches.later();
      await events.none(matchingRequested, ({ data }) => JSON.stringify(data).includes(lost), later);
      await events.none(essaysReady, ({ data }) => data.batch_id === unknown.id, later);
      const { ready_essays: essays } = (await recordOf('essaysReady', batch)).envelope.data;
      expect
        .soft(
          essays.map(({ text_storage_id }) => text_storage_id),
          'its own essays',
        )
        .toEqual([`one-${batch.id}`]);
    },
  );

  test(
    'is not ready without essays, and is with them',
    {
      tag: ['@integration', '@db', '@events', '@chain', '@writes'],
      annotation: { type: 'plan', description: 'P1-51' },
    },
    async ({ school, batches, events, batchOrchestrator }) => {
      const batch = await batches.waiting(await school.create());
      await batches.confirm(batch);
      const stored = await batchOrchestrator.rows('batch_essays', { batch_id: batch.id }, ['essay_id']);

      const marker = await batches.guest();
      const empty = { ...batch, essayIds: [] };
      await events.publish(topics.essaysReady, readyOf(empty));
      // Any event 7 that is accepted, on the same partition.
      const after = await events.publish(topics.essaysReady, readyOf(marker), { key: batch.id });
      await events.processed(groups.batchOrchestrator, after);

      expect.soft(await batches.status(batch), 'without').toBe('student_validation_completed');
      const kept = await batchOrchestrator.rows('batch_essays', { batch_id: batch.id }, ['essay_id']);
      expect.soft(kept, 'essays').toEqual(stored);
      await batches.ready(batch);
      expect.soft(await batches.status(batch), 'with').toBe('ready_for_pipeline_execution');
    },
  );

  test(
    'is not touched by events of a batch that nobody knows',
    {
      tag: ['@integration', '@db', '@events', '@chain', '@writes'],
      annotation: { type: 'plan', description: 'P1-51' },
    },
    async ({ school, batches, events, newId, batchOrchestrator }) => {
      const batch = await batches.waiting(await school.create());
      const unknown = { ...batch, id: newId() };

      await events.publish(topics.provisioningCompleted, completedOf(unknown), { key: batch.id });
      const marker = await events.publish(topics.provisioningCompleted, completedOf(await batches.guest()), {
        key: batch.id,
      });
      await events.processed(groups.batchOrchestrator, marker);
      await events.publish(topics.associationsConfirmed, confirmedOf(unknown), { key: batch.id });
      await batches.confirm(batch);

      expect.soft(await batches.status(batch), 'the known one').toBe('student_validation_completed');
      await expect.soft(batchOrchestrator, 'the unknown one').toHaveRowCount('batches', { id: unknown.id }, 0);
      await expect.soft(batchOrchestrator, 'its essays').toHaveRowCount('batch_essays', { batch_id: unknown.id }, 0);
      const { length } = essaysOf(batch);
      await expect.soft(batchOrchestrator, 'essays').toHaveRowCount('batch_essays', { batch_id: batch.id }, length);
    },
  );
});
