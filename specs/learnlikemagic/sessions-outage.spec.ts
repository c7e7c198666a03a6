import { expect, test } from '../../fixtures/index.ts';
import { closedQuestion, sessionIdsOf, storedSession } from '../../fixtures/learnlikemagic-values.ts';

test.describe('POST /sessions', () => {
  test(
    'answers 500 and stores nothing when the database refuses',
    { tag: ['@integration', '@db', '@writes', '@fault'] },
    async ({ learnlikemagicOutage, guideline, student: students, goal: goals, database }) => {
      const student = students.build();
      const goal = goals.build(await guideline.create());

      const error = await learnlikemagicOutage.createSession(500, { body: { student, goal } });

      expect(error).toEqual({ detail: expect.stringMatching(/^Error creating session: \S/) });
      expect(await sessionIdsOf(database, student.id)).toEqual([]);
    },
  );
});

test.describe('POST /sessions/{session_id}/step', () => {
  test(
    'answers 500 and changes nothing when the database refuses',
    {
      tag: ['@integration', '@slow', '@db', '@llm', '@writes', '@fault'],
    },
    async ({ learnlikemagicOutage, session, database }) => {
      const { id } = await session.create();
      const before = await storedSession(database, id);

      const error = await learnlikemagicOutage.submitStep(500, {
        path: { session_id: id },
        body: { student_reply: closedQuestion.right },
      });

      expect(error).toEqual({ detail: expect.stringMatching(/^Error processing step: \S/) });
      expect(await storedSession(database, id)).toEqual(before);
    },
  );
});

test.describe('GET /sessions/{session_id}/summary', () => {
  test(
    'answers 500 when the database refuses',
    {
      tag: ['@integration', '@slow', '@db', '@llm', '@writes', '@fault'],
    },
    async ({ learnlikemagicOutage, session }) => {
      const { id } = await session.create();

      const error = await learnlikemagicOutage.getSummary(500, { path: { session_id: id } });

      expect(error).toEqual({ detail: expect.stringMatching(/^Error getting summary: \S/) });
    },
  );
});
