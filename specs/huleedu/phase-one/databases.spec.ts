import { expect, test } from '../../../fixtures/huleedu/index.ts';
import {
  completedOf,
  essaysOf,
  groups,
  orchestratedHalf,
  orchestratedState,
  placeOf,
  placesOf,
  registeredBy,
  requestedOf,
  type Sent,
  topics,
  trackedHalf,
  trackedState,
} from '../../../fixtures/huleedu/values.ts';

test.describe('Phase 1, the database of a service away', () => {
  test(
    'the batch orchestrator is unhealthy, registers nothing, and takes event 2 when it comes again',
    {
      tag: ['@integration', '@db', '@events', '@chain', '@fault', '@unshared', '@slow', '@writes'],
      annotation: { type: 'plan', description: 'P1-55' },
    },
    async ({ teacher, school, registration, batches, events, recordOf, batchOrchestrator, without }) => {
      const batch = await batches.register({ school: await school.create() });
      const nobody = `${teacher.userId}-nobody`;
      const { correlationId: correlation_id } = batch;

      const sent = await without('batchOrchestratorDatabase', async () => {
        const published = await events.publish(topics.provisioningCompleted, completedOf(batch), {
          envelope: { correlation_id },
        });
        expect.soft((await teacher.getBatchOrchestratorHealth(503)).status, 'health').not.toBe('healthy');
        await teacher.registerBatch(500, { body: registration.build({ user_id: nobody }) });
        return published;
      });

      expect.soft(await batchOrchestrator.ask(registeredBy, [nobody]), 'registered').toEqual([{ batches: 0 }]);
      const values = [batch.id, topics.matchingInitiated.name];
      expect.soft(await batchOrchestrator.ask(orchestratedHalf, values), 'half a step').toEqual([]);

      const again = await events.publishRaw(topics.provisioningCompleted, sent.value, sent.key);
      await events.processed(groups.batchOrchestrator, again);
      const whole = { status: 'awaiting_student_validation', essays: 2, commands: 1 };
      expect.soft(await batchOrchestrator.ask(orchestratedState, values), 'afterwards').toEqual([whole]);
      expect.soft((await teacher.getBatchOrchestratorHealth(200)).status, 'health afterwards').toBe('healthy');
      await events.processed(groups.classManagement, await recordOf('matchesSuggested', batch));
    },
  );

  test(
    'the essay lifecycle is unhealthy, keeps no half of a batch, and takes event 0 when it comes again',
    {
      tag: ['@integration', '@db', '@events', '@chain', '@fault', '@unshared', '@slow', '@writes'],
      annotation: { type: 'plan', description: 'P1-55' },
    },
    async ({ teacher, registration, batches, events, recordOf, essayLifecycle, without }) => {
      await events.follow(topics.essaysRegistered, topics.provisioningCompleted);
      const body = registration.build();

      const registered = await without('essayLifecycleDatabase', async () => {
        const { batch_id: id } = await teacher.registerBatch(202, { body });
        const mine = ({ data }: { data: { entity_id: string } }): boolean => data.entity_id === id;
        const record = await events.next(topics.essaysRegistered, mine, { what: `event 0 of batch ${id}` });
        expect.soft((await teacher.getEssayLifecycleHealth(503)).status, 'health').not.toBe('healthy');
        return record.envelope;
      });

      const { event_id, correlation_id, data } = registered;
      const id = data.entity_id;
      expect.soft(await essayLifecycle.ask(trackedHalf, [id]), 'half a batch').toEqual([]);

      const again = await events.publish(topics.essaysRegistered, data, { envelope: { event_id, correlation_id } });
      await events.processed(groups.essayLifecycle, again);
      expect.soft(await essayLifecycle.ask(trackedState, [id]), 'afterwards').toEqual([{ batches: 1, essays: 2 }]);
      expect.soft((await teacher.getEssayLifecycleHealth(200)).status, 'health afterwards').toBe('healthy');
      const { total_essays } = await teacher.getEssaysOfBatch(200, { path: { batch_id: id } });
      expect.soft(total_essays, 'essays that its API knows').toBe(2);
      const batch = { id };
      await batches.provide(batch, [`text-${id}-1`, `text-${id}-2`]);
      const completed = await recordOf('provisioningCompleted', batch);
      expect.soft(completed.envelope.data.provisioned_count, 'event 2').toBe(2);
      await events.processed(groups.batchOrchestrator, completed);
    },
  );

  test(
    'NLP tells nothing by halves, and answers event 4 once when it comes again',
    {
      tag: ['@integration', '@db', '@events', '@chain', '@fault', '@unshared', '@slow', '@writes'],
      annotation: { type: 'plan', description: 'P1-55' },
    },
    async ({ school, batches, events, recordOf, without }) => {
      const ofClass = await school.create();
      const [before, batch, after] = [
        await batches.register({ school: ofClass }),
        await batches.register({ school: ofClass }),
        await batches.register({ school: ofClass }),
      ];
      const done = await events.publish(topics.matchingRequested, requestedOf(before));
      await events.processed(groups.nlp, done);

      const sent = await without('nlpDatabase', async () => {
        const published = await events.publish(topics.matchingRequested, requestedOf(batch));
        // What is done already needs no database: when NLP is over it, it has as a rule been at the other one too.
        const repeat = (): Promise<Sent> =>
          events.publishRaw(topics.matchingRequested, done.value, crypto.randomUUID());
        let marker = await repeat();
        while (marker.partition === published.partition) marker = await repeat();
        await events.processed(groups.nlp, marker);
        return published;
      });

      const again = await events.publishRaw(topics.matchingRequested, sent.value, sent.key);
      await events.processed(groups.nlp, again);
      const suggested = await recordOf('matchesSuggested', batch);
      const essays = suggested.envelope.data.match_results.map(({ essay_id }) => essay_id);
      expect.soft(essays, 'essays of event 5').toEqual(essaysOf(batch).map(({ essay_id }) => essay_id));
      // What goes through the same outbox later shows that no other one is to come.
      await events.publish(topics.matchingRequested, requestedOf(after));
      const last = await recordOf('matchesSuggested', after);
      const fives = events.all(topics.matchesSuggested, ({ data }) => data.batch_id === batch.id, last);
      expect.soft(await placesOf(fives), 'event 5').toEqual([placeOf(suggested)]);
      for (const record of [suggested, last, await recordOf('matchesSuggested', before)])
        await events.processed(groups.classManagement, record);
    },
  );
});
