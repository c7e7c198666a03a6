import { expect, test } from '../../../fixtures/huleedu/index.ts';
import {
  groups,
  matchesOf,
  resultOf,
  serviceSessions,
  suggestionOf,
  topics,
} from '../../../fixtures/huleedu/values.ts';

const table = 'essay_student_associations';
/** Milliseconds in which a service that comes back is over what came meanwhile; its group may have to miss the old one first. */
const recovery = 45_000;
const underWay = { message: 'the burst is under way', intervals: [20], timeout: recovery };
const sizes = { batches: 40, essays: 5 };

test.describe('class management, ended in the middle of its work', () => {
  test(
    'by SIGTERM leaves no half of a batch, no session and no member of its group, and goes on where it stopped',
    {
      tag: ['@integration', '@db', '@events', '@fault', '@slow', '@writes'],
      annotation: [
        { type: 'plan', description: 'CM-25' },
        { type: 'plan', description: 'CM-26' },
      ],
    },
    async ({ spare, school }) => {
      const { classId, course, students } = await school.create({ teacher: spare.teacher, students: sizes.essays });
      const stored = (): Promise<number> => spare.database.count(table, { class_id: classId });

      // Twice, so that what one end leaves behind would add up.
      for (const round of [1, 2]) {
        const before = await stored();
        const sent = await Promise.all(
          Array.from({ length: sizes.batches }, () => {
            const results = students.map((student) => resultOf([suggestionOf(student)]));
            const ids = { batchId: crypto.randomUUID(), classId, course };
            return spare.events.publish(topics.matchesSuggested, matchesOf(ids, results));
          }),
        );
        await expect.poll(stored, underWay).toBeGreaterThan(before);

        await spare.faults.stop('service');

        expect.soft(await spare.halves(classId, sizes.essays), 'halves of batches').toEqual([]);
        await expect.poll(() => spare.database.ask(serviceSessions), { message: 'sessions that are left' }).toEqual([]);
        const members = (): Promise<number> => spare.events.members(groups.classManagement);
        await expect.poll(members, { message: 'members of its group' }).toBe(0);
        await expect(spare.teacher.getClassManagementHealth(200), 'it answers no more').rejects.toThrow();
        await spare.faults.start('service');
        await spare.over(sent, recovery);
        expect.soft(await stored(), `after round ${String(round)}`).toBe(round * sizes.batches * sizes.essays);
      }
    },
  );

  test(
    'by kill -9 stores what it had in hand and all that waited, once',
    {
      tag: ['@integration', '@db', '@events', '@fault', '@slow', '@writes'],
      annotation: { type: 'plan', description: 'CM-12' },
    },
    async ({ spare, school }) => {
      const { classId, course, students } = await school.create({ teacher: spare.teacher, students: sizes.essays });
      const stored = (): Promise<number> => spare.database.count(table, { class_id: classId });
      const batches = Array.from({ length: sizes.batches }, () => {
        const results = students.map((student) => resultOf([suggestionOf(student)]));
        return matchesOf({ batchId: crypto.randomUUID(), classId, course }, results);
      });
      const sent = await Promise.all(batches.map((data) => spare.events.publish(topics.matchesSuggested, data)));
      await expect.poll(stored, underWay).toBeGreaterThan(0);

      await spare.faults.kill('service');

      expect.soft(await spare.halves(classId, sizes.essays), 'halves of batches').toEqual([]);
      // Whoever sent them does not know what has come through either.
      const again = await Promise.all(
        sent.map(({ value, key }) => spare.events.publishRaw(topics.matchesSuggested, value, key)),
      );
      await spare.faults.start('service');
      await spare.over([...sent, ...again], recovery);
      const rows = await spare.database.rows(table, { class_id: classId }, ['essay_id']);
      const essays = batches.flatMap((data) => data.match_results.map(({ essay_id }) => essay_id));
      expect(rows.map(({ essay_id }) => essay_id).sort()).toEqual(essays.sort());
    },
  );

  test(
    'stores what came while it was away, and what came again, once',
    {
      tag: ['@integration', '@db', '@events', '@fault', '@slow', '@writes'],
      annotation: { type: 'plan', description: 'CM-12' },
    },
    async ({ spare, school }) => {
      const { classId, course, students } = await school.create({ teacher: spare.teacher, students: 2 });
      const batchOf = (batchId: string): ReturnType<typeof matchesOf> => {
        const results = students.map((student) => resultOf([suggestionOf(student)]));
        return matchesOf({ batchId, classId, course }, results);
      };
      const [known, missed] = [crypto.randomUUID(), crypto.randomUUID()];
      const first = await spare.deliver(batchOf(known));
      const stored = await spare.database.rows(table, { batch_id: known }, ['id']);

      await spare.faults.stop('service');
      const replayed = await spare.events.publishRaw(topics.matchesSuggested, first.value, first.key);
      const sent = await spare.events.publish(topics.matchesSuggested, batchOf(missed));
      const twice = await spare.events.publishRaw(topics.matchesSuggested, sent.value, sent.key);
      await spare.faults.start('service');

      await spare.over([replayed, sent, twice], recovery);
      expect.soft(await spare.database.rows(table, { batch_id: known }, ['id']), 'known').toEqual(stored);
      await expect.soft(spare.database, 'missed').toHaveRowCount(table, { batch_id: missed }, 2);
    },
  );
});
