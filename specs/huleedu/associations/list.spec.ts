import { expect, test } from '../../../fixtures/huleedu/index.ts';
import { instantOf, matchesOf, resultOf, suggestionOf } from '../../../fixtures/huleedu/values.ts';

test.describe('GET /v1/batches/{batch_id}/student-associations', () => {
  test(
    'lists what was suggested for the batch, the newest first, and of no other batch',
    {
      tag: ['@critical', '@integration', '@db', '@events', '@writes'],
      annotation: { type: 'plan', description: 'CM-28' },
    },
    async ({ teacher, huleedu, school, matches, classManagement }) => {
      const { classId, course, students } = await school.create({ students: 2 });
      const [batchId, otherId] = [crypto.randomUUID(), crypto.randomUUID()];
      const suggested = students.map((student, at) =>
        suggestionOf(student, { confidence_score: 0.71 + at / 10, match_reasons: ['name_fuzzy', 'email_exact'] }),
      );
      const essays = suggested.map((suggestion) => resultOf([suggestion]));
      // One event has one time for all its rows.
      for (const essay of essays) await matches.deliver(matchesOf({ batchId, classId, course }, [essay]));
      const others = suggested.map((suggestion) => resultOf([suggestion]));
      await matches.deliver(matchesOf({ batchId: otherId, classId, course }, others));

      const { associations } = await teacher.listAssociations(200, { path: { batch_id: batchId } });

      const expected = essays.map(({ essay_id }, at) => ({
        essay_id,
        suggested_student_id: suggested[at]?.student_id,
        confidence_score: suggested[at]?.confidence_score,
        match_reasons: ['name_fuzzy', 'email_exact'],
        created_at: expect.any(String),
      }));
      expect.soft(associations, 'listed').toEqual(expected.toReversed());
      const rows = await classManagement.rows('essay_student_associations', { batch_id: batchId }, ['created_at']);
      const dated = (list: readonly { essay_id: string; created_at: string }[]): unknown[] =>
        list.map(({ essay_id, created_at }) => ({ essay_id, at: instantOf(created_at) }));
      expect.soft(dated(rows), 'rows').toEqual(dated(associations.toReversed()));
      expect.soft((await huleedu.getClassManagementHealth(200)).status, 'health').toBe('healthy');
    },
  );

  test(
    'is empty for an unknown batch, and refuses a malformed id and nobody’s call',
    { tag: ['@smoke', '@read-only'] },
    async ({ huleedu, newTeacher }) => {
      const teacher = newTeacher();
      const path = { batch_id: crypto.randomUUID() };

      expect.soft(await teacher.listAssociations(200, { path })).toEqual({ associations: [] });
      const malformed = await teacher.listAssociations(400, { path: { batch_id: 'batch-1' } });
      expect.soft(malformed).toEqual({ error: 'Invalid batch ID format' });
      await huleedu.listAssociations(401, { path });
    },
  );
});
