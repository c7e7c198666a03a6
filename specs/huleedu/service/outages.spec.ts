import { expect, test } from '../../../fixtures/huleedu/index.ts';
import { groups, matchesOf, placesOf, resultOf, suggestionOf, topics } from '../../../fixtures/huleedu/values.ts';

const table = 'essay_student_associations';
/** Milliseconds in which a service finds a part again that was away; its circuit breaker may wait for 30 seconds (contract b.1). */
const recovery = 45_000;

test.describe('class management, parts of it away', () => {
  test(
    'without its database is unhealthy, stores nothing by halves, and stores the event once it is back',
    {
      tag: ['@integration', '@db', '@events', '@fault', '@slow', '@writes'],
      annotation: { type: 'plan', description: 'CM-10' },
    },
    async ({ spare, school }) => {
      const { classId, course, students } = await school.create({ teacher: spare.teacher, students: 3 });
      const batchId = crypto.randomUUID();
      const results = students.map((student) => resultOf([suggestionOf(student)]));

      await spare.faults.stop('database');
      const sent = await spare.events.publish(
        topics.matchesSuggested,
        matchesOf({ batchId, classId, course }, results),
      );
      const { status, dependencies } = await spare.teacher.getClassManagementHealth(503);
      expect.soft(status, 'status').toBe('unhealthy');
      expect.soft(dependencies.database.status, 'database').not.toBe('healthy');
      await expect.soft(spare.database, 'meanwhile').toHaveRowCount(table, { batch_id: batchId }, 0);
      await spare.faults.start('database');

      await spare.events.processed(groups.classManagement, sent, { timeout: recovery });
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
      const next = students.map((student) => resultOf([suggestionOf(student)]));
      const again = matchesOf({ batchId: crypto.randomUUID(), classId, course }, next);
      const later = await spare.events.publish(topics.matchesSuggested, again);
      await spare.events.processed(groups.classManagement, later, patient);

      const sixes = await placesOf(spare.events.all(topics.associationsConfirmed, mine, confirmed));
      expect.soft(sixes, 'event 6').toHaveLength(1);
      const classes = await placesOf(spare.events.all(topics.classCreated, created, told));
      expect.soft(classes, 'class events').toHaveLength(1);
      await expect.soft(spare.database, 'the next event').toHaveRowCount(table, { batch_id: again.batch_id }, 2);
      const published = 'SELECT published_at IS NOT NULL AS told FROM event_outbox WHERE aggregate_id = $1';
      await expect
        .poll(() => spare.database.query(published, [batchId]), {
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
      await spare.events.processed(groups.classManagement, sent, { timeout: recovery });

      await expect(spare.database).toHaveRowCount(table, { batch_id: batchId }, 1);
    },
  );

  test(
    'that was away stores what came meanwhile, and what came again, once',
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

      for (const record of [replayed, sent, twice])
        await spare.events.processed(groups.classManagement, record, { timeout: recovery });
      expect.soft(await spare.database.rows(table, { batch_id: known }, ['id']), 'known').toEqual(stored);
      await expect.soft(spare.database, 'missed').toHaveRowCount(table, { batch_id: missed }, 2);
    },
  );

  test(
    'stops in the middle of a burst without half a batch or a session left, and goes on where it stopped',
    {
      tag: ['@integration', '@db', '@events', '@fault', '@slow', '@writes'],
      annotation: [
        { type: 'plan', description: 'CM-25' },
        { type: 'plan', description: 'CM-26' },
      ],
    },
    async ({ spare, school }) => {
      const { classId, course, students } = await school.create({ teacher: spare.teacher, students: 5 });
      const batches = Array.from({ length: 20 }, () => crypto.randomUUID());
      const sent = await Promise.all(
        batches.map((batchId) => {
          const results = students.map((student) => resultOf([suggestionOf(student)]));
          return spare.events.publish(topics.matchesSuggested, matchesOf({ batchId, classId, course }, results));
        }),
      );

      await spare.faults.stop('service');

      const halves = await spare.database.query(
        `SELECT batch_id FROM ${table} WHERE class_id = $1 GROUP BY batch_id HAVING count(*) <> $2`,
        [classId, students.length],
      );
      expect.soft(halves, 'halves of batches').toEqual([]);
      const sessions = await spare.database.query(
        'SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND usename <> current_user',
      );
      expect.soft(sessions, 'sessions').toEqual([]);
      await spare.faults.start('service');
      for (const record of sent) await spare.events.processed(groups.classManagement, record, { timeout: recovery });
      const all = { class_id: classId };
      await expect.soft(spare.database, 'in the end').toHaveRowCount(table, all, batches.length * students.length);
    },
  );
});
