import { expect, test } from '../../../fixtures/huleedu/index.ts';
import { groups, languages, sortedBy, topics } from '../../../fixtures/huleedu/values.ts';

test.describe('a regular batch through the whole chain', () => {
  test(
    'from registration to ready: every event, every row, one correlation id',
    {
      tag: ['@critical', '@integration', '@db', '@events', '@chain', '@content', '@writes'],
      annotation: [
        { type: 'plan', description: 'P1-42' },
        { type: 'plan', description: 'CM-28' },
      ],
    },
    async ({ teacher, school, texts, batches, events, recordOf, classManagement, essayLifecycle }) => {
      const ofClass = await school.create({ students: 3, course: 'ENG6' });
      const { provisioningCompleted, matchingRequested, associationsConfirmed, essaysReady } = topics;
      await events.follow(provisioningCompleted, matchingRequested, associationsConfirmed, essaysReady);

      const batch = await batches.register({ school: ofClass, count: 3 });
      const textIds = await texts.of(ofClass.students);
      await batches.provide(batch, textIds);

      const completed = await recordOf('provisioningCompleted', batch);
      const essays = completed.envelope.data.essays_for_processing;
      expect.soft(essays.map(({ essay_id }) => essay_id).sort(), 'slots').toEqual([...batch.essayIds].sort());
      expect.soft(essays.map((essay) => essay.text_storage_id).sort(), 'texts').toEqual(textIds.toSorted());
      const requested = await recordOf('matchingRequested', batch);
      await events.processed(groups.nlp, requested);
      expect.soft(requested.envelope.data.essays_to_process, 'event 4').toEqual(essays);
      const suggested = await recordOf('matchesSuggested', batch);
      const results = suggested.envelope.data.match_results;
      expect
        .soft(
          results.map(({ essay_id }) => essay_id),
          'order of event 5',
        )
        .toEqual(essays.map(({ essay_id }) => essay_id));
      for (const { envelope } of [completed, requested, suggested])
        expect.soft(envelope.correlation_id, `correlation id of ${envelope.event_type}`).toBe(batch.correlationId);

      await events.processed(groups.classManagement, suggested);
      const rows = await classManagement.rows('essay_student_associations', { batch_id: batch.id }, ['essay_id']);
      const writers = essays.map(({ essay_id, text_storage_id }) => ({
        essay_id,
        student_id: ofClass.students[textIds.indexOf(text_storage_id)]?.id,
      }));
      const found = rows.map(({ essay_id, student_id }) => ({ essay_id, student_id }));
      expect.soft(found, 'who wrote what').toEqual(sortedBy(writers, 'essay_id'));
      expect.soft(await batches.status(batch), 'before the teacher').toBe('awaiting_student_validation');

      await teacher.confirmAssociations(200, {
        path: { batch_id: batch.id },
        headers: { 'x-correlation-id': batch.correlationId },
        body: { associations: found.map((each) => ({ ...each, confirmed: true })), user_id: teacher.userId },
      });

      const ready = await recordOf('essaysReady', batch);
      await events.processed(groups.batchOrchestrator, ready);
      expect.soft(await batches.status(batch), 'at the end').toBe('ready_for_pipeline_execution');
      expect.soft(ready.envelope.correlation_id, 'correlation id of event 7').toBe(batch.correlationId);
      const { ready_essays, course_language, class_type, essay_instructions } = ready.envelope.data;
      const expected = sortedBy(essays, 'essay_id');
      expect.soft(sortedBy(ready_essays, 'essay_id'), 'essays of event 7').toEqual(expected);
      const told = { course_language: languages.ENG6, class_type: 'REGULAR', essay_instructions: '' };
      expect.soft({ course_language, class_type, essay_instructions }, 'event 7').toEqual(told);
      // The essay lifecycle keeps nothing of who wrote what (contract d.5).
      const nothing = { student_id: null, association_confirmed_at: null, association_method: null };
      const states = await essayLifecycle.rows('essay_states', { batch_id: batch.id });
      const kept = states.map(({ student_id, association_confirmed_at, association_method }) => ({
        ...{ student_id, association_confirmed_at, association_method },
      }));
      expect.soft(kept, 'essay states').toEqual([nothing, nothing, nothing]);
    },
  );
});
