import { expect, test } from '../../../fixtures/huleedu/index.ts';
import { courseCodes, languages, matchesOf, resultOf, suggestionOf, topics } from '../../../fixtures/huleedu/values.ts';

test.describe('the course of a batch', () => {
  for (const course of courseCodes) {
    test(
      `${course} is the same in every event, and its language at the end`,
      {
        tag: ['@integration', '@db', '@events', '@chain', '@writes'],
        annotation: { type: 'plan', description: 'P1-44' },
      },
      async ({ teacher, school, batches, matches, events, recordOf, batchOrchestrator, essayLifecycle }) => {
        const ofClass = await school.create({ course });
        const { provisioningCompleted, matchingRequested, associationsConfirmed, essaysReady } = topics;
        await events.follow(provisioningCompleted, matchingRequested, associationsConfirmed, essaysReady);
        const batch = await batches.register({ school: ofClass, count: 1 });

        await batches.provide(batch, [crypto.randomUUID()]);
        await events.processed('class_management_service-consumer-group', await recordOf('matchesSuggested', batch));
        // NLP finds no text: what it would have found is told in its place.
        const essays = ofClass.students.map((student) => resultOf([suggestionOf(student)], batch.essayIds[0]));
        const { classId } = ofClass;
        await matches.deliver(matchesOf({ batchId: batch.id, classId, course }, essays));
        const associations = ofClass.students.map(({ id }) => ({
          essay_id: batch.essayIds[0] ?? '',
          student_id: id,
          confirmed: true,
        }));
        await teacher.confirmAssociations(200, { path: { batch_id: batch.id }, body: { associations } });

        const ready = await recordOf('essaysReady', batch);
        const [zero, three] = [topics.essaysRegistered, topics.matchingInitiated];
        const initiated = await events.next(three, ({ data }) => data.entity_id === batch.id);
        const registered = await events.next(zero, ({ data }) => data.entity_id === batch.id);
        const codes = [
          registered,
          await recordOf('provisioningCompleted', batch),
          initiated,
          await recordOf('matchingRequested', batch),
          await recordOf('matchesSuggested', batch),
          await recordOf('associationsConfirmed', batch),
          ready,
        ].map(({ envelope }) => envelope.data.course_code);
        expect.soft(codes, 'events 0, 2, 3, 4, 5, 6, 7').toEqual(Array.from({ length: 7 }, () => course));
        expect.soft(ready.envelope.data.course_language, 'language').toBe(languages[course]);
        const { processing_metadata: metadata } = await batchOrchestrator.row('batches', { id: batch.id });
        expect.soft(metadata['course_code'], 'the orchestrator’s row').toBe(course);
        const tracker = await essayLifecycle.row('batch_essay_trackers', { batch_id: batch.id });
        expect.soft(tracker.course_code, 'the essay lifecycle’s row').toBe(course);
        await events.processed('batch-orchestrator-consumers', ready);
        expect.soft(await batches.status(batch), 'status').toBe('ready_for_pipeline_execution');
      },
    );
  }

  test(
    'is that of the registration in event 3, whatever event 2 says, and that of event 6 in event 7',
    {
      tag: ['@integration', '@db', '@events', '@chain', '@writes'],
      annotation: { type: 'plan', description: 'P1-44' },
    },
    async ({ school, batches, events, recordOf }) => {
      await events.follow(topics.matchingRequested, topics.essaysReady);
      const ofClass = await school.create({ course: 'SV1' });
      const misled = await batches.register({ school: ofClass, count: 1 });
      const confirmed = await batches.register({ school: ofClass, count: 1 });

      await batches.complete({ ...misled, course: 'ENG6' });
      await batches.provide(confirmed, [crypto.randomUUID()]);
      await events.processed('class_management_service-consumer-group', await recordOf('matchesSuggested', confirmed));
      await batches.confirm({ ...confirmed, course: 'ENG7' });

      const initiated = await events.next(topics.matchingInitiated, ({ data }) => data.entity_id === misled.id);
      const [requested, suggested] = [
        await recordOf('matchingRequested', misled),
        await recordOf('matchesSuggested', misled),
      ];
      const codes = [initiated, requested, suggested].map(({ envelope }) => envelope.data.course_code);
      expect.soft(codes, 'events 3, 4, 5').toEqual(['SV1', 'SV1', 'SV1']);
      const { course_code, course_language } = (await recordOf('essaysReady', confirmed)).envelope.data;
      expect.soft({ course_code, course_language }, 'event 7').toEqual({ course_code: 'ENG7', course_language: 'en' });
    },
  );
});
