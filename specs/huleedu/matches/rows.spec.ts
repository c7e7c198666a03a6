import { expect, test } from '../../../fixtures/huleedu/index.ts';
import {
  associationSince,
  clock,
  matchesOf,
  pendingRowOf,
  resultOf,
  suggestionOf,
} from '../../../fixtures/huleedu/values.ts';

const table = 'essay_student_associations';

test.describe('huleedu.batch.author.matches.suggested.v1', () => {
  test(
    'stores one pending row for each essay, with all that it says of the best suggestion',
    {
      tag: ['@critical', '@integration', '@db', '@events', '@writes'],
      annotation: [
        { type: 'plan', description: 'CM-1' },
        { type: 'plan', description: 'CM-3' },
        { type: 'plan', description: 'CM-20' },
        { type: 'plan', description: 'CM-31' },
        { type: 'plan', description: 'CM-32' },
        { type: 'plan', description: 'CM-41' },
      ],
    },
    async ({ school, matches, classManagement }) => {
      const { classId, course, students } = await school.create({ students: 3 });
      const batchId = crypto.randomUUID();
      const suggested = students.map((student, at) =>
        suggestionOf(student, {
          confidence_score: 0.95 - at * 0.21,
          match_reasons: ['name_fuzzy', `reason ${String(at)}`],
        }),
      );
      const results = suggested.map((suggestion) => resultOf([suggestion]));

      await matches.deliver(matchesOf({ batchId, classId, course }, results));

      const rows = await classManagement.rows(table, { batch_id: batchId });
      expect(rows).toHaveLength(3);
      for (const [at, { essay_id }] of results.entries()) {
        const row = rows.find((each) => each.essay_id === essay_id);
        expect.soft(row).toMatchObject(pendingRowOf({ batchId, classId }, essay_id, suggested[at]));
      }
    },
  );

  test(
    'notes NLP as who created a row, the database’s time, and no validation',
    {
      tag: ['@integration', '@db', '@events', '@writes'],
      annotation: [
        { type: 'plan', description: 'CM-21' },
        { type: 'plan', description: 'CM-8' },
      ],
    },
    async ({ school, matches, classManagement }) => {
      const { classId, course, students } = await school.create();
      const times = ['2001-02-03T04:05:06.000007Z', '2099-12-31T23:59:59Z', '2025-08-10T09:15:00+05:30'];
      const since = await classManagement.ask(clock);

      for (const event_timestamp of times) {
        const batchId = crypto.randomUUID();
        const results = students.map((student) => resultOf([suggestionOf(student)]));
        await matches.deliver(matchesOf({ batchId, classId, course }, results), { envelope: { event_timestamp } });
        const [row] = await classManagement.ask(associationSince, [batchId, since[0]?.now]);
        expect.soft(row, event_timestamp).toEqual({
          created_by_user_id: 'nlp_service_phase1',
          ...{ validated_by: null, validated_at: null, validation_method: null },
          validation_status: 'pending_validation',
          is_now: true,
        });
      }
    },
  );

  test(
    'stores nothing for an event without results, nor for essays without suggestions',
    {
      tag: ['@integration', '@db', '@events', '@writes'],
      annotation: [
        { type: 'plan', description: 'CM-35' },
        { type: 'plan', description: 'CM-40' },
      ],
    },
    async ({ school, matches, classManagement }) => {
      const { classId, course, students } = await school.create();
      const [empty, none, mixed] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
      const matched = students.map((student) => resultOf([suggestionOf(student)]));

      await matches.deliver(matchesOf({ batchId: empty, classId, course }, []));
      await matches.deliver(matchesOf({ batchId: none, classId, course }, [resultOf([]), resultOf([])]));
      await matches.deliver(matchesOf({ batchId: mixed, classId, course }, [resultOf([]), ...matched, resultOf([])]));

      await expect.soft(classManagement, 'no results').toHaveRowCount(table, { batch_id: empty }, 0);
      await expect.soft(classManagement, 'no suggestions').toHaveRowCount(table, { batch_id: none }, 0);
      const rows = await classManagement.rows(table, { batch_id: mixed });
      expect.soft(rows.map(({ essay_id }) => essay_id)).toEqual(matched.map(({ essay_id }) => essay_id));
    },
  );

  test(
    'stores the best suggestion only, and the next one where no such student is known',
    {
      tag: ['@integration', '@db', '@events', '@writes'],
      annotation: [
        { type: 'plan', description: 'CM-36' },
        { type: 'plan', description: 'CM-33' },
        { type: 'plan', description: 'CM-16' },
      ],
    },
    async ({ school, matches, classManagement }) => {
      const { classId, course, students } = await school.create({ students: 2 });
      const batchId = crypto.randomUUID();
      const [best, second] = [
        suggestionOf(students[0] ?? stranger, { confidence_score: 0.95 }),
        suggestionOf(students[1] ?? stranger, { confidence_score: 0.8, match_reasons: ['email_fuzzy'] }),
      ];
      const unknown = suggestionOf(stranger, { confidence_score: 0.98 });
      const [ranked, skipped, nobody] = [resultOf([best, second]), resultOf([unknown, second]), resultOf([unknown])];

      await matches.deliver(matchesOf({ batchId, classId, course }, [ranked, skipped, nobody]));

      const batch = { batchId, classId };
      const first = await classManagement.rows(table, { essay_id: ranked.essay_id });
      expect.soft(first, 'best').toEqual([expect.objectContaining(pendingRowOf(batch, ranked.essay_id, best))]);
      const next = await classManagement.rows(table, { essay_id: skipped.essay_id });
      expect.soft(next, 'next').toEqual([expect.objectContaining(pendingRowOf(batch, skipped.essay_id, second))]);
      await expect.soft(classManagement, 'unknown').toHaveRowCount(table, { essay_id: nobody.essay_id }, 0);
      await expect.soft(classManagement, 'nothing else').toHaveRowCount(table, { batch_id: batchId }, 2);
    },
  );

  test(
    'asks for no place on the roster of the class',
    { tag: ['@integration', '@db', '@events', '@writes'] },
    async ({ school, student, matches, classManagement }) => {
      const { classId, course } = await school.create();
      const elsewhere = await student.create();
      const batchId = crypto.randomUUID();
      const result = resultOf([suggestionOf(elsewhere)]);

      await matches.deliver(matchesOf({ batchId, classId, course }, [result]));

      const row = await classManagement.row(table, { batch_id: batchId });
      expect(row).toMatchObject({ student_id: elsewhere.id, class_id: classId, essay_id: result.essay_id });
    },
  );
});

const stranger = { id: crypto.randomUUID(), first_name: 'No', last_name: 'Body', email: null };
