import { expect, test } from '../../../fixtures/huleedu/index.ts';
import {
  firstOf,
  isTold,
  matchesOf,
  placeOf,
  placesOf,
  resultOf,
  suggestionOf,
  topics,
} from '../../../fixtures/huleedu/values.ts';

const table = 'essay_student_associations';
/** Milliseconds in which a service finds a part again that was away; its circuit breaker may wait for 30 seconds (contract b.1). */
const recovery = 45_000;

test.describe('class management, parts of it away', () => {
  test(
    'without its database is unhealthy, stores nothing by halves, and stores the event once it reads it again',
    {
      tag: ['@integration', '@db', '@events', '@fault', '@slow', '@writes'],
      annotation: [
        { type: 'plan', description: 'CM-10' },
        { type: 'plan', description: 'P1-55' },
      ],
    },
    async ({ spare, school }) => {
      const { classId, course, students } = await school.create({ teacher: spare.teacher, students: 3 });
      const batchId = crypto.randomUUID();
      const results = students.map((student) => resultOf([suggestionOf(student)]));
      const done = await spare.deliverOnTwo(() => matchesOf({ batchId: crypto.randomUUID(), classId, course }, []));

      await spare.faults.stop('database');
      const suggested = matchesOf({ batchId, classId, course }, results);
      const sent = await spare.events.publish(topics.matchesSuggested, suggested);
      const { status, dependencies } = await spare.teacher.getClassManagementHealth(503);
      expect.soft(status, 'status').toBe('unhealthy');
      expect.soft(dependencies.database.status, 'database').not.toBe('healthy');
      // What is done already needs no database: when the service is over it, it has as a rule been at the other one too.
      const elsewhere = done.filter(({ partition }) => partition !== sent.partition);
      const { value, key } = firstOf(elsewhere, 'event of another partition');
      await spare.over([await spare.events.publishRaw(topics.matchesSuggested, value, key)], recovery);
      await spare.faults.start('database');

      expect.soft(await spare.halves(classId, results.length), 'halves of batches').toEqual([]);
      // Its offset was not committed, so that it comes again (contract b.4.9).
      await spare.faults.restart('service');
      await spare.over([sent], recovery);
      await expect.soft(spare.database, 'afterwards').toHaveRowCount(table, { batch_id: batchId }, 3);
      expect.soft((await spare.teacher.getClassManagementHealth(200)).status, 'health').toBe('healthy');
    },
  );

  test(
    'without its broker answers and keeps what it has to tell, and tells it once when it is back',
    {
      tag: ['@integration', '@db', '@events', '@fault', '@slow', '@writes'],
      annotation: [
        { type: 'plan', description: 'CM-11' },
        { type: 'plan', description: 'P1-54' },
      ],
    },
    async ({ spare, school, schoolClass }) => {
      const { classId, course, students } = await school.create({ teacher: spare.teacher, students: 2 });
      const batchId = crypto.randomUUID();
      const results = students.map((student) => resultOf([suggestionOf(student)]));
      await spare.deliver(matchesOf({ batchId, classId, course }, results));
      await spare.events.follow(topics.associationsConfirmed, topics.classCreated);
      const associations = results.map(({ essay_id }, at) => ({
        ...{ essay_id, student_id: students[at]?.id ?? '' },
        confirmed: true,
      }));

      await spare.faults.stop('broker');
      await spare.teacher.confirmAssociations(200, { path: { batch_id: batchId }, body: { associations } });
      const { id } = await spare.teacher.createClass(201, { body: schoolClass.build() });
      expect.soft((await spare.teacher.getClassManagementHealth(200)).status, 'health').toBe('healthy');
      const kept = await spare.database.row('event_outbox', { aggregate_id: batchId });
      expect.soft(kept, 'outbox').toMatchObject({ published_at: null, topic: topics.associationsConfirmed.name });
      await spare.faults.start('broker');

      const patient = { timeout: recovery };
      const mine = ({ data }: { data: { batch_id: string } }): boolean => data.batch_id === batchId;
      const confirmed = await spare.events.next(topics.associationsConfirmed, mine, { what: 'event 6', ...patient });
      const created = ({ data }: { data: { class_id: string } }): boolean => data.class_id === id;
      const told = await spare.events.next(topics.classCreated, created, { what: 'the class', ...patient });
      // What goes through the same outbox later shows that nothing of this can come again.
      const next = students.map((student) => resultOf([suggestionOf(student)]));
      const again = matchesOf({ batchId: crypto.randomUUID(), classId, course }, next);
      await spare.over([await spare.events.publish(topics.matchesSuggested, again)], recovery);
      await expect.soft(spare.database, 'the next event').toHaveRowCount(table, { batch_id: again.batch_id }, 2);
      const more = next.map(({ essay_id }, at) => ({ essay_id, student_id: students[at]?.id ?? '', confirmed: true }));
      await spare.teacher.confirmAssociations(200, {
        path: { batch_id: again.batch_id },
        body: { associations: more },
      });
      const { id: other } = await spare.teacher.createClass(201, { body: schoolClass.build() });
      const last = await spare.events.next(
        topics.associationsConfirmed,
        ({ data }) => data.batch_id === again.batch_id,
      );
      const lastClass = await spare.events.next(topics.classCreated, ({ data }) => data.class_id === other);

      const sixes = await placesOf(spare.events.all(topics.associationsConfirmed, mine, last));
      expect.soft(sixes, 'event 6').toEqual([placeOf(confirmed)]);
      const classes = await placesOf(spare.events.all(topics.classCreated, created, lastClass));
      expect.soft(classes, 'class events').toEqual([placeOf(told)]);
      await expect
        .poll(() => spare.database.ask(isTold, [batchId]), {
          message: 'the row of the outbox is noted as published',
        })
        .toEqual([{ told: true }]);
    },
  );

  test(
    'without its Redis stores the event all the same',
    {
      tag: ['@integration', '@db', '@events', '@fault', '@slow', '@writes'],
      annotation: { type: 'plan', description: 'CM-6' },
    },
    async ({ spare, school }) => {
      const { classId, course, students } = await school.create({ teacher: spare.teacher });
      const batchId = crypto.randomUUID();
      const results = students.map((student) => resultOf([suggestionOf(student)]));

      await spare.faults.stop('cache');
      const sent = await spare.events.publish(
        topics.matchesSuggested,
        matchesOf({ batchId, classId, course }, results),
      );
      await spare.over([sent], recovery);

      await expect(spare.database).toHaveRowCount(table, { batch_id: batchId }, 1);
    },
  );
});
