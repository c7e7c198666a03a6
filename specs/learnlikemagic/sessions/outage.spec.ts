import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import { closedQuestion, rowsOfSession, sessionIdsOf } from '../../../fixtures/learnlikemagic/values.ts';

test.describe('POST /sessions', () => {
  test(
    'answers 500 and stores nothing when the database refuses',
    { tag: ['@integration', '@db', '@writes', '@fault'] },
    async ({ learnlikemagicOutage, guideline, student: students, goal: goals, database }) => {
      const student = students.build();
      const goal = goals.build(await guideline.create());

      const error = await learnlikemagicOutage.createSession(500, { body: { student, goal } });

      const shape = { detail: expect.stringMatching(/^Error creating session: \S.*$/) };
      expect.soft(error, 'the refusal').toEqual(shape);
      expect.soft(await sessionIdsOf(database, student.id), 'sessions of the student').toEqual([]);
    },
  );
});

test.describe('POST /sessions/{session_id}/step', () => {
  test(
    'answers 500 and changes nothing when the database refuses, and so does the summary',
    {
      tag: ['@integration', '@slow', '@db', '@llm', '@writes', '@fault'],
    },
    async ({ learnlikemagicOutage, session, database }) => {
      const { id } = await session.create();
      const before = await rowsOfSession(database, id);

      const path = { session_id: id };
      const error = await learnlikemagicOutage.submitStep(500, { path, body: { student_reply: closedQuestion.right } });
      const noSummary = await learnlikemagicOutage.getSummary(500, { path });

      for (const [what, { detail }, shape] of [
        ['step', error, /^Error processing step: \S.*$/],
        ['summary', noSummary, /^Error getting summary: \S.*$/],
      ] as const) {
        expect.soft(detail, `the refusal of the ${what}`).toMatch(shape);
      }
      expect.soft(await rowsOfSession(database, id), 'the rows').toEqual(before);
    },
  );
});
