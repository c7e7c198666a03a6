import { expect, test } from '../../../fixtures/huleedu/index.ts';
import { groups, matchesOf, resultOf, suggestionOf, topics } from '../../../fixtures/huleedu/values.ts';

const table = 'essay_student_associations';

test.describe('huleedu.batch.author.matches.suggested.v1, many at once', () => {
  test(
    'stores every batch of several that come together, and health answers meanwhile',
    {
      tag: ['@integration', '@concurrent', '@db', '@events', '@writes'],
      annotation: [
        { type: 'plan', description: 'CM-17' },
        { type: 'plan', description: 'CM-18' },
        { type: 'plan', description: 'CM-23' },
        { type: 'plan', description: 'CM-24' },
      ],
    },
    async ({ huleedu, school, events, matches, classManagement }) => {
      const { classId, course, students } = await school.create({ students: 5 });
      const batches = Array.from({ length: 12 }, () => crypto.randomUUID());
      const delivered = batches.map((batchId) => {
        const results = students.map((student) => resultOf([suggestionOf(student)]));
        return events.publish(topics.matchesSuggested, matchesOf({ batchId, classId, course }, results));
      });
      const answers = Array.from({ length: 20 }, () => huleedu.getClassManagementHealth(200));
      const rosters = Array.from({ length: 20 }, () => huleedu.getRoster(200, { path: { class_id: classId } }));

      const [sent, health] = [await Promise.all(delivered), await Promise.all(answers)];

      expect
        .soft(
          health.filter(({ status }) => status !== 'healthy'),
          'health',
        )
        .toEqual([]);
      const lengths = (await Promise.all(rosters)).map(({ students: listed }) => listed.length);
      expect.soft(new Set(lengths), 'rosters').toEqual(new Set([5]));
      const [sessions] = await classManagement.query<{ count: number }>(
        'SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename <> current_user',
      );
      expect.soft(sessions?.count, 'sessions of the service').toBeLessThanOrEqual(45);
      for (const record of sent) await events.processed(groups.classManagement, record);
      for (const batchId of batches)
        await expect.soft(classManagement).toHaveRowCount(table, { batch_id: batchId }, students.length);
      // The next one as well: nothing is used up.
      const next = students.map((student) => resultOf([suggestionOf(student)]));
      await matches.deliver(matchesOf({ batchId: crypto.randomUUID(), classId, course }, next));
      await expect.soft(classManagement).toHaveRowCount(table, { class_id: classId }, 13 * students.length);
    },
  );

  test(
    'gives each essay one student when two batches name the same ones in crossed order',
    {
      tag: ['@integration', '@concurrent', '@db', '@events', '@writes'],
      annotation: { type: 'plan', description: 'CM-19' },
    },
    async ({ school, events, classManagement }) => {
      const { classId, course, students } = await school.create({ students: 2 });
      const essays = Array.from({ length: 8 }, () => crypto.randomUUID());
      const rounds = [essays, essays.toReversed()].map((order, at) =>
        order.map((essay) =>
          resultOf(
            students.slice(at, at + 1).map((student) => suggestionOf(student)),
            essay,
          ),
        ),
      );
      const batches = rounds.map(() => crypto.randomUUID());

      const sent = await Promise.all(
        rounds.map((results, at) =>
          events.publish(topics.matchesSuggested, matchesOf({ batchId: batches[at] ?? '', classId, course }, results)),
        ),
      );

      for (const record of sent) await events.processed(groups.classManagement, record);
      const rows = await classManagement.rows(table, { class_id: classId });
      expect.soft(rows.map(({ essay_id }) => essay_id).sort(), 'essays').toEqual(essays.toSorted());
      // One event is one transaction: whoever came first has them all.
      expect.soft(new Set(rows.map(({ batch_id }) => batch_id)).size, 'batches').toBe(1);
    },
  );

  for (const number of [30, 100]) {
    test(
      `stores a batch of ${String(number)} essays whole, with each one’s own student`,
      {
        tag: ['@integration', '@slow', '@db', '@events', '@writes'],
        annotation: { type: 'plan', description: 'CM-29' },
      },
      async ({ teacher, school, matches, classManagement }) => {
        const { classId, course, students } = await school.create({ students: 10 });
        const batchId = crypto.randomUUID();
        const results = Array.from({ length: number }, (_, at) =>
          resultOf(students.slice(at % 10, (at % 10) + 1).map((student) => suggestionOf(student))),
        );

        await matches.deliver(matchesOf({ batchId, classId, course }, results));

        const rows = await classManagement.rows(table, { batch_id: batchId });
        const stored = new Map(rows.map(({ essay_id, student_id }) => [essay_id, student_id]));
        const expected = results.map(({ essay_id, suggestions }) => [essay_id, suggestions[0]?.student_id]);
        expect.soft(stored).toEqual(new Map(expected as [string, string][]));
        const { associations } = await teacher.listAssociations(200, { path: { batch_id: batchId } });
        expect.soft(associations, 'listed').toHaveLength(number);
      },
    );
  }

  test(
    'does not mix the teachers of calls that come at once',
    {
      tag: ['@integration', '@concurrent', '@db', '@writes'],
      annotation: { type: 'plan', description: 'CM-27' },
    },
    async ({ newTeacher, schoolClass, classManagement }) => {
      const teachers = Array.from({ length: 8 }, newTeacher);

      const created = await Promise.all(
        teachers.map((teacher) => teacher.createClass(201, { body: schoolClass.build() })),
      );

      for (const [at, { id }] of created.entries()) {
        const { created_by_user_id } = await classManagement.row('classes', { id });
        expect.soft(created_by_user_id).toBe(teachers[at]?.userId);
      }
    },
  );
});
