import { expect, test } from '../../../fixtures/huleedu/index.ts';
import {
  brokenMatches,
  groups,
  matchesOf,
  minimalEnvelope,
  resultOf,
  roomyEnvelope,
  shortlyNamed,
  suggestionOf,
  topics,
} from '../../../fixtures/huleedu/values.ts';

const table = 'essay_student_associations';

test.describe('huleedu.batch.author.matches.suggested.v1, its envelope', () => {
  for (const [what, record] of brokenMatches) {
    test(
      `stores nothing of a record with ${what}, and goes on with the next one`,
      {
        tag: ['@integration', '@db', '@events', '@writes'],
        annotation: [
          { type: 'plan', description: 'CM-7' },
          { type: 'plan', description: 'CM-39' },
          { type: 'plan', description: 'CM-22' },
        ],
      },
      async ({ school, matches, classManagement }) => {
        const { classId, course, students } = await school.create();
        const results = students.map((student) => resultOf([suggestionOf(student)]));
        const [broken, good] = [crypto.randomUUID(), crypto.randomUUID()].map((batchId) => ({
          batchId,
          classId,
          course,
        }));
        const next = students.map((student) => resultOf([suggestionOf(student)]));
        const value = record(matchesOf(broken ?? { batchId: '', classId, course }, results));

        await matches.deliverBroken(value, matchesOf(good ?? { batchId: '', classId, course }, next));

        const rows = await classManagement.rows(table, { class_id: classId });
        expect.soft(rows.map(({ essay_id }) => essay_id)).toEqual(next.map(({ essay_id }) => essay_id));
        for (const { essay_id } of results)
          await expect.soft(classManagement, 'the broken one’s essay').toHaveRowCount(table, { essay_id }, 0);
      },
    );
  }

  const accepted = [
    ['that says the least', minimalEnvelope],
    ['that says more than anybody knows', roomyEnvelope],
    ['that has the short name of the event', shortlyNamed],
  ] as const;

  for (const [what, record] of accepted) {
    test(
      `accepts an envelope ${what}`,
      {
        tag: ['@integration', '@db', '@events', '@writes'],
        annotation: [
          { type: 'plan', description: 'CM-7' },
          { type: 'plan', description: 'CM-31' },
        ],
      },
      async ({ school, events, classManagement }) => {
        const { classId, course, students } = await school.create();
        const batchId = crypto.randomUUID();
        const results = students.map((student) => resultOf([suggestionOf(student)]));
        const value = record(matchesOf({ batchId, classId, course }, results));

        const sent = await events.publishRaw(topics.matchesSuggested, value, batchId);
        await events.processed(groups.classManagement, sent);

        const rows = await classManagement.rows(table, { class_id: classId });
        expect(rows.map(({ essay_id }) => essay_id)).toEqual(results.map(({ essay_id }) => essay_id));
      },
    );
  }
});
