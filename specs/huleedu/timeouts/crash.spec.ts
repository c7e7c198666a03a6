import { expect, test } from '../../../fixtures/huleedu/index.ts';
import { firstOf, matchesOf, resultOf, suggestionOf, timesTold, topics } from '../../../fixtures/huleedu/values.ts';

const table = 'essay_student_associations';
const sizes = { batches: 40, essays: 5 };

test.describe('the monitor of time-outs, killed in the middle of a cycle', () => {
  test(
    'goes on with what is left when the service is back, and confirms and tells of each batch once',
    {
      tag: ['@integration', '@db', '@events', '@fault', '@slow', '@writes'],
      annotation: { type: 'plan', description: 'P1-56' },
    },
    async ({ spare, school }) => {
      const { classId, course, students } = await school.create({ teacher: spare.teacher });
      const student = firstOf(students, 'student');
      const suggest = (batchId: string): ReturnType<typeof matchesOf> => {
        const essays = Array.from({ length: sizes.essays }, () => resultOf([suggestionOf(student)]));
        return matchesOf({ batchId, classId, course }, essays);
      };
      const batches = Array.from({ length: sizes.batches }, () => crypto.randomUUID());
      await spare.over(
        await Promise.all(batches.map((id) => spare.events.publish(topics.matchesSuggested, suggest(id)))),
      );
      await spare.age(classId, { hours: 30 });
      await spare.events.follow(topics.associationsConfirmed);
      const confirmed = { class_id: classId, validation_status: 'confirmed' };

      await spare.faults.restart('service');
      const under = { message: 'the cycle is under way', intervals: [10] };
      await expect.poll(() => spare.database.count(table, confirmed), under).toBeGreaterThan(0);
      await spare.faults.kill('service');
      await spare.faults.start('service');

      const told = async (batchId: string): Promise<number> => {
        const mine = ({ data }: { data: { batch_id: string } }): boolean => data.batch_id === batchId;
        const { envelope } = await spare.events.next(topics.associationsConfirmed, mine, {
          what: `event 6 of ${batchId}`,
        });
        return envelope.data.associations.length;
      };
      const counts = await Promise.all(batches.map(told));
      expect.soft(counts, 'associations of each event').toEqual(batches.map(() => sizes.essays));
      const rows = await spare.database.rows(table, { class_id: classId });
      const kept = { validated_by: 'SYSTEM_TIMEOUT', student_id: student.id };
      const found = rows.map(({ validated_by, student_id }) => ({ validated_by, student_id }));
      expect.soft(found, 'rows').toEqual(Array.from({ length: sizes.batches * sizes.essays }, () => kept));

      // One more cycle, with something due, would tell again of what it had not noted as done.
      const later = crypto.randomUUID();
      await spare.deliver(suggest(later));
      await spare.age(later, { hours: 30 });
      await spare.faults.restart('service');
      await told(later);
      const noted = await spare.database.ask(timesTold, [topics.associationsConfirmed.name, batches]);
      expect.soft(noted.map(({ id }) => id).sort(), 'batches of the outbox').toEqual(batches.sort());
      expect
        .soft(
          noted.filter(({ times }) => times !== 1),
          'told more than once',
        )
        .toEqual([]);
    },
  );
});
