import { expect, test } from '../../../fixtures/huleedu/index.ts';
import {
  firstOf,
  matchesOf,
  resultOf,
  suggestionOf,
  topics,
  validationSpread,
} from '../../../fixtures/huleedu/values.ts';

const table = 'essay_student_associations';

test.describe('the monitor of time-outs under load', () => {
  test(
    'confirms a thousand rows of fifty batches in one cycle, within the limit, while the service answers',
    {
      tag: ['@performance', '@integration', '@db', '@events', '@fault', '@slow', '@writes'],
      annotation: { type: 'plan', description: 'P1-62' },
    },
    async ({ spare, school, huleeduSettings: { load } }) => {
      const { classId, course, students } = await school.create({ teacher: spare.teacher });
      const student = firstOf(students, 'student');
      const batches = Array.from({ length: 50 }, () => crypto.randomUUID());
      const sent = await Promise.all(
        batches.map((batchId) => {
          const essays = Array.from({ length: 20 }, () => resultOf([suggestionOf(student)]));
          return spare.events.publish(topics.matchesSuggested, matchesOf({ batchId, classId, course }, essays));
        }),
      );
      await spare.over(sent, 30_000);
      await spare.age(classId, { hours: 30 });
      await spare.events.follow(topics.associationsConfirmed);

      await spare.faults.restart('service');
      expect.soft((await spare.teacher.getClassManagementHealth(200)).status, 'health meanwhile').toBe('healthy');

      const patient = { timeout: 1000 * load.monitor + 10_000 };
      const told = await Promise.all(
        batches.map((id) =>
          spare.events.next(topics.associationsConfirmed, ({ data }) => data.batch_id === id, patient),
        ),
      );
      const counts = told.map(({ envelope }) => envelope.data.associations.length);
      expect.soft(counts, 'associations of each event').toEqual(batches.map(() => 20));
      const confirmed = { class_id: classId, validation_status: 'confirmed', validated_by: 'SYSTEM_TIMEOUT' };
      await expect.soft(spare.database, 'confirmed').toHaveRowCount(table, confirmed, 1000);
      const [cycle] = await spare.database.ask(validationSpread, [classId]);
      expect.soft(cycle?.seconds, 'seconds from the first row to the last').toBeLessThan(load.monitor);
    },
  );
});

test.describe('Phase 1 under load', () => {
  test(
    'matches thirty essays with their students within the limit',
    {
      tag: ['@performance', '@integration', '@db', '@events', '@chain', '@content', '@slow', '@writes'],
      annotation: { type: 'plan', description: 'P1-62' },
    },
    async ({ school, texts, batches, events, recordOf, classManagement, huleeduSettings: { load } }) => {
      const ofClass = await school.create({ students: 30 });
      const textIds = await texts.of(ofClass.students);
      const batch = await batches.register({ school: ofClass, count: 30 });
      await events.follow(topics.matchingRequested);
      await batches.provide(batch, textIds);

      await recordOf('matchingRequested', batch);
      const start = performance.now();
      const suggested = await recordOf('matchesSuggested', batch);
      const seconds = (performance.now() - start) / 1000;

      expect.soft(seconds, 'seconds from event 4 to event 5').toBeLessThan(load.matching);
      await events.processed('class_management_service-consumer-group', suggested);
      await expect.soft(classManagement, 'who wrote what').toHaveRowCount(table, { batch_id: batch.id }, 30);
    },
  );
});

test.describe('class management under a series of events', () => {
  test(
    'takes no more memory for the last thousand essays than the limit allows',
    {
      tag: ['@performance', '@integration', '@db', '@events', '@fault', '@slow', '@writes'],
      annotation: { type: 'plan', description: 'CM-30' },
    },
    async ({ spare, school, huleeduSettings: { load } }) => {
      const { classId, course, students } = await school.create({ teacher: spare.teacher, students: 5 });
      const megabytes: number[] = [];

      // The first ones fill pools and caches; from then on it must stay where it is.
      for (const series of [1, 2, 3, 4, 5]) {
        const sent = await Promise.all(
          Array.from({ length: 100 }, () => {
            const results = students.map((student) => resultOf([suggestionOf(student)]));
            const ids = { batchId: crypto.randomUUID(), classId, course };
            return spare.events.publish(topics.matchesSuggested, matchesOf(ids, results));
          }),
        );
        await spare.over(sent, 30_000);
        megabytes.push(await spare.faults.memory());
        await expect.soft(spare.database, 'rows').toHaveRowCount(table, { class_id: classId }, series * 500);
      }

      const [, , warm = 0, , last = 0] = megabytes;
      expect(last - warm, `growth; megabytes after each series: ${megabytes.join(', ')}`).toBeLessThan(load.memory);
    },
  );
});
