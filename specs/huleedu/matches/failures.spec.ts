import { expect, test } from '../../../fixtures/huleedu/index.ts';
import {
  firstOf,
  matchesOf,
  pendingRowOf,
  resultOf,
  sortedBy,
  suggestionOf,
} from '../../../fixtures/huleedu/values.ts';

const table = 'essay_student_associations';

test.describe('huleedu.batch.author.matches.suggested.v1, what fails', () => {
  test(
    'an essay whose ids are none fails alone, the others of its batch are stored',
    {
      tag: ['@integration', '@db', '@events', '@writes'],
      annotation: [
        { type: 'plan', description: 'CM-37' },
        { type: 'plan', description: 'CM-15' },
        { type: 'plan', description: 'CM-22' },
      ],
    },
    async ({ school, matches, classManagement }) => {
      const { classId, course, students } = await school.create({ students: 2 });
      const batchId = crypto.randomUUID();
      const [before, after] = students.map((student) => resultOf([suggestionOf(student)]));
      const student = firstOf(students, 'student');
      const broken = [
        resultOf([suggestionOf({ ...student, id: 'student-1' })]),
        resultOf([suggestionOf(student)], 'essay-1'),
      ];
      const good = [before, after].filter((result) => result !== undefined);

      const results = [good.slice(0, 1), broken, good.slice(1)].flat();
      await matches.deliver(matchesOf({ batchId, classId, course }, results));

      const rows = await classManagement.rows(table, { batch_id: batchId });
      const expected = sortedBy(good, 'essay_id').map(({ essay_id, suggestions: [first] }) =>
        pendingRowOf({ batchId, classId }, essay_id, first),
      );
      expect(sortedBy(rows, 'essay_id')).toMatchObject(expected);
    },
  );

  test(
    'an unknown class fails the whole event, which stores nothing and does not stop the next one',
    {
      tag: ['@integration', '@db', '@events', '@writes'],
      annotation: [
        { type: 'plan', description: 'CM-38' },
        { type: 'plan', description: 'CM-16' },
        { type: 'plan', description: 'CM-15' },
      ],
    },
    async ({ school, matches, classManagement }) => {
      const { classId, course, students } = await school.create({ students: 3 });
      const results = students.map((student) => resultOf([suggestionOf(student)]));
      const lost = [results.slice(0, 1), results];

      for (const part of lost) {
        const batchId = crypto.randomUUID();
        const nowhere = matchesOf({ batchId, classId: crypto.randomUUID(), course }, part);
        const next = matchesOf({ batchId, classId, course }, []);
        const envelope = { event_type: 'huleedu.batch.author.matches.suggested.v1', source_service: 'nlp-service' };
        await matches.deliverBroken(JSON.stringify({ ...envelope, data: nowhere }), next);
        await expect.soft(classManagement).toHaveRowCount(table, { batch_id: batchId }, 0);
      }

      // The same essays, once their class is known.
      const batchId = crypto.randomUUID();
      await matches.deliver(matchesOf({ batchId, classId, course }, results));
      await expect.soft(classManagement).toHaveRowCount(table, { batch_id: batchId }, 3);
    },
  );

  test(
    'an essay that has its student keeps the row as it is, whatever another event suggests',
    {
      tag: ['@critical', '@integration', '@db', '@events', '@writes'],
      annotation: [
        { type: 'plan', description: 'CM-14' },
        { type: 'plan', description: 'CM-34' },
      ],
    },
    async ({ school, matches, classManagement, beside }) => {
      const { classId, course, students } = await school.create({ students: 2 });
      const [first, other] = students.map((student) => suggestionOf(student));
      const essayId = crypto.randomUUID();
      const suggest = (suggestions: typeof students, batchId: string): ReturnType<typeof matchesOf> =>
        matchesOf({ batchId, classId, course }, [
          resultOf(
            suggestions.map((student) => suggestionOf(student)),
            essayId,
          ),
        ]);
      const batchId = crypto.randomUUID();
      await matches.deliver(suggest(students.slice(0, 1), batchId));
      const before = await classManagement.row(table, { essay_id: essayId });
      expect(before).toMatchObject(pendingRowOf({ batchId, classId }, essayId, first));

      const unknown = { id: crypto.randomUUID(), first_name: 'No', last_name: 'Body', email: null };
      await matches.deliver(suggest(students.slice(1), crypto.randomUUID()));
      await matches.deliver(suggest([unknown, ...students.slice(1)], crypto.randomUUID()));

      // The database would not take a second row either.
      const { created_by_user_id, validation_status } = before;
      const second = beside.insert(table, {
        ...{ id: crypto.randomUUID(), batch_id: crypto.randomUUID(), class_id: classId },
        ...{ essay_id: essayId, student_id: other?.student_id ?? '', created_by_user_id, validation_status },
      });
      await expect.soft(second, 'a second row').rejects.toMatchObject({ code: '23505' });
      const rows = await classManagement.rows(table, { essay_id: essayId });
      expect.soft(rows, 'the row').toEqual([before]);
      expect.soft(other?.student_id, 'the other student').not.toBe(before.student_id);
    },
  );

  test(
    'an essay named twice in one event keeps what it said first',
    { tag: ['@integration', '@db', '@events', '@writes'], annotation: { type: 'plan', description: 'CM-14' } },
    async ({ school, matches, classManagement }) => {
      const { classId, course, students } = await school.create({ students: 2 });
      const batchId = crypto.randomUUID();
      const essayId = crypto.randomUUID();
      const results = students.map((student) => resultOf([suggestionOf(student)], essayId));

      await matches.deliver(matchesOf({ batchId, classId, course }, results));

      const rows = await classManagement.rows(table, { essay_id: essayId });
      expect(rows.map(({ student_id }) => student_id)).toEqual(students.slice(0, 1).map(({ id }) => id));
    },
  );

  test(
    'ids in capital letters are the same ids',
    { tag: ['@integration', '@db', '@events', '@writes'], annotation: { type: 'plan', description: 'CM-22' } },
    async ({ school, matches, classManagement }) => {
      const { classId, course, students } = await school.create();
      const student = firstOf(students, 'student');
      const [batchId, essayId] = [crypto.randomUUID(), crypto.randomUUID()];
      const loud = resultOf([suggestionOf({ ...student, id: student.id.toUpperCase() })], essayId.toUpperCase());

      const ids = { batchId: batchId.toUpperCase(), classId: classId.toUpperCase(), course };
      await matches.deliver(matchesOf(ids, [loud]));

      const row = await classManagement.row(table, { batch_id: batchId });
      expect(row).toMatchObject({ essay_id: essayId, student_id: student.id, batch_id: batchId, class_id: classId });
    },
  );
});
