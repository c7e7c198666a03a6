import { expect, test } from '../../../fixtures/huleedu/index.ts';
import {
  CompletedClaim,
  groups,
  idempotencyKey,
  matchesOf,
  resultOf,
  sessionCount,
  suggestionOf,
  topics,
} from '../../../fixtures/huleedu/values.ts';

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
      const delivered = batches.map(async (batchId) => {
        const results = students.map((student) => resultOf([suggestionOf(student)]));
        const sent = await events.publish(topics.matchesSuggested, matchesOf({ batchId, classId, course }, results));
        await events.processed(groups.classManagement, sent);
      });
      const burst = { isOver: false };
      const over = Promise.all(delivered).finally(() => (burst.isOver = true));
      const rosters = Array.from({ length: 20 }, () => huleedu.getRoster(200, { path: { class_id: classId } }));

      // Asked again and again until the last event is processed; a 200 says that the database answered within two seconds (contract b.2).
      const answers: string[] = [];
      do answers.push((await huleedu.getClassManagementHealth(200)).status);
      while (!burst.isOver);
      await over;

      expect.soft(new Set(answers), 'health').toEqual(new Set(['healthy']));
      const lengths = (await Promise.all(rosters)).map(({ students: listed }) => listed.length);
      expect.soft(new Set(lengths), 'rosters').toEqual(new Set([5]));
      const [sessions] = await classManagement.ask(sessionCount);
      expect.soft(sessions?.count, 'sessions of the service').toBeLessThanOrEqual(45);
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

  for (const [what, sizes] of [
    ['one of 100 essays', [100]],
    ['four of 30 essays at once', [30, 30, 30, 30]],
  ] as const) {
    test(
      `stores batches of real size whole, ${what}, each in less than a second`,
      {
        tag: ['@integration', '@performance', '@slow', '@db', '@events', '@redis', '@writes'],
        annotation: { type: 'plan', description: 'CM-29' },
      },
      async ({ teacher, school, events, cache, classManagement }) => {
        const { classId, course, students } = await school.create({ students: 30 });
        const several = sizes.map((size) => {
          const writers = Array.from({ length: size }, (_, at) => students.slice(at % 30, (at % 30) + 1));
          const results = writers.map((writer) => resultOf(writer.map((student) => suggestionOf(student))));
          return matchesOf({ batchId: crypto.randomUUID(), classId, course }, results);
        });

        const sent = await Promise.all(several.map((data) => events.publish(topics.matchesSuggested, data)));

        for (const [at, record] of sent.entries()) {
          const { batch_id, match_results: results } = several[at] ?? matchesOf({ batchId: '', classId, course }, []);
          await events.processed(groups.classManagement, record);
          const rows = await classManagement.rows(table, { batch_id });
          const stored = new Map(rows.map(({ essay_id, student_id }) => [essay_id, student_id]));
          const expected = results.map(({ essay_id, suggestions: [one] }) => [essay_id, one?.student_id] as const);
          expect.soft(stored, 'rows').toEqual(new Map<string, string | undefined>(expected));
          const { associations } = await teacher.listAssociations(200, { path: { batch_id } });
          expect.soft(associations, 'listed').toHaveLength(results.length);
          // By the service's own clock: from the claim of the event to the end of its work.
          const event = { event_type: topics.matchesSuggested.name, event_id: record.eventId, data: several[at] };
          const claim = await cache.json(idempotencyKey('class-management-service', event), CompletedClaim);
          expect.soft(claim.completed_at - claim.started_at, 'seconds').toBeLessThan(1);
        }
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
