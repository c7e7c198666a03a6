import { expect, test } from '../../../fixtures/huleedu/index.ts';
import { completedOf, essaysOf, groups, placesOf, sortedBy, topics } from '../../../fixtures/huleedu/values.ts';

test.describe('the states of a batch in Phase 1', () => {
  test(
    'a class’s batch waits for its teacher, then for its essays, and is ready then',
    {
      tag: ['@critical', '@integration', '@db', '@events', '@chain', '@writes'],
      annotation: [
        { type: 'plan', description: 'P1-42' },
        { type: 'plan', description: 'P1-61' },
      ],
    },
    async ({ school, batches, events, batchOrchestrator }) => {
      const ofClass = await school.create();
      const batch = await batches.register({ school: ofClass });
      expect.soft(await batches.status(batch), 'registered').toBe('awaiting_content_validation');
      const { correlationId } = await batches.complete(batch);
      expect.soft(await batches.status(batch), 'after event 2').toBe('awaiting_student_validation');
      const stored = await batchOrchestrator.rows('batch_essays', { batch_id: batch.id }, ['essay_id']);
      expect
        .soft(
          stored.map(({ essay_id }) => essay_id),
          'essays',
        )
        .toEqual([...batch.essayIds].sort());
      const mine = ({ data }: { data: { entity_id: string } }): boolean => data.entity_id === batch.id;
      const { envelope } = await events.next(topics.matchingInitiated, mine, { what: 'event 3' });
      expect.soft(envelope.correlation_id, 'correlation of event 3').toBe(correlationId);
      const { class_id, course_code, essays_to_process } = envelope.data;
      expect
        .soft({ class_id, course_code }, 'event 3')
        .toEqual({ class_id: ofClass.classId, course_code: ofClass.course });
      expect.soft(essays_to_process, 'essays of event 3').toEqual(essaysOf(batch));

      await batches.confirm(batch);
      expect.soft(await batches.status(batch), 'after event 6').toBe('student_validation_completed');
      await batches.ready(batch);
      expect.soft(await batches.status(batch), 'after event 7').toBe('ready_for_pipeline_execution');
    },
  );

  test(
    'cannot be ready before its teacher has confirmed, and keeps the essays that came too early',
    {
      tag: ['@integration', '@db', '@events', '@chain', '@writes'],
      annotation: [
        { type: 'plan', description: 'P1-49' },
        { type: 'plan', description: 'P1-52' },
      ],
    },
    async ({ school, batches, batchOrchestrator }) => {
      const batch = await batches.waiting(await school.create());
      const [first] = essaysOf(batch);

      await batches.ready(batch, first ? [first] : []);

      expect.soft(await batches.status(batch), 'too early').toBe('awaiting_student_validation');
      const early = await batchOrchestrator.rows('batch_essays', { batch_id: batch.id });
      expect
        .soft(
          early.map(({ essay_id }) => essay_id),
          'essays',
        )
        .toEqual(batch.essayIds.slice(0, 1));
      await batches.confirm(batch);
      expect.soft(await batches.status(batch), 'confirmed').toBe('student_validation_completed');
      await batches.ready(batch);
      expect.soft(await batches.status(batch), 'ready').toBe('ready_for_pipeline_execution');
      await expect.soft(batchOrchestrator, 'all essays').toHaveRowCount('batch_essays', { batch_id: batch.id }, 2);
    },
  );

  test(
    'a confirmation in any other state changes nothing',
    {
      tag: ['@integration', '@db', '@events', '@chain', '@writes'],
      annotation: [
        { type: 'plan', description: 'P1-49' },
        { type: 'plan', description: 'P1-51' },
      ],
    },
    async ({ school, batches }) => {
      const early = await batches.register({ school: await school.create() });
      const guest = await batches.guest();

      await batches.confirm(early);
      await batches.confirm(guest);

      expect.soft(await batches.status(early), 'before event 2').toBe('awaiting_content_validation');
      expect.soft(await batches.status(guest), 'ready').toBe('ready_for_pipeline_execution');
    },
  );

  test(
    'an event twice has one effect, and so has the same data in a new event',
    {
      tag: ['@integration', '@db', '@events', '@chain', '@writes'],
      annotation: [
        { type: 'plan', description: 'P1-59' },
        { type: 'plan', description: 'P1-53' },
      ],
    },
    async ({ school, batches, events, batchOrchestrator }) => {
      const twice = async (sent: { key: string | null; value: Buffer }, topic: { name: string }): Promise<void> => {
        await events.processed(groups.batchOrchestrator, await events.publishRaw(topic, sent.value, sent.key));
      };
      /** Event 2 in a new event, after its time. */
      const late = async (of: Parameters<typeof completedOf>[0]): Promise<void> => {
        const sent = await events.publish(topics.provisioningCompleted, completedOf(of));
        await events.processed(groups.batchOrchestrator, sent);
      };

      const batch = await batches.register({ school: await school.create() });
      await twice(await batches.complete(batch), topics.provisioningCompleted);
      expect.soft(await batches.status(batch), 'event 2 again').toBe('awaiting_student_validation');
      await twice(await batches.confirm(batch), topics.associationsConfirmed);
      await batches.confirm(batch);
      expect.soft(await batches.status(batch), 'event 6 again').toBe('student_validation_completed');
      await late(batch);
      expect.soft(await batches.status(batch), 'event 2 anew').toBe('student_validation_completed');
      await twice(await batches.ready(batch), topics.essaysReady);
      await batches.ready(batch);
      await batches.confirm(batch);
      await late(batch);

      expect.soft(await batches.status(batch), 'events 7, 6 and 2 again').toBe('ready_for_pipeline_execution');
      const rows = await batchOrchestrator.rows('batch_essays', { batch_id: batch.id });
      const stored = rows.map(({ essay_id, content_reference: { text_storage_id } }) => ({
        essay_id,
        text_storage_id,
      }));
      expect.soft(sortedBy(stored, 'essay_id'), 'essays').toEqual(sortedBy(essaysOf(batch), 'essay_id'));
      const mine = ({ data }: { data: { entity_id: string } }): boolean => data.entity_id === batch.id;
      const commands = await placesOf(events.all(topics.matchingInitiated, mine, await batches.later()));
      expect.soft(commands, 'commands').toHaveLength(1);
    },
  );
});
