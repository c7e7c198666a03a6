import { expect, test } from '../../../fixtures/huleedu/index.ts';
import { placesOf, topics } from '../../../fixtures/huleedu/values.ts';

interface OfBatch {
  readonly data: { readonly entity_id: string };
}

test.describe('huleedu.commands.batch.pipeline.v1', () => {
  test(
    'starts the first phase of a batch that is ready, once, and leaves its status',
    {
      tag: ['@critical', '@integration', '@db', '@events', '@chain', '@writes'],
      annotation: [
        { type: 'plan', description: 'P1-50' },
        { type: 'plan', description: 'P1-59' },
      ],
    },
    async ({ huleedu, batches, events, batchOrchestrator }) => {
      const batch = await batches.guest();
      const path = { batch_id: batch.id };
      const before = await huleedu.getPipelineState(200, { path });

      const sent = await batches.request(batch);
      await events.publishRaw(topics.pipelineRequested, sent.value, sent.key);

      const mine = ({ data }: OfBatch): boolean => data.entity_id === batch.id;
      await events.next(topics.spellcheckInitiated, mine, { what: 'the command of the first phase' });
      // One that is taken after both, and told after what they set off.
      const marker = await batches.guest();
      await batches.request(marker, batch.id);
      const started = await events.next(
        topics.spellcheckInitiated,
        ({ data }: OfBatch) => data.entity_id === marker.id,
      );
      const commands = await placesOf(events.all(topics.spellcheckInitiated, mine, started));
      expect.soft(commands, 'commands').toHaveLength(1);
      const after = await huleedu.getPipelineState(200, { path });
      expect.soft(before.pipeline_state.spellcheck.status, 'before').toBe('pending_dependencies');
      expect.soft(after.pipeline_state.spellcheck.status, 'after').not.toBe('pending_dependencies');
      expect.soft(after.pipeline_state.requested_pipelines, 'requested').toContain('spellcheck');
      const { pipeline_configuration: stored } = await batchOrchestrator.row('batches', { id: batch.id });
      expect.soft(after.pipeline_state, 'as it is stored').toEqual(stored);
      expect.soft(await batches.status(batch), 'status').toBe('ready_for_pipeline_execution');
    },
  );

  test(
    'is refused in every state before ready, and changes nothing',
    {
      tag: ['@critical', '@integration', '@db', '@events', '@chain', '@writes'],
      annotation: [
        { type: 'plan', description: 'P1-50' },
        { type: 'plan', description: 'P1-52' },
      ],
    },
    async ({ huleedu, school, batches, events }) => {
      const ofClass = await school.create();
      const registered = await batches.register({ school: ofClass });
      const waiting = await batches.waiting(ofClass);
      const confirmed = await batches.waiting(ofClass);
      await batches.confirm(confirmed);
      const early = [registered, waiting, confirmed];
      const states = await Promise.all(
        early.map(({ id }) => huleedu.getPipelineState(200, { path: { batch_id: id } })),
      );

      for (const batch of early) {
        await batches.request(batch);
        // One that is ready, on the same partition, after it.
        const marker = await batches.guest();
        await batches.request(marker, batch.id);
        const started = await events.next(
          topics.spellcheckInitiated,
          ({ data }: OfBatch) => data.entity_id === marker.id,
          { what: 'the command of the batch that is ready' },
        );
        await events.none(topics.spellcheckInitiated, ({ data }: OfBatch) => data.entity_id === batch.id, started);
      }

      const after = await Promise.all(early.map(({ id }) => huleedu.getPipelineState(200, { path: { batch_id: id } })));
      expect.soft(after, 'pipelines').toEqual(states);
      const statuses = await Promise.all(early.map((batch) => batches.status(batch)));
      const expected = ['awaiting_content_validation', 'awaiting_student_validation', 'student_validation_completed'];
      expect.soft(statuses, 'statuses').toEqual(expected);
    },
  );

  test(
    'is accepted as soon as the essays of the confirmed batch are there',
    {
      tag: ['@integration', '@db', '@events', '@chain', '@writes'],
      annotation: { type: 'plan', description: 'P1-52' },
    },
    async ({ school, batches, events }) => {
      const batch = await batches.waiting(await school.create());
      await batches.confirm(batch);
      const mine = ({ data }: OfBatch): boolean => data.entity_id === batch.id;
      const refused = await batches.request(batch);
      const marker = await batches.guest();
      await batches.request(marker, batch.id);
      const started = await events.next(
        topics.spellcheckInitiated,
        ({ data }: OfBatch) => data.entity_id === marker.id,
      );
      await events.none(topics.spellcheckInitiated, mine, started);

      await batches.ready(batch);
      // The very same: what failed may come again (contract b.5).
      await events.publishRaw(topics.pipelineRequested, refused.value, refused.key);

      const { envelope } = await events.next(topics.spellcheckInitiated, mine, { what: 'the command at last' });
      expect(envelope.data.entity_id).toBe(batch.id);
    },
  );
});
