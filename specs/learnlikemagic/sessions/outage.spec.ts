import { expect, test } from '../../../fixtures/learnlikemagic/index.ts';
import { closedQuestion, leaksIn, sessionIdsOf, storedSession } from '../../../fixtures/learnlikemagic/values.ts';

test.describe('POST /sessions', () => {
  test(
    'answers 500 and stores nothing when the database refuses',
    { tag: ['@integration', '@db', '@writes', '@fault'] },
    async ({ learnlikemagicOutage, guideline, student: students, goal: goals, database, redact }) => {
      const student = students.build();
      const goal = goals.build(await guideline.create());

      const error = await learnlikemagicOutage.createSession(500, { body: { student, goal } });

      expect(error).toEqual({ detail: expect.stringMatching(/^Error creating session: \S.*$/) });
      expect(leaksIn(error.detail, redact)).toEqual([]);
      expect(await sessionIdsOf(database, student.id)).toEqual([]);
    },
  );
});

test.describe('POST /sessions/{session_id}/step', () => {
  test(
    'answers 500 and changes nothing when the database refuses, and so does the summary',
    {
      tag: ['@integration', '@slow', '@db', '@llm', '@writes', '@fault'],
    },
    async ({ learnlikemagicOutage, session, database, redact }) => {
      const { id } = await session.create();
      const before = await storedSession(database, id);

      const path = { session_id: id };
      const error = await learnlikemagicOutage.submitStep(500, { path, body: { student_reply: closedQuestion.right } });
      const noSummary = await learnlikemagicOutage.getSummary(500, { path });

      expect(error).toEqual({ detail: expect.stringMatching(/^Error processing step: \S.*$/) });
      expect(noSummary).toEqual({ detail: expect.stringMatching(/^Error getting summary: \S.*$/) });
      expect([error, noSummary].map(({ detail }) => leaksIn(detail, redact))).toEqual([[], []]);
      expect(await storedSession(database, id)).toEqual(before);
    },
  );
});
