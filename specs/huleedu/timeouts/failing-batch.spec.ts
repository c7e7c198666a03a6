import { expect, test } from '../../../fixtures/huleedu/index.ts';
import { firstOf, matchesOf, resultOf, sortedBy, suggestionOf, topics } from '../../../fixtures/huleedu/values.ts';

const of =
  (id: string) =>
  ({ data }: { data: { batch_id: string } }): boolean =>
    data.batch_id === id;

const table = 'essay_student_associations';

test.describe('the monitor of time-outs and a batch that it cannot confirm', () => {
  test(
    'confirms the others, leaves that one as it was, and confirms it when it can',
    {
      tag: ['@integration', '@db', '@events', '@fault', '@slow', '@writes'],
      annotation: { type: 'plan', description: 'P1-48' },
    },
    async ({ spare, school }) => {
      await spare.events.follow(topics.associationsConfirmed);
      const batches: { id: string; classId: string; before: unknown[] }[] = [];
      for (const course of ['ENG5', 'ENG7', 'SV3'] as const) {
        const { classId, students } = await school.create({ teacher: spare.teacher, course });
        const id = crypto.randomUUID();
        const essays = [0.9, 0.8, 0.5, 0.1].map((score) =>
          resultOf(students.map((student) => suggestionOf(student, { confidence_score: score }))),
        );
        await spare.deliver(matchesOf({ batchId: id, classId, course }, essays));
        for (const { essay_id } of essays) await spare.age(essay_id, { hours: 30 });
        const rows = await spare.database.rows(table, { batch_id: id });
        batches.push({ id, classId, before: sortedBy(rows, 'essay_id') });
      }
      const good = batches.slice(1);
      const { id: brokenId, before, classId: brokenClass } = firstOf(batches, 'batch');
      // The address of the class's UNKNOWN student is taken by one who is not of the class.
      const taken = { email: `unknown.${brokenClass}@huleedu.system`, created_by_user_id: 'SYSTEM_TIMEOUT' };
      const someone = { id: crypto.randomUUID(), first_name: 'Some', last_name: 'One', ...taken };
      await spare.beside.insert('students', someone);

      await spare.faults.restart('service');

      for (const { id } of good) {
        const { envelope } = await spare.events.next(topics.associationsConfirmed, of(id), {
          what: 'event 6 of a good batch',
        });
        expect.soft(envelope.data.associations, 'associations').toHaveLength(4);
        const confirmed = { batch_id: id, validation_status: 'confirmed' };
        await expect.soft(spare.database, 'rows of a good batch').toHaveRowCount(table, confirmed, 4);
      }
      // The cycle ends before the service does.
      await spare.faults.stop('service');
      const kept = await spare.database.rows(table, { batch_id: brokenId });
      expect.soft(sortedBy(kept, 'essay_id'), 'rows of the other').toEqual(before);
      const outbox = { aggregate_id: brokenId };
      await expect.soft(spare.database, 'nothing told of it').toHaveRowCount('event_outbox', outbox, 0);

      await spare.beside.remove('students', { id: someone.id, email: taken.email });
      await spare.faults.start('service');

      const late = await spare.events.next(topics.associationsConfirmed, of(brokenId), {
        what: 'event 6 of the other',
      });
      expect.soft(late.envelope.data.associations, 'its associations').toHaveLength(4);
      await expect.soft(spare.database, 'its UNKNOWN student').toHaveRowCount('students', taken, 1);
      for (const { id, classId } of batches) {
        await expect.soft(spare.database, 'one event for each').toHaveRowCount('event_outbox', { aggregate_id: id }, 1);
        const unknown = { email: `unknown.${classId}@huleedu.system` };
        await expect.soft(spare.database, 'one UNKNOWN student for each').toHaveRowCount('students', unknown, 1);
      }
    },
  );
});
